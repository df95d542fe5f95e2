#include "strategy.h"

#include <string.h>

static const char *const names[STRATEGY_KINDS] = {
    [STRATEGY_ROUND_ROBIN] = "round_robin",
    [STRATEGY_MANUAL] = "manual",
    [STRATEGY_POOL] = "pool",
};

const char *strategy_name(enum strategy_kind kind)
{
    return names[kind];
}

enum strategy_kind strategy_find(const char *name)
{
    int kind = 0;
    while (kind < STRATEGY_KINDS && strcmp(names[kind], name) != 0)
        kind++;
    return (enum strategy_kind)kind;
}

void strategy_names(struct buf *out)
{
    for (int i = 0; i < STRATEGY_KINDS; i++)
        buf_format(out, "%s%s", i > 0 ? ", " : "", names[i]);
}

const char *strategy_choose(struct strategy *s, const struct record *r, enum strategy_kind *by)
{
    const char *provider = s->map != NULL ? map_find(s->map, r) : NULL;
    *by = provider != NULL ? STRATEGY_MANUAL : s->kind;
    if (provider == NULL && s->kind == STRATEGY_ROUND_ROBIN && s->providers->count > 0)
        provider = s->providers->item[s->next++ % s->providers->count];
    return provider;
}
