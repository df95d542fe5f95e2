#include "price.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

static char folder[] = "/tmp/price.XXXXXX";

static int load(struct price_list *l, const char *yaml, struct diag_error *err)
{
    char path[64];
    snprintf(path, sizeof path, "%s/prices.yaml", folder);
    FILE *f = fopen(path, "w");
    fputs(yaml, f);
    fclose(f);
    err->text[0] = '\0';
    return price_load(l, err);
}

static const char *const broken[][2] = {
    {"", "providers must be a mapping"},
    {"[", "prices.yaml: line "},
    {"providers: 3", "providers must be a mapping"},
    {"providers: {glm: 3}", "providers.glm must be a mapping"},
    {"providers: {glm: {m: 3}}", "providers.glm.m must have"},
    {"providers: {glm: {m: {in: 1}}}", "providers.glm.m must have"},
    {"providers: {glm: {m: {in: 1, out: free}}}", "providers.glm.m must have"},
    {"providers: {glm: {m: {in: -1, out: 1}}}", "providers.glm.m must have"},
    {"providers: {glm: {m: {in: 1e3, out: 1}}}", "providers.glm.m must have"},
    {"providers: {glm: {m: {in: 1, out: 10000000000000000000000000000000000001}}}",
     "providers.glm.m must have"},
    {"providers: {glm: {m: []}}", "providers.glm.m must have"},
    {"providers: {glm: {ok: {in: 1, out: 2}, m: [3]}}", "providers.glm.m must have"},
    {"providers: {glm: {m: {in: 1, out: 1, cached: no}}}", "providers.glm.m must have"},
    {"providers: {glm: {m: {in: 1, out: 1, reasoning: -1}}}", "providers.glm.m must have"},
    {"providers: {glm: {m: {in: 1, out: 1, date: today}}}", "providers.glm.m must have"},
    {"providers: {glm: {m: [{in: 1, out: 1}]}}", "also `to`, rising"},
    {"providers: {glm: {m: [{to: 5, in: 1, out: 1}, {to: 5, in: 1, out: 1}]}}",
     "also `to`, rising"},
    {"date: 2026-8-1\nproviders: {}", "date must be"},
    {"date: 2026-08-011\nproviders: {}", "date must be"},
    {"date: 7\nproviders: {}", "date must be"},
    {"currency: usd\nproviders: {}", "currency must be"},
    {"currency: [USD]\nproviders: {}", "currency must be"},
};

static void check_broken(void)
{
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++) {
        struct price_list l;
        struct diag_error err;
        int result = load(&l, broken[i][0], &err);
        UNIT_CHECK(result < 0 && strstr(err.text, broken[i][1]) != NULL &&
                       strncmp(err.text, folder, strlen(folder)) == 0,
                   "%s: %s", broken[i][0], err.text);
        if (result == 0)
            price_free(&l);
    }
}

static const char prices[] = "date: 2026-08-01\n"
                             "currency: CNY\n"
                             "providers:\n"
                             "  glm:\n"
                             "    a: {in: 0.6, out: 2.2, cached: 0.11, date: 2026-09-02}\n"
                             "    b:\n"
                             "      - {to: 1000, in: 1, out: 2}\n"
                             "      - {to: 2000, in: 3, out: 4, cached: 1, reasoning: 10}\n"
                             "    k: {in: 1, out: 2, cached: 0.5, cache_write: 2}\n"
                             "  local: {\"*\": {in: 0, out: 0}, big: {in: 5, out: 6}}\n";

static const struct {
    const char *provider, *model;
    double in, out; /* < 0: not known */
} rows[] = {
    {"glm", "a", 0.6, 2.2},    {"glm", "b", 1, 2},   {"glm", "c", -1, -1},
    {"qwen", "a", -1, -1},     {"local", "a", 0, 0}, {"local", "big", 5, 6},
    {"providers", "a", -1, 1}, {"", "", -1, -1},
};

static void check_rows(void)
{
    struct price_list l;
    struct diag_error err;
    if (!UNIT_CHECK(load(&l, prices, &err) == 0, "%s", err.text))
        return;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct price p;
        bool known = price_find(&l, rows[i].provider, rows[i].model, &p);
        UNIT_CHECK(known == (rows[i].in >= 0) &&
                       (!known || (p.in == rows[i].in && p.out == rows[i].out)),
                   "%s of %s", rows[i].model, rows[i].provider);
    }
    UNIT_CHECK(strcmp(l.date, "2026-08-01") == 0 && strcmp(l.currency, "CNY") == 0, "%s %s", l.date,
               l.currency);
    price_free(&l);
}

