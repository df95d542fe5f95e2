#include "schema/given.h"

#include "schema/validate.h"

/* Values of one list that are tried. */
#define TRIES 32

static bool take(const struct schema_merge *m, bool request, uint32_t value, struct buf *out)
{
    const size_t start = out->len;
    /* Of a form that was chosen it must be, not of just any. */
    if (value == JSONTAPE_NONE || (schema_type_of(m->view->tape, value) & m->types) == 0)
        return false;
    jsontape_copy(m->view->tape, value, out);
    if (schema_validate_merge(m, out->data + start, out->len - start, request) != SCHEMA_INVALID)
        return true;
    out->len = start;
    out->data[start] = '\0';
    return false;
}

/* The first value of a list that fits; null only when there is no other. */
static bool take_one(const struct schema_merge *m, bool request, uint32_t list, uint64_t from,
                     struct buf *out)
{
    const struct jsontape *t = m->view->tape;
    const size_t size = jsontape_size(t, list);
    for (size_t tries = 0; tries < 2 * size && tries < TRIES; tries++) {
        size_t wanted = (size_t)((from + tries) % size), i = 0;
        struct jsontape_walk w = jsontape_walk(t, list);
        while (jsontape_step(t, &w) && i++ < wanted)
            continue;
        if (jsontape_kind(t, w.value) == 'n' && tries < size)
            continue;
        if (take(m, request, w.value, out))
            return true;
    }
    return false;
}

bool schema_given_is_choice(const struct schema_merge *m)
{
    return schema_merge_get(m, "enum") != JSONTAPE_NONE ||
           schema_merge_get(m, "const") != JSONTAPE_NONE;
}

bool schema_given_choice(const struct schema_merge *m, bool request, uint64_t from, struct buf *out)
{
    return take(m, request, schema_merge_get(m, "const"), out) ||
           take_one(m, request, schema_merge_get(m, "enum"), from, out);
}

bool schema_given_example(const struct schema_merge *m, bool request, uint64_t from,
                          struct buf *out)
{
    return take(m, request, schema_merge_get(m, "example"), out) ||
           take_one(m, request, schema_merge_get(m, "examples"), from, out) ||
           take(m, request, schema_merge_get(m, "default"), out);
}
