/*
 * resources: the schemas that have names of their own, `$id` and `$anchor` (JSON Schema 2020-12, section 8.2),
 * and descriptions that have, `$self` (OpenAPI 3.2, section 4.1.1).
 *
 * A resource is a document, or a schema with an `$id` inside one; each has a URI, and references inside it are
 * read beside that URI.
 */
#ifndef RESOURCES_H
#define RESOURCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "documents.h"
#include "scope.h"
#include "table.h"

struct resources {
    const struct documents *documents;
    struct scope_list list;
    bool named;          /* some schemas may have names */
    struct table anchor; /* "URI#anchor" → node */
};

/* ids: whether `$id` and anchors count (OpenAPI 3.1 and later).  documents must outlive it. */
void resources_init(struct resources *r, const struct documents *documents, bool ids);
void resources_free(struct resources *r);

/* The index of the innermost resource that the node stands in. */
uint32_t resources_of(const struct resources *r, uint32_t node);
/* The root of what the URI (no fragment) names, or JSONTAPE_NONE. */
uint32_t resources_find(const struct resources *r, const char *uri, size_t len);
/* The schema with that anchor in the resource whose root the node is, or JSONTAPE_NONE. */
uint32_t resources_anchor(const struct resources *r, uint32_t root, const char *name, size_t len);

#endif