/* What calls cost, in millionths. */
static const struct {
    const char *model;
    struct price_usage usage;
    double cost;
    const char *date;
} calls[] = {
    {"a", {1000, 0, -1, -1, -1}, 600, "2026-09-02"},
    {"a", {1000, 100, 1000, 100, -1}, 110 + 220, "2026-09-02"},
    {"a", {1000, -1, 5000, -1, -1}, 110, "2026-09-02"}, /* more cached than there is */
    {"a", {-1, -1, 7, 7, -1}, 0, "2026-09-02"},
    {"k", {1000, 10, 200, -1, 700}, 100 + 100 + 1400 + 20, "2026-08-01"},
    {"k", {1000, 10, 200, -1, 900}, 100 + 1600 + 20, "2026-08-01"}, /* more than there is */
    {"b", {1000, 10, -1, -1, -1}, 1000 + 20, "2026-08-01"},
    {"b", {1001, 10, -1, -1, -1}, 3003 + 40, "2026-08-01"},
    {"b", {9000, 10, 1000, 5, -1}, 24000 + 1000 + 20 + 50, "2026-08-01"},
};

static void check_cost(void)
{
    struct price_list l;
    struct price_model m;
    struct diag_error err;
    if (!UNIT_CHECK(load(&l, prices, &err) == 0, "%s", err.text))
        return;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
        if (!UNIT_CHECK(price_find_all(&l, "glm", calls[i].model, &m), "%s", calls[i].model))
            continue;
        double cost = price_cost(&m, &calls[i].usage) * 1e6;
        UNIT_CHECK(cost > calls[i].cost - 0.001 && cost < calls[i].cost + 0.001, "call %zu: %f", i,
                   cost);
        UNIT_CHECK(strcmp(m.date, calls[i].date) == 0 && !price_is_free(&m), "call %zu: %s", i,
                   m.date);
    }
    UNIT_CHECK(price_find_all(&l, "local", "any", &m) && price_is_free(&m), "local is free");
    UNIT_CHECK(price_find_all(&l, "local", "big", &m) && !price_is_free(&m), "big is not");
    price_free(&l);
}

/* A model with one price costs something. */
static const char *const paid[] = {
    "in: 1, out: 0, cached: 0, cache_write: 0",
    "in: 0, out: 1, reasoning: 0",
    "in: 0, out: 0, cached: 1",
    "in: 0, out: 0, cache_write: 1",
    "in: 0, out: 0, reasoning: 1",
};

static void check_paid(void)
{
    for (size_t i = 0; i < sizeof paid / sizeof *paid; i++) {
        struct price_list l;
        struct price_model m;
        struct diag_error err;
        char yaml[128];
        snprintf(yaml, sizeof yaml, "providers: {glm: {m: {%s}}}", paid[i]);
        if (!UNIT_CHECK(load(&l, yaml, &err) == 0, "%s", err.text))
            continue;
        UNIT_CHECK(price_find_all(&l, "glm", "m", &m) && !price_is_free(&m), "%s", paid[i]);
        price_free(&l);
    }
}

static void check_tiers(void)
{
    for (int tiers = PRICE_TIERS; tiers <= PRICE_TIERS + 1; tiers++) {
        struct price_list l;
        struct diag_error err;
        char yaml[512] = "providers: {glm: {m: [";
        for (int i = 1; i <= tiers; i++)
            snprintf(yaml + strlen(yaml), sizeof yaml - strlen(yaml), "{to: %d, in: 1, out: 1}%s",
                     i, i < tiers ? ", " : "]}}");
        int result = load(&l, yaml, &err);
        UNIT_CHECK((result == 0) == (tiers == PRICE_TIERS), "%d tiers: %s", tiers, err.text);
        if (result == 0)
            price_free(&l);
    }
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 1;
    setenv("CASECRAFT_DATADIR", folder, 1);
    check_broken();
    check_rows();
    check_cost();
    check_paid();
    check_tiers();
    struct price_list l;
    struct diag_error err = {""};
    setenv("CASECRAFT_DATADIR", "/nowhere", 1);
    UNIT_CHECK(price_load(&l, &err) < 0 && strstr(err.text, "/nowhere/prices.yaml") != NULL, "%s",
               err.text);
    char path[64];
    snprintf(path, sizeof path, "%s/prices.yaml", folder);
    unlink(path);
    rmdir(folder);
    return unit_end();
}
