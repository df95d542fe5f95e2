/*
 * schema/freetext: what a text that may be anything must bear.  Floor 4.
 *
 * Nothing, other scripts and signs, a great length, and what does harm where it is taken for more than text.
 */
#ifndef SCHEMA_FREETEXT_H
#define SCHEMA_FREETEXT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "schema/merge.h"

/* Characters of the long one; of one that travels in a URL or header fewer. */
#define SCHEMA_FREETEXT_LONG 4096
#define SCHEMA_FREETEXT_LONG_TEXTUAL 1024

/* Whether any text will do, but for its length: a string without format, pattern, enum or const. */
bool schema_freetext_is(const struct schema_merge *m);

/* Adds the text number `index` as JSON and sets the technique it stands for.  Returns 1; 0 where the lengths do
 * not allow that one, with nothing added; -1 behind the last. */
int schema_freetext(const struct schema_merge *m, size_t index, bool textual,
                    const char **technique, struct buf *out);

#endif
