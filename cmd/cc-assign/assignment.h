/*
 * assignment: a record with what was chosen for it.
 */
#ifndef ASSIGNMENT_H
#define ASSIGNMENT_H

#include <stdbool.h>

#include "diag.h"
#include "lineout.h"
#include "record.h"
#include "strategy.h"

/*
 * Chooses for the record and writes it with provider, candidates, or an error of class config where there is neither,
 * and strategy; each in its place where it stood before, all else as it is.  *failed is set where it has an error.
 * Returns 0, or -1 with err: over CEILING_LINE.
 */
int assignment_write(struct strategy *s, const struct record *r, struct lineout *out, bool *failed,
                     struct diag_error *err);

#endif
