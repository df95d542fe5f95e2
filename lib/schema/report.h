/*
 * schema/report: which constraint is broken, and where.  Floor 4.
 */
#ifndef SCHEMA_REPORT_H
#define SCHEMA_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "jsontape.h"

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
    uint32_t rule;   /* node of what the keyword says */
    char value[48];  /* the instance's value as JSON, cut to its size */
    char member[64]; /* of required and additionalProperties: the name, cut to its size; or "" */
};

/* Why something is not known: at a place of the instance, for a rule. */
struct schema_doubt {
    char pointer[256];
    uint32_t rule;
    const char *why; /* a text that stays; NULL: there is no doubt */
};

#define SCHEMA_FAILURES 8

struct schema_report {
    struct schema_failure failure[SCHEMA_FAILURES];
    size_t failures;           /* may be more than are kept */
    struct schema_doubt doubt; /* the first, in a branch too */
};

/* What is broken, as schema_report_add takes it; value and member are JSON as it stands, member may be NULL. */
struct schema_finding {
    const struct schema_path *path;
    const char *keyword;
    uint32_t rule;
    const char *value, *member;
    size_t value_len, member_len;
};

/* For a report that is used again. */
void schema_report_reset(struct schema_report *report);
void schema_report_add(struct schema_report *report, const struct schema_finding *finding);
void schema_report_add_doubt(struct schema_report *report, const struct schema_path *path,
                             uint32_t rule, const char *why);

/* Adds a line for a person, without its end: what is broken in a failure, where, and by which keyword of the
 * schemas in tape: `at /lines/0/quantity: 11 is over the maximum of 10 (#/$defs/Line/…/maximum)`. */
void schema_report_line(const struct schema_failure *failure, const struct jsontape *tape,
                        struct buf *out);

/* Whether the keyword is broken at pointer, or a branch that holds the place is: a failure of anyOf,
 * oneOf or not at the pointer or above it.  For `required` the pointer is the member's. */
bool schema_report_shows(const struct schema_report *report, const char *pointer,
                         const char *keyword);
/* Whether it shows that, and everything else that is broken is broken at the same place (a number where an
 * enum of strings is wanted breaks type and enum). */
bool schema_report_only(const struct schema_report *report, const char *pointer,
                        const char *keyword);

#endif
