/*
 * schema/beyond: a value that breaks one keyword.  Floor 4.
 *
 * Of a few values the first that breaks nothing else is taken, else the first that breaks it at all.  Deterministic.
 */
#ifndef SCHEMA_BEYOND_H
#define SCHEMA_BEYOND_H

#include <stdbool.h>

#include "buf.h"
#include "schema/merge.h"

/* Adds, as JSON, one of the merge's type that breaks its enum, const, multipleOf, pattern or format, and whose length
 * and bounds are right where that can be; name as in schema/value.  False, with nothing added, where none is found. */
bool schema_beyond(const struct schema_merge *m, const char *name, const char *keyword,
                   struct buf *out);

#endif
