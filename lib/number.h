/*
 * number: numbers as text.  Floor 0.
 *
 * Bounds such as 9223372036854775807 or 0.10 stand in descriptions and must go out as they came in, so
 * JSON numbers are compared and stepped as text; a double is never in between.
 */
#ifndef NUMBER_H
#define NUMBER_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Reads a whole decimal integer (option values, settings) in [min, max].  Returns 0 and *out, or -1 when
 * text is anything else: empty, trailing characters, out of range.
 */
int number_parse(const char *text, long long min, long long max, long long *out);
/* As number_parse for a decimal fraction such as 0.7; no exponent, no inf, no nan. */
int number_parse_real(const char *text, double min, double max, double *out);

/*
 * Compares two JSON number texts by value, exactly: < 0, 0, > 0.  1.0 equals 1 and 10e-1.
 * An exponent beyond a million is taken as a million.
 */
int number_compare(const char *a, size_t alen, const char *b, size_t blen);
/* Whether the JSON number text is a whole number by value (1.0 and 1e2 are). */
bool number_is_integer(const char *text, size_t len);
/* The value as a long long, saturated; for counts such as minLength. */
long long number_to_count(const char *text, size_t len);

/* a + b, of which neither is negative; LLONG_MAX where that is too much. */
long long number_sum(long long a, long long b);

/* What a hexadecimal digit counts, 0 to 15; -1: it is none. */
int number_hex(char c);
/* The byte, 0 to 255, that a %xx at the text stands for, of which len bytes are there; -1: there is none. */
int number_percent(const char *text, size_t len);

/* The longest text of number_grouped, with its NUL. */
#define NUMBER_GROUPED 32
/* 1234567 as "1,234,567". */
void number_grouped(long long n, char out[NUMBER_GROUPED]);

#endif
