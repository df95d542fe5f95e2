/*
 * schema/report: which constraint is broken, and where.  Floor 4.
 */
#ifndef SCHEMA_REPORT_H
#define SCHEMA_REPORT_H

#include <stdbool.h>
#include <stddef.h>

/* The way from the root of an instance to a value in it. */
struct schema_path {
    const struct schema_path *up;
    const char *key; /* as it stands in the text, in quotes; NULL: an item */
    size_t len;
    size_t index;
};

/* A JSON pointer (cut to its size) and a keyword (a text that stays).  A branch that fails inside anyOf,
 * oneOf, not or if is not listed, its keyword is; a schema that is `false` has the keyword "false". */
struct schema_failure {
    char pointer[256];
    const char *keyword;
};

#define SCHEMA_FAILURES 8

struct schema_report {
    struct schema_failure failure[SCHEMA_FAILURES];
    size_t failures; /* may be more than are kept */
};

/* report may be NULL. */
void schema_report_add(struct schema_report *report, const struct schema_path *path,
                       const char *keyword);
/* Whether the keyword is broken at pointer, or a branch that holds the place is: a failure of anyOf,
 * oneOf or not at the pointer or above it.  For `required` the pointer is the member's. */
bool schema_report_shows(const struct schema_report *report, const char *pointer,
                         const char *keyword);
/* Whether it shows that, and everything else that is broken is broken at the same place (a number where an
 * enum of strings is wanted breaks type and enum). */
bool schema_report_only(const struct schema_report *report, const char *pointer,
                        const char *keyword);

#endif
