#include "schema/apart.h"

#include "schema/edges.h"
#include "schema/validate.h"

struct search {
    const struct schema_merge *m;
    bool request;
    bool found;
    struct buf *out;
};

static bool look(void *ctx, const struct schema_edge *e)
{
    struct search *s = ctx;
    s->found = schema_validate_merge(s->m, e->value, e->len, s->request) == SCHEMA_VALID;
    if (s->found)
        buf_add(s->out, e->value, e->len);
    return !s->found;
}

bool schema_apart(const struct schema_merge *m, const char *name, bool request, bool textual,
                  struct buf *out)
{
    struct search s = {m, request, false, out};
    struct schema_merge met;
    schema_merge_init(&met, m->view, m->choice);
    for (size_t i = 0; i < m->roots; i++)
        schema_merge_add(&met, m->root[i]);
    schema_merge_add(&met, m->bar[0]);
    schema_edges(&met, name, textual, look, &s);
    schema_merge_free(&met);
    return s.found;
}
