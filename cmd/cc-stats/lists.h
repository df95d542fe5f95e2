/*
 * lists: what is drawn as bars: kinds of cases, cases of operations, times, costs, errors.  cc-stats.
 */
#ifndef LISTS_H
#define LISTS_H

#include "sheet.h"
#include "tally.h"

/* Adds the lists that have anything in them. */
void lists_make(const struct tally *t, struct sheet *s);

#endif
