#include "strategy.h"

#include <string.h>

static const char *const names[STRATEGY_KINDS] = {
    [STRATEGY_ROUND_ROBIN] = "round_robin",
    [STRATEGY_RANDOM] = "random",
    [STRATEGY_COMPLEXITY] = "complexity",
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
    if (strcmp(name, "complexity_based") == 0)
        return STRATEGY_COMPLEXITY;
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
    const char *provider = map_find(&s->map, r);
    *by = provider != NULL ? STRATEGY_MANUAL : s->kind;
    if (provider != NULL)
        return provider;
    switch (s->kind) {
    case STRATEGY_ROUND_ROBIN:
        return turns_next(&s->providers);
    case STRATEGY_RANDOM:
        return turns_draw(&s->providers, &s->chance);
    case STRATEGY_COMPLEXITY:
        return level_choose(&s->levels, r);
    default:
        return NULL;
    }
}
