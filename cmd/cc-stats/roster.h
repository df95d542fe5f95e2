/*
 * roster: the tables of the providers and their models.  cc-stats.
 */
#ifndef ROSTER_H
#define ROSTER_H

#include "sheet.h"
#include "tally.h"

/* Adds a row for each provider and model to each of its tables; nothing where there is none. */
void roster_make(const struct tally *t, struct sheet *s);
/* Adds "provider/model" to out, or "provider" alone. */
void roster_name(const struct tally_provider *p, struct buf *out);

#endif
