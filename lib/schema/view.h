/*
 * schema/view: the schemas of one record, and the way from a `$ref` to its schema.  Floor 4.
 *
 * A schema is a node of the record's tape.  In the older dialect (Swagger 2.0, OpenAPI 3.0) `nullable` and
 * discriminators count, and what stands beside a `$ref` does not.  Keywords of the other dialect count where
 * they contradict none of the own ones: whoever writes `const` into OpenAPI 3.0 means it.
 */
#ifndef SCHEMA_VIEW_H
#define SCHEMA_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "jsontape.h"
#include "schema/regex.h"
#include "schema/resource.h"
#include "schema/verdict.h"
#include "table.h"

/* What is kept while a view is open, by all who look through it. */
struct schema_cache {
    size_t work; /* schemas applied so far */
    struct schema_regex_set *regexes;
    void *plans; /* of schema/plan, and how they are freed */
    void (*drop)(void *plans);
};

struct schema_view {
    const struct jsontape *tape; /* not owned */
    struct table defs;           /* name → node */
    struct schema_resources resources;
    bool older;
    bool formats; /* `format` is a constraint, not a note */
    struct schema_cache *cache;
};

/* The most work done on one record.  A million is far beyond what real descriptions take; branches within
 * branches, or schemas without end, reach it. */
#define SCHEMA_VIEW_WORK 3000000
#define SCHEMA_VIEW_SEARCH 30000

/* Counts one step of work; false when there has been too much of it. */
bool schema_view_step(const struct schema_view *v);
/* The compiled pattern of a string node, NULL where it is none; and whether it matches text, which is UTF-8. */
const struct schema_regex *schema_view_regex(const struct schema_view *v, uint32_t pattern);
enum schema_verdict schema_view_search(const struct schema_view *v,
                                       const struct schema_regex *regex, const char *text,
                                       size_t len);
/* Both at once: whether text, which is UTF-8, matches a pattern (a string node).  A search that is cut off, which takes some
 * milliseconds, counts as SCHEMA_VIEW_SEARCH steps. */
enum schema_verdict schema_view_matches(const struct schema_view *v, uint32_t pattern,
                                        const char *text, size_t len);

/* Whether the schemas of a record are of the older dialect. */
bool schema_view_older(const struct jsontape *record);
/* The view of a record: `$defs` and `spec.openapi` of the tape's root.  The tape must outlive it. */
void schema_view_open(struct schema_view *v, const struct jsontape *tape);
/* The view of a JSON Schema that is a document of its own, of draft 4 (older) or 2020-12: formats are notes.  For the
 * tests of JSON Schema alone, whose suites are such documents. */
void schema_view_open_document(struct schema_view *v, const struct jsontape *tape, bool older);
void schema_view_close(struct schema_view *v);

/* The schema that a `$ref` (a string node) names, or JSONTAPE_NONE where that is not in the tape. */
uint32_t schema_view_target(const struct schema_view *v, uint32_t ref);
/* Adds the NAME of a `$ref` to out, decoded; nothing where it is not of that form. */
void schema_view_name(const struct schema_view *v, uint32_t ref, struct buf *out);
/* How much of such a name its own document has: cc-split sets those of other documents apart by `~` and digits. */
size_t schema_view_own_length(const struct buf *name);

#endif
