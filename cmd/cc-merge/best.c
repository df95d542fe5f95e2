#include "best.h"

#include <string.h>

void best_init(struct best *b)
{
    table_init(&b->seen);
}

void best_free(struct best *b)
{
    table_free(&b->seen);
}

static char kind_of(const struct record *r, const char *member)
{
    return jsontape_kind(&r->tape, record_get(r, member));
}

enum best_rank best_rank(const struct record *r)
{
    if (jsontape_true(&r->tape, record_get(r, "unchanged")) ||
        jsontape_true(&r->tape, record_get(r, "superseded")))
        return BEST_PASSED;
    if (kind_of(r, "error") == '{')
        return BEST_ERROR;
    if (kind_of(r, "cases") != '[' && kind_of(r, "reply") != '{')
        return BEST_NOTHING;
    return jsontape_is(&r->tape, record_get(r, "provider"), "builtin") ? BEST_BUILTIN : BEST_MODEL;
}

bool best_offer(struct best *b, const char *id, enum best_rank rank)
{
    struct table_entry *e = table_put(&b->seen, id, strlen(id));
    enum best_rank before = (enum best_rank)e->value.number;
    if (rank < before || (rank == before && rank < BEST_BUILTIN))
        return false;
    e->value.number = rank;
    return true;
}

size_t best_count(const struct best *b, enum best_rank rank)
{
    size_t count = 0;
    for (size_t i = 0; i < b->seen.count; i++)
        count += b->seen.entry[i].value.number == (size_t)rank;
    return count;
}
