/*
 * schema/given: values that the description itself gives.  Floor 4.
 *
 * One that is known to be wrong is passed over; `request` is as in schema/validate, and where there are several,
 * `from` says which is tried first.  False, with nothing added, where there is none.
 */
#ifndef SCHEMA_GIVEN_H
#define SCHEMA_GIVEN_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "schema/merge.h"

/* Whether there is a const or an enum: nothing else will do then. */
bool schema_given_is_choice(const struct schema_merge *m);
bool schema_given_choice(const struct schema_merge *m, bool request, uint64_t from,
                         struct buf *out);
/* The example, one of the examples, or the default. */
bool schema_given_example(const struct schema_merge *m, bool request, uint64_t from,
                          struct buf *out);

#endif
