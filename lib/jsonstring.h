/*
 * jsonstring: JSON strings as they stand in the text, quotes included.  Floor 3.
 *
 * Strings that are decoded or compared are known to be well formed: a tape was made of them.
 */
#ifndef JSONSTRING_H
#define JSONSTRING_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* How many bytes from s on are ASCII that needs no escape and is none: looked at eight by eight. */
size_t jsonstring_plain(const char *s, size_t len);
/* Adds the decoded bytes; they may hold NUL.  A lone surrogate becomes U+FFFD. */
void jsonstring_decode(const char *raw, size_t len, struct buf *out);
/* Whether the decoded string is these bytes. */
bool jsonstring_equals(const char *raw, size_t len, const char *bytes, size_t count);

#endif
