/*
 * schema/amount: plausible numbers, and those at a bound.  Floor 4.
 *
 * Exact: no double is ever in between.  Deterministic as schema/value is.
 */
#ifndef SCHEMA_AMOUNT_H
#define SCHEMA_AMOUNT_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "schema/merge.h"

/* Adds a number within its bounds and a multiple of what it must be; whole: an integer.  False where
 * there is none. */
bool schema_amount(const struct schema_merge *m, const char *name, bool whole, uint64_t salt,
                   struct buf *out);

/* The number nearest to a bound that the merge allows (violating false), or the first it does not on
 * that side (true), as text; a multiple of multipleOf where there is one.  False where it cannot be told. */
bool schema_amount_bound(const struct schema_merge *m, bool upper, bool violating, bool whole,
                         struct buf *out);

#endif
