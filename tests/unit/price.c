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

static const char prices[] = "providers:\n"
                             "  glm:\n"
                             "    a: {in: 0.6, out: 2.2, cached: 0.11}\n"
                             "    b:\n"
                             "      - {to: 1000, in: 1, out: 2}\n"
                             "      - {to: 2000, in: 3, out: 4}\n"
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
    price_free(&l);
}

int main(void)
{
    if (mkdtemp(folder) == NULL)
        return 1;
    setenv("CASECRAFT_DATADIR", folder, 1);
    check_broken();
    check_rows();
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
