/*
 * jsonstring: JSON strings as they stand in the text, quotes included.  Floor 3.
 *
 * The strings are known to be well formed: a tape was made of them.
 */
#ifndef JSONSTRING_H
#define JSONSTRING_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* Adds the decoded bytes; they may hold NUL.  A lone surrogate becomes U+FFFD. */
void jsonstring_decode(const char *raw, size_t len, struct buf *out);
/* Whether the decoded string is these bytes. */
bool jsonstring_equals(const char *raw, size_t len, const char *bytes, size_t count);

#endif
