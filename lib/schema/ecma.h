/*
 * schema/ecma: patterns of ECMA-262 as patterns of PCRE2 10.36 or later.  Floor 4.
 *
 * JSON Schema's patterns are those of JavaScript (with the flag u).  Where the two differ, the text is
 * written anew: `.` and \s as JavaScript means them, \uXXXX, \u{…} and \cX, long names of properties
 * (\p{Letter}), brackets in classes.  What only PCRE2 knows (verbs, inline flags, possessive quantifiers,
 * \A, \Q…) is refused: it would mean something else to others, or lift our limits.
 */
#ifndef SCHEMA_ECMA_H
#define SCHEMA_ECMA_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* Adds the pattern to out, for the options UTF, DOLLAR_ENDONLY, ALLOW_EMPTY_CLASS and MATCH_UNSET_BACKREF.
 * False where it is none of ECMA-262, as far as PCRE2 would not say so itself. */
bool schema_ecma_translate(const char *pattern, size_t len, struct buf *out);

#endif
