#include "heading.h"

#include "spelled.h"

/* Writes a member that is a text. */
static void write_words(const struct jsontape *t, uint32_t value, const char *name,
                        struct trim *trim, struct jsonwrite *w)
{
    if (!spelled_says(t, value))
        return;
    jsonwrite_key(w, name);
    if (trim != NULL && jsontape_kind(t, value) == '"')
        trim_write_text(trim, value, w);
    else
        spelled_write(t, value, w);
}

static void write_tags(const struct jsontape *t, uint32_t tags, struct jsonwrite *w)
{
    if (jsontape_kind(t, tags) != '[')
        return;
    jsonwrite_key(w, "tags");
    jsonwrite_open(w, '[');
    for (struct jsontape_walk i = jsontape_walk(t, tags); jsontape_step(t, &i);)
        if (spelled_says(t, i.value))
            spelled_write(t, i.value, w);
    jsonwrite_close(w, ']');
}

uint32_t heading_description(const struct shape *s, const struct walk_operation *op)
{
    const uint32_t from[] = {op->node, op->beside, op->item};
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        uint32_t value = refs_get(s->refs, from[i], "description");
        if (spelled_says(s->t, value))
            return value;
    }
    return JSONTAPE_NONE;
}

void heading_write(const struct shape *s, const struct walk_operation *op, const char *base,
                   struct trim *trim, struct jsonwrite *w)
{
    const struct jsontape *t = s->t;
    jsonwrite_member(w, "method", op->method);
    jsonwrite_member(w, "path", op->path);
    write_words(t, refs_get(s->refs, op->node, "operationId"), "operation_id", NULL, w);
    write_words(t, refs_get(s->refs, op->node, "summary"), "summary", trim, w);
    write_words(t, heading_description(s, op), "description", trim, w);
    write_tags(t, refs_get(s->refs, op->node, "tags"), w);
    if (jsontape_true(t, refs_get(s->refs, op->node, "deprecated"))) {
        jsonwrite_key(w, "deprecated");
        jsonwrite_bool(w, true);
    }
    jsonwrite_member(w, "base", base);
}
