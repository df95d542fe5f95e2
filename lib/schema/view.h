/*
 * schema/view: the schemas of one record, and the way from a `$ref` to its schema.  Floor 4.
 *
 * A schema is a node of the record's tape.  In the older dialect (Swagger 2.0, OpenAPI 3.0) `nullable`
 * counts, and what stands beside a `$ref` does not.
 */
#ifndef SCHEMA_VIEW_H
#define SCHEMA_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "jsontape.h"
#include "schema/regex.h"
#include "schema/verdict.h"
#include "table.h"

/* What is kept while a view is open, by all who look through it. */
struct schema_cache {
    size_t work; /* schemas applied so far */
    struct schema_regex_set *regexes;
};

struct schema_view {
    const struct jsontape *tape; /* not owned */
    struct table defs;           /* name → node */
    bool older;
    struct schema_cache *cache;
};

/* The most work done on one record.  A million is far beyond what real descriptions take; branches within
 * branches, or schemas without end, reach it. */
#define SCHEMA_VIEW_WORK 3000000
#define SCHEMA_VIEW_SEARCH 30000

/* Counts one step of work; false when there has been too much of it. */
bool schema_view_step(const struct schema_view *v);
/* Whether text, which is UTF-8, matches a pattern (a string node).  A search that is cut off, which takes some
 * milliseconds, counts as SCHEMA_VIEW_SEARCH steps. */
enum schema_verdict schema_view_matches(const struct schema_view *v, uint32_t pattern,
                                        const char *text, size_t len);

/* The view of a record: `$defs` and `spec.openapi` of the tape's root.  The tape must outlive it. */
void schema_view_open(struct schema_view *v, const struct jsontape *tape);
void schema_view_close(struct schema_view *v);

/* The schema that a `$ref` (a string node) names, or JSONTAPE_NONE: only `#/$defs/NAME` is known. */
uint32_t schema_view_target(const struct schema_view *v, uint32_t ref);
/* Adds the NAME of a `$ref` to out, decoded; nothing where it is not of that form. */
void schema_view_name(const struct schema_view *v, uint32_t ref, struct buf *out);

#endif
