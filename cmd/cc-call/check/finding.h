/*
 * finding: what a checkup has found, as a record and for a person.
 */
#ifndef FINDING_H
#define FINDING_H

#include "buf.h"
#include "checkup.h"

/* Adds the record {"id":"check NAME",…}. */
void finding_record(const struct checkup *c, struct buf *out);
/* Adds "NAME: class: message; what can be done about it", for one that is not well. */
void finding_line(const struct checkup *c, struct buf *out);

#endif
