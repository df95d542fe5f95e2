#include "schema/way.h"

/* The schema that names a merge: of the first part that is not a reference alone. */
static uint32_t identity(const struct schema_merge *m)
{
    for (size_t i = 0; i < m->parts; i++)
        if (jsontape_get(m->view->tape, m->part[i], "$ref") == JSONTAPE_NONE)
            return m->part[i];
    return m->parts > 0 ? m->part[0] : JSONTAPE_NONE;
}

size_t schema_way_times(const struct schema_way *w, const struct schema_merge *m)
{
    uint32_t own = identity(m);
    size_t times = 0;
    for (size_t i = 0; i < w->depth; i++)
        times += own != JSONTAPE_NONE && identity(w->within[i]) == own ? 1 : 0;
    return times;
}

bool schema_way_enter(struct schema_way *w, const struct schema_merge *m)
{
    if (w->depth == SCHEMA_WAY_WITHIN)
        return false;
    w->within[w->depth++] = m;
    return true;
}

void schema_way_leave(struct schema_way *w)
{
    w->depth--;
}
