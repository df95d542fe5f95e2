/*
 * schema/apart: a value that none of a merge's bars holds.  Floor 4.
 */
#ifndef SCHEMA_APART_H
#define SCHEMA_APART_H

#include <stdbool.h>

#include "buf.h"
#include "schema/merge.h"

/* Adds, as JSON, one that lies just beyond the edges of the first bar and is what the merge asks for; request and
 * textual are as in schema/derive.  False, with nothing added, where none is found. */
bool schema_apart(const struct schema_merge *m, const char *name, bool request, bool textual,
                  struct buf *out);

#endif
