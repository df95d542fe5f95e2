/*
 * schema/regex: whether a text matches a pattern, by PCRE2.  Floor 4.
 *
 * A pattern is ECMA-262's (schema/ecma).  A search that takes too long is cut off after some milliseconds at
 * the most.  Patterns are compiled once for each set.
 */
#ifndef SCHEMA_REGEX_H
#define SCHEMA_REGEX_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/verdict.h"

struct schema_regex_set;
struct schema_regex;

/* A set with no patterns yet. */
struct schema_regex_set *schema_regex_open(void);
/* set may be NULL. */
void schema_regex_close(struct schema_regex_set *set);

/* The pattern, compiled; it belongs to the set.  NULL where it is none. */
const struct schema_regex *schema_regex_get(struct schema_regex_set *set, const char *pattern,
                                            size_t len);
/* Whether it matches anywhere in text, which is UTF-8.  SCHEMA_UNKNOWN: the search was cut off. */
enum schema_verdict schema_regex_match(const struct schema_regex_set *set,
                                       const struct schema_regex *regex, const char *text,
                                       size_t len);

#endif
