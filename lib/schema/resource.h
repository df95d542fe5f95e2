/*
 * schema/resource: where references lead (JSON Schema 2020-12, section 8.2).  Floor 4.
 *
 * A resource is the document, or a schema in it that has an `$id`.  Each has a URI; references inside it are
 * read beside that URI.  A JSON pointer begins at the resource's root, any other fragment is the name of an
 * anchor in it.  What stands in `enum`, `const`, `default` and examples is data.
 */
#ifndef SCHEMA_RESOURCE_H
#define SCHEMA_RESOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jsontape.h"
#include "scope.h"
#include "table.h"

/* Which keyword names a resource. */
enum schema_naming {
    SCHEMA_NAMING_NONE, /* no schema has a name: OpenAPI 3.0 and Swagger */
    SCHEMA_NAMING_ID,   /* `id`, for anchors too: draft 4 */
    SCHEMA_NAMING_2020, /* `$id`, `$anchor` and `$dynamicAnchor` */
};

struct schema_resources {
    const struct jsontape *tape; /* not owned */
    enum schema_naming naming;
    struct scope_list list;
    struct table anchors; /* "index#name", and "index@name" where it is dynamic → node + 1 */
};

/* Looks the document at root through.  tape must outlive it. */
void schema_resource_open(struct schema_resources *r, const struct jsontape *tape, uint32_t root,
                          enum schema_naming naming);
void schema_resource_close(struct schema_resources *r);

/* The index of the innermost resource that the node stands in. */
uint32_t schema_resource_of(const struct schema_resources *r, uint32_t node);
/* The schema that a reference (a string node) leads to, or JSONTAPE_NONE. */
uint32_t schema_resource_target(const struct schema_resources *r, uint32_t ref);
/* The schema with a dynamic anchor of that name in the resource with that index, or JSONTAPE_NONE. */
uint32_t schema_resource_dynamic(const struct schema_resources *r, uint32_t index, const char *name,
                                 size_t len);

#endif
