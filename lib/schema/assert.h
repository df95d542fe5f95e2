/*
 * schema/assert: the keywords that look at one value alone.  Floor 4.
 */
#ifndef SCHEMA_ASSERT_H
#define SCHEMA_ASSERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/verdict.h"
#include "schema/view.h"

/* A value that is looked at. */
struct schema_spot {
    const struct schema_view *view;
    const struct jsontape *tape; /* of the instance */
    uint32_t at;
    bool request; /* sent to the server: a required member that is readOnly may be missing */
};

/*
 * One keyword.  test: schema is the object that holds it, value what it says; an instance of another type
 * than the keyword speaks of is valid.  kind and upper tell keywords apart that share a test.
 */
struct schema_assertion {
    const char *name;
    enum schema_verdict (*test)(const struct schema_spot *s, const struct schema_assertion *a,
                                uint32_t schema, uint32_t value);
    char kind;  /* of the values that are counted, as jsontape_kind */
    bool upper; /* a maximum */
};

/* The assertion of that name, or NULL. */
const struct schema_assertion *schema_assert_find(const char *name, size_t len);

#endif
