#include "turns.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "number.h"

enum { HEAVIEST = 1000 };

void turns_free(struct turns *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->member[i].provider);
    free(t->member);
    *t = (struct turns){0};
}

int turns_add(struct turns *t, const char *item, struct diag_error *err)
{
    const char *colon = strchr(item, ':');
    size_t len = colon != NULL ? (size_t)(colon - item) : strlen(item);
    long long weight = 1;
    if (len == 0 || (colon != NULL && number_parse(colon + 1, 1, HEAVIEST, &weight) < 0))
        return diag_fail(err,
                         "\"%s\" is not a provider with its weight: NAME:N, N a whole number from "
                         "1 to %d",
                         item, HEAVIEST);
    if (t->count == CEILING_PROVIDERS)
        return diag_fail(err, "%s is one too many: a list has %d providers at most", item,
                         CEILING_PROVIDERS);
    t->member = mem_resize(t->member, t->count + 1, sizeof *t->member);
    t->member[t->count++] = (struct turns_member){mem_copy(item, len), weight, 0};
    t->total += weight;
    return 0;
}

bool turns_weighted(const struct turns *t)
{
    return t->total != (long long)t->count;
}

const char *turns_next(struct turns *t)
{
    struct turns_member *next = NULL;
    for (size_t i = 0; i < t->count; i++) {
        struct turns_member *m = &t->member[i];
        m->due += m->weight;
        if (next == NULL || m->due > next->due)
            next = m;
    }
    if (next == NULL)
        return NULL;
    next->due -= t->total;
    return next->provider;
}

const char *turns_draw(const struct turns *t, struct random *chance)
{
    if (t->count == 0)
        return NULL;
    long long drawn = (long long)random_below(chance, (uint64_t)t->total);
    size_t i = 0;
    for (; drawn >= t->member[i].weight; i++)
        drawn -= t->member[i].weight;
    return t->member[i].provider;
}
