/*
 * schema/apply: the keywords that hold schemas.  Floor 4.
 */
#ifndef SCHEMA_APPLY_H
#define SCHEMA_APPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/report.h"
#include "schema/verdict.h"
#include "schema/view.h"

/* A schema that is being applied, and the one it is part of. */
struct schema_frame {
    const struct schema_frame *outer;
    uint32_t schema, at;
};

/* A validation on its way. */
struct schema_run {
    const struct schema_view *view;
    const struct jsontape *tape; /* of the instance */
    bool request;
    struct schema_report *report; /* NULL while we are in a branch */
    /* Applies one schema; one that is JSONTAPE_NONE asks for nothing. */
    enum schema_verdict (*check)(struct schema_run *r, uint32_t schema, uint32_t at,
                                 const struct schema_path *path);
    size_t steps;
    unsigned depth;
    const struct schema_frame *frame;
};

/* Where a schema is applied: the object that holds the keyword, the instance and the way to it. */
struct schema_place {
    uint32_t schema;
    uint32_t at;
    const struct schema_path *path;
};

struct schema_applicator {
    const char *name;
    enum schema_verdict (*apply)(struct schema_run *r, const struct schema_place *p,
                                 uint32_t value);
};

/* The applicator of that name, or NULL.  Keywords we cannot apply (unevaluatedProperties…) are there
 * too, and answer SCHEMA_UNKNOWN. */
const struct schema_applicator *schema_apply_find(const char *name, size_t len);

#endif
