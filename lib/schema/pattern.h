/*
 * schema/pattern: texts that match a pattern.  Floor 4.
 *
 * A way through the pattern is taken: of each group one branch, as often as it must stand.  What looks ahead
 * or back is passed over; some ways are tried until the text matches (schema/regex).  Back references and
 * characters beyond ASCII are not read.
 */
#ifndef SCHEMA_PATTERN_H
#define SCHEMA_PATTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "schema/view.h"

/* Adds a text that matches the pattern (a string node), of least..most characters (most < 0: no bound); one that
 * PCRE2 does not know may not match.  Returns false, with nothing added, where there is none or the pattern
 * is not read. */
bool schema_pattern_make(const struct schema_view *v, uint32_t pattern, long long least,
                         long long most, unsigned long long seed, struct buf *out);

#endif
