/*
 * bare: JSON of a request or a definition without its descriptions and examples, and how its schemas nest.
 */
#ifndef BARE_H
#define BARE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "jsontape.h"
#include "shape/shape.h"

/* A reference to a definition, and how deep it stands below the root. */
struct bare_ref {
    uint32_t def, depth;
};

struct bare {
    bool ready, descriptions, examples; /* descriptions, examples: some have gone */
    struct buf json;
    struct jsontape tape; /* of json, once it is needed */
    uint32_t height; /* the deepest schema: the root of a definition is 0, one in a request 1 */
    struct bare_ref *ref;
    size_t refs, room;
};

void bare_init(struct bare *b);
void bare_free(struct bare *b);
/* Fills it from what was written for a request, or for the value of a definition; once. */
void bare_request(struct bare *b, struct shape *s, const char *json, size_t len);
void bare_def(struct bare *b, struct shape *s, const struct def *def);

/*
 * Adds the JSON to out, what nests deeper than `deepest` as `true`; of a request or of a definition whose root
 * is that deep (`depth`).  Returns whether anything was cut.
 */
bool bare_copy_request(struct bare *b, const struct shape *s, uint32_t deepest, struct buf *out);
bool bare_copy_def(struct bare *b, const struct shape *s, uint32_t depth, uint32_t deepest,
                   struct buf *out);
/* The same of responses, which keep their words: no schema is left. */
bool bare_copy_responses(const struct shape *s, const char *json, size_t len, struct buf *out);

#endif
