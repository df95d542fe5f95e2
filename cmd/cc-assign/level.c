#include "level.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "number.h"

enum { TOP_SIMPLE = 5, TOP_MEDIUM = 10, HIGHEST = 1000 * 1000 };

static const char *const names[LEVEL_COUNT] = {
    [LEVEL_SIMPLE] = "simple",
    [LEVEL_MEDIUM] = "medium",
    [LEVEL_COMPLEX] = "complex",
};

void level_init(struct level_set *l)
{
    *l = (struct level_set){.top = {TOP_SIMPLE, TOP_MEDIUM}};
}

void level_free(struct level_set *l)
{
    for (int i = 0; i < LEVEL_COUNT; i++)
        turns_free(&l->provider[i]);
}

int level_thresholds(struct level_set *l, const struct options_list *scores, struct diag_error *err)
{
    bool fine = scores->count == LEVEL_COMPLEX;
    for (size_t i = 0; fine && i < scores->count; i++)
        fine = number_parse(scores->item[i], 0, HIGHEST, &l->top[i]) == 0;
    if (fine && l->top[LEVEL_SIMPLE] < l->top[LEVEL_MEDIUM])
        return 0;
    return diag_fail(err,
                     "--thresholds takes two whole numbers, 0 to %d, the lower one first: the "
                     "highest scores that are simple and medium (%d,%d)",
                     HIGHEST, TOP_SIMPLE, TOP_MEDIUM);
}

/* Providers with `+` between them. */
static int add_all(struct turns *t, const char *text, struct diag_error *err)
{
    int result = 0;
    while (result == 0) {
        size_t len = strcspn(text, "+");
        char *item = mem_copy(text, len);
        result = strchr(item, ':') != NULL || len == 0
                     ? diag_fail(err, "\"%s\" is not the name of a provider", item)
                     : turns_add(t, item, err);
        free(item);
        if (text[len] == '\0')
            break;
        text += len + 1;
    }
    return result;
}

static int read_item(struct level_set *l, const char *item, struct diag_error *err)
{
    size_t len = strcspn(item, "=");
    for (int i = 0; item[len] == '=' && i < LEVEL_COUNT; i++) {
        if (strlen(names[i]) != len || memcmp(names[i], item, len) != 0)
            continue;
        if (add_all(&l->provider[i], item + len + 1, err) < 0)
            return diag_within(err, "--levels, %s", names[i]);
        return 0;
    }
    return diag_fail(err,
                     "--levels, \"%s\": not simple=PROVIDER, medium=PROVIDER or "
                     "complex=PROVIDER, with + between several",
                     item);
}

int level_read(struct level_set *l, const struct options_list *items)
{
    struct diag_error err;
    int result = 0;
    for (size_t i = 0; i < items->count; i++) {
        if (read_item(l, items->item[i], &err) < 0) {
            diag_error("%s", err.text);
            result = -1;
        }
    }
    for (int i = 0; result == 0 && i < LEVEL_COUNT; i++) {
        if (l->provider[i].count == 0) {
            diag_error("--levels names no provider for the level %s", names[i]);
            result = -1;
        }
    }
    return result;
}

/* A provider and what a million tokens of prompts and as many of answers cost. */
struct priced {
    const char *provider;
    bool known;
    double cost;
};

static bool is_cheaper(const struct priced *a, const struct priced *b)
{
    return a->known && (!b->known || a->cost < b->cost);
}

static size_t sort(struct priced *list, const struct turns *providers,
                   const struct price_list *prices, struct provider_registry *reg)
{
    size_t count = 0;
    struct diag_error err;
    for (size_t i = 0; i < providers->count; i++) {
        const struct provider *p = provider_find(reg, providers->member[i].provider, &err);
        struct price price;
        if (p == NULL)
            continue;
        struct priced one = {p->name, price_find(prices, p->name, p->model, &price), 0};
        one.cost = one.known ? price.in + price.out : 0;
        size_t at = count++;
        for (; at > 0 && is_cheaper(&one, &list[at - 1]); at--)
            list[at] = list[at - 1];
        list[at] = one;
    }
    return count;
}

void level_spread(struct level_set *l, const struct turns *providers,
                  const struct price_list *prices, struct provider_registry *reg)
{
    struct priced list[CEILING_PROVIDERS];
    struct diag_error err;
    size_t count = sort(list, providers, prices, reg);
    for (size_t level = 0; level < LEVEL_COUNT && count > 0; level++) {
        size_t at = level * count / LEVEL_COUNT, end = (level + 1) * count / LEVEL_COUNT;
        do
            turns_add(&l->provider[level], list[at].provider, &err);
        while (++at < end);
    }
}

void level_describe(const struct level_set *l, struct buf *out)
{
    for (int i = 0; i < LEVEL_COUNT; i++) {
        buf_format(out, "%s%s", i > 0 ? "; " : "", names[i]);
        if (i < LEVEL_COMPLEX)
            buf_format(out, " (up to %lld)", l->top[i]);
        for (size_t k = 0; k < l->provider[i].count; k++)
            buf_format(out, "%s%s", k > 0 ? ", " : ": ", l->provider[i].member[k].provider);
    }
}

const char *level_choose(struct level_set *l, const struct record *r)
{
    long long score = jsontape_count(&r->tape, record_get(r, "complexity"), l->top[LEVEL_MEDIUM]);
    int level = LEVEL_SIMPLE;
    while (level < LEVEL_COMPLEX && score > l->top[level])
        level++;
    return turns_next(&l->provider[level]);
}
