#include "plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "ceiling.h"
#include "price.h"
#include "provider.h"
#include "table.h"

struct planning {
    struct strategy *s;
    const struct plan_wishes *wishes;
    const struct config *config;
    struct provider_registry *reg;
    int code;
};

/* A problem was told: wrong usage goes before all else. */
static void add_code(struct planning *p, int code)
{
    if (p->code == DIAG_OK || code == DIAG_USAGE)
        p->code = code != DIAG_OK ? code : p->code;
}

__attribute__((format(printf, 2, 3))) static void wrong_usage(struct planning *p, const char *fmt,
                                                              ...)
{
    struct diag_error err;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err.text, sizeof err.text, fmt, ap);
    va_end(ap);
    add_code(p, diag_exit(DIAG_USAGE, &err));
}

static void read_strategy(struct planning *p)
{
    const char *name = p->wishes->strategy;
    if (name == NULL)
        name = config_get(p->config, "CASECRAFT_PROVIDER_STRATEGY", NULL);
    p->s->kind = strategy_find(name != NULL ? name : "round_robin");
    if (p->s->kind == STRATEGY_KINDS) {
        struct buf names;
        buf_init(&names, CEILING_TEXT);
        strategy_names(&names);
        wrong_usage(p, "strategy %s is not known: use one of %s", name, names.data);
        buf_free(&names);
    }
    if (p->s->kind == STRATEGY_MANUAL && p->wishes->map == NULL)
        wrong_usage(p, "strategy manual needs a map: -m RULE:PROVIDER,...");
}

static void read_providers(struct planning *p)
{
    struct options_list settings = {0};
    const struct options_list *given = &p->wishes->providers;
    if (given->count == 0) {
        config_list(p->config, "CASECRAFT_PROVIDERS", &settings);
        config_list(p->config, "CASECRAFT_PROVIDER", &settings);
        given = &settings;
    }
    struct diag_error err;
    for (size_t i = 0; i < given->count; i++)
        if (turns_add(&p->s->providers, given->item[i], &err) < 0)
            wrong_usage(p, "%s", err.text);
    options_list_free(&settings);
    enum strategy_kind kind = p->s->kind;
    if (turns_weighted(&p->s->providers) && kind != STRATEGY_ROUND_ROBIN &&
        kind != STRATEGY_RANDOM && kind != STRATEGY_KINDS)
        wrong_usage(p, "weights of providers belong to round_robin and random, not to %s",
                    strategy_name(kind));
}

static void read_levels(struct planning *p)
{
    const struct plan_wishes *w = p->wishes;
    struct diag_error err;
    level_init(&p->s->levels);
    if (w->thresholds.count > 0 && level_thresholds(&p->s->levels, &w->thresholds, &err) < 0)
        wrong_usage(p, "%s", err.text);
    if (w->levels.count > 0 && level_read(&p->s->levels, &w->levels) < 0)
        add_code(p, DIAG_USAGE);
    if (p->s->kind == STRATEGY_COMPLEXITY || p->s->kind == STRATEGY_KINDS)
        return;
    if (w->levels.count > 0)
        wrong_usage(p, "--levels belongs to -s complexity");
    if (w->thresholds.count > 0)
        wrong_usage(p, "--thresholds belongs to -s complexity");
}

/* Where nobody is named, and nothing that was told already explains it. */
static void check_somebody(struct planning *p)
{
    const struct plan_wishes *w = p->wishes;
    if (p->s->providers.count > 0 || w->map != NULL || w->levels.count > 0 ||
        w->providers.count > 0 || p->s->kind == STRATEGY_MANUAL)
        return;
    struct buf choices;
    buf_init(&choices, CEILING_TEXT);
    provider_choices(p->reg, &choices);
    wrong_usage(p, "no provider is named: use -p with one or more of %s", choices.data);
    buf_free(&choices);
}

static void check_name(struct planning *p, struct table *seen, const char *name)
{
    struct diag_error err;
    struct table_entry *entry = table_put(seen, name, strlen(name));
    if (entry->value.number++ == 0 && provider_find(p->reg, name, &err) == NULL)
        add_code(p, diag_exit(DIAG_ENVIRONMENT, &err));
}

/* Everyone who is named anywhere, each once. */
static void check_names(struct planning *p)
{
    const struct strategy *s = p->s;
    struct table seen;
    table_init(&seen);
    for (size_t i = 0; i < s->providers.count; i++)
        check_name(p, &seen, s->providers.member[i].provider);
    for (int level = 0; level < LEVEL_COUNT; level++)
        for (size_t i = 0; i < s->levels.provider[level].count; i++)
            check_name(p, &seen, s->levels.provider[level].member[i].provider);
    for (size_t i = 0; i < p->wishes->fallback.count; i++)
        check_name(p, &seen, p->wishes->fallback.item[i]);
    for (size_t i = 0; i < s->map.count; i++)
        check_name(p, &seen, s->map.rule[i].provider);
    table_free(&seen);
}

static void spread(struct planning *p)
{
    struct price_list prices;
    struct diag_error err;
    if (price_load(&prices, &err) < 0) {
        add_code(p, diag_exit(DIAG_ENVIRONMENT, &err));
        return;
    }
    level_spread(&p->s->levels, &p->s->providers, &prices, p->reg);
    price_free(&prices);
}

static void tell_choices(const struct planning *p)
{
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    level_describe(&p->s->levels, &text);
    if (p->s->kind == STRATEGY_COMPLEXITY)
        diag_info("levels: %s", text.data);
    buf_free(&text);
}

static void seed(struct planning *p)
{
    uint64_t chosen = p->wishes->seed >= 0 ? (uint64_t)p->wishes->seed : random_seed();
    p->s->chance = random_from(chosen);
    if (p->s->kind == STRATEGY_RANDOM && p->wishes->seed < 0)
        diag_info("--seed %llu gives the same providers again", (unsigned long long)chosen);
}

int plan_make(struct strategy *s, const struct plan_wishes *wishes, const struct config *config)
{
    struct planning p = {.s = s, .wishes = wishes, .config = config};
    *s = (struct strategy){0};
    p.reg = provider_open(config, (struct provider_flags){.keyless = wishes->keyless});
    read_strategy(&p);
    if (wishes->map != NULL)
        add_code(&p, map_read(&s->map, wishes->map));
    read_providers(&p);
    read_levels(&p);
    check_somebody(&p);
    check_names(&p);
    bool by_list = wishes->levels.count == 0;
    if (s->kind == STRATEGY_COMPLEXITY && by_list && s->providers.count > 0)
        spread(&p);
    if (s->providers.count == 0 && by_list && s->map.count > 0)
        s->kind = STRATEGY_MANUAL;
    provider_close(p.reg);
    if (p.code == DIAG_OK) {
        seed(&p);
        tell_choices(&p);
    }
    return p.code;
}

void plan_free(struct strategy *s)
{
    map_free(&s->map);
    turns_free(&s->providers);
    level_free(&s->levels);
}
