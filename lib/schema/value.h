/*
 * schema/value: plausible strings.  Floor 4.
 *
 * Deterministic: the same merge, name and salt give the same text.  Salt 0 gives the plainest value; others
 * tell items of one array, or runs with another seed, apart.
 */
#ifndef SCHEMA_VALUE_H
#define SCHEMA_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "schema/merge.h"

/* The longest string that is made, in characters; a minLength beyond it cannot be met. */
#define SCHEMA_VALUE_LENGTH 8192

/* Adds a string (as JSON) that has the format, pattern and lengths asked for, as far as we read them;
 * name: of the member, for a fitting word, may be "".  False when no length can be met. */
bool schema_value_string(const struct schema_merge *m, const char *name, uint64_t salt,
                         struct buf *out);
/* Adds a string (as JSON) of exactly `length` letters. */
void schema_value_letters(size_t length, struct buf *out);

#endif
