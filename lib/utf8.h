/*
 * utf8: what is UTF-8 and what is not (RFC 3629).  Floor 0.
 */
#ifndef UTF8_H
#define UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The length (1..4) of the character at s, of which len > 0 bytes are there, or 0 when it is none: overlong
 * forms, surrogates and what lies beyond U+10FFFF are not UTF-8. */
size_t utf8_length(const char *s, size_t len);
/* Whether all of the text is UTF-8. */
bool utf8_is(const char *text, size_t len);
/* The code point of the character of that length (utf8_length) at s. */
uint32_t utf8_code(const char *s, size_t length);
/* Writes a code point (not beyond U+10FFFF; a surrogate becomes U+FFFD); returns the bytes used. */
size_t utf8_put(uint32_t code, char out[4]);
/* The largest n <= len at which text, which is UTF-8, can be cut. */
size_t utf8_cut(const char *text, size_t len);
/* Characters in len bytes; a byte that is none counts as one. */
size_t utf8_count(const char *text, size_t len);

#endif
