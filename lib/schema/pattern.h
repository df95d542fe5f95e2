/*
 * schema/pattern: regular expressions that are a plain sequence.  Floor 4.
 *
 * Read: literals, escapes, classes, `.`, `^` at the start, `$` at the end and quantifiers, which is what
 * most descriptions use.  Groups, alternatives, assertions and back references are not: the answer is then
 * unknown.  A pattern is searched for, not matched whole, unless anchored.
 */
#ifndef SCHEMA_PATTERN_H
#define SCHEMA_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "schema/verdict.h"

/* Whether text (UTF-8) holds the pattern; SCHEMA_UNKNOWN as well when the search takes too long. */
enum schema_verdict schema_pattern_match(const char *pattern, const char *text, size_t len);
/* Adds a text that matches, of least..most characters (most < 0: no bound).  Returns false, with nothing
 * added, where there is none or the pattern is not read. */
bool schema_pattern_make(const char *pattern, long long least, long long most,
                         unsigned long long seed, struct buf *out);

#endif
