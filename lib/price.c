#include "price.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "installed.h"
#include "number.h"
#include "textfile.h"
#include "yamlread.h"

static const char date_shape[] = "0000-00-00";

static bool read_number(const struct jsontape *t, uint32_t n, double *out)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    char text[32];
    if (jsontape_kind(t, n) != '0' || len >= sizeof text)
        return false;
    memcpy(text, raw, len);
    text[len] = '\0';
    return number_parse_real(text, 0, 1000 * 1000, out) == 0;
}

static bool is_of_shape(const char *text, const char *shape)
{
    for (; *shape != '\0'; text++, shape++)
        if (*shape == '0'   ? *text < '0' || *text > '9'
            : *shape == 'A' ? *text < 'A' || *text > 'Z'
                            : *text != *shape)
            return false;
    return *text == '\0';
}

/* Copies a text that looks like shape; out is as it was where there is none.  False: it looks otherwise. */
static bool read_text(const struct jsontape *t, uint32_t n, const char *shape, char *out)
{
    char *text = jsontape_text(t, n);
    bool fits = n == JSONTAPE_NONE || (text != NULL && is_of_shape(text, shape));
    if (fits && text != NULL)
        memcpy(out, text, strlen(shape) + 1);
    free(text);
    return fits;
}

/* A price that may be missing: then it is `otherwise`. */
static bool read_part(const struct jsontape *t, uint32_t n, double otherwise, double *out)
{
    *out = otherwise;
    return n == JSONTAPE_NONE || read_number(t, n, out);
}

static bool read_price(const struct jsontape *t, uint32_t n, struct price *p)
{
    return read_number(t, jsontape_get(t, n, "in"), &p->in) &&
           read_number(t, jsontape_get(t, n, "out"), &p->out) &&
           read_part(t, jsontape_get(t, n, "cached"), p->in, &p->cached) &&
           read_part(t, jsontape_get(t, n, "cache_write"), p->in, &p->cache_write) &&
           read_part(t, jsontape_get(t, n, "reasoning"), p->out, &p->reasoning);
}

/* One price, or a list of them: each for longer prompts than the one before it. */
static bool read_model(const struct jsontape *t, uint32_t n, struct price_model *m)
{
    *m = (struct price_model){0};
    if (jsontape_kind(t, n) != '[') {
        m->tiers = 1;
        m->tier[0].to = INT64_MAX;
        return read_price(t, n, &m->tier[0]) &&
               read_text(t, jsontape_get(t, n, "date"), date_shape, m->date);
    }
    long long from = 0;
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        if (m->tiers == PRICE_TIERS)
            return false;
        struct price *p = &m->tier[m->tiers++];
        p->to = jsontape_count(t, jsontape_get(t, w.value, "to"), -1);
        if (p->to <= from || !read_price(t, w.value, p))
            return false;
        from = p->to;
    }
    return m->tiers > 0;
}

static int check_models(const struct jsontape *t, uint32_t models, const char *provider,
                        struct diag_error *err)
{
    struct price_model model_prices;
    if (jsontape_kind(t, models) != '{')
        return diag_fail(err, "providers.%s must be a mapping of models", provider);
    for (struct jsontape_walk w = jsontape_walk(t, models); jsontape_step(t, &w);) {
        if (read_model(t, w.value, &model_prices))
            continue;
        char *model = jsontape_text(t, w.key);
        diag_fail(err,
                  "providers.%s.%s must have the numbers in and out, for a million tokens; in a "
                  "list of up to %d also `to`, rising",
                  provider, model, PRICE_TIERS);
        free(model);
        return -1;
    }
    return 0;
}

static int read_head(struct price_list *l, struct diag_error *err)
{
    const struct jsontape *t = &l->tape;
    memcpy(l->currency, "USD", sizeof "USD");
    if (!read_text(t, jsontape_get(t, 0, "date"), date_shape, l->date))
        return diag_fail(err, "date must be a day such as 2026-08-01");
    if (!read_text(t, jsontape_get(t, 0, "currency"), "AAA", l->currency))
        return diag_fail(err, "currency must be three capital letters such as USD");
    return 0;
}

static int check(const struct jsontape *t, struct diag_error *err)
{
    uint32_t providers = jsontape_get(t, 0, "providers");
    int result = 0;
    if (jsontape_kind(t, providers) != '{')
        return diag_fail(err, "providers must be a mapping");
    struct jsontape_walk w = jsontape_walk(t, providers);
    while (result == 0 && jsontape_step(t, &w)) {
        char *provider = jsontape_text(t, w.key);
        result = check_models(t, w.value, provider, err);
        free(provider);
    }
    return result;
}

static int read_yaml(struct price_list *l, const struct buf *yaml, struct diag_error *err)
{
    if (yamlread_json(yaml->data, yaml->len, &l->json, &l->tape, err) < 0)
        return -1;
    return check(&l->tape, err) < 0 ? -1 : read_head(l, err);
}

/* hint: what to say of a file that cannot be read, or NULL. */
static int load(struct price_list *l, const char *path, const char *hint, struct diag_error *err)
{
    struct buf yaml;
    *l = (struct price_list){0};
    buf_init(&l->json, CEILING_PRICES);
    jsontape_init(&l->tape);
    buf_init(&yaml, CEILING_PRICES);
    int result = textfile_read(path, &yaml, err);
    if (result < 0 && hint != NULL)
        diag_within(err, "%s", hint);
    else if (result == 0 && (result = read_yaml(l, &yaml, err)) < 0)
        diag_within(err, "%s", path);
    buf_free(&yaml);
    if (result < 0)
        price_free(l);
    return result;
}

int price_read(struct price_list *l, const char *path, struct diag_error *err)
{
    return load(l, path, NULL, err);
}

int price_load(struct price_list *l, struct diag_error *err)
{
    char *path = installed_path("CASECRAFT_DATADIR", "share/casecraft", "prices.yaml");
    if (path == NULL)
        return diag_fail(err, "prices.yaml is not found: name its folder by CASECRAFT_DATADIR");
    int result = load(l, path, "no prices (CASECRAFT_DATADIR names their folder)", err);
    free(path);
    return result;
}

void price_free(struct price_list *l)
{
    jsontape_free(&l->tape);
    buf_free(&l->json);
}

bool price_find_all(const struct price_list *l, const char *provider, const char *model,
                    struct price_model *out)
{
    const struct jsontape *t = &l->tape;
    uint32_t models = jsontape_get(t, jsontape_get(t, 0, "providers"), provider);
    uint32_t n = jsontape_get(t, models, model);
    if (n == JSONTAPE_NONE)
        n = jsontape_get(t, models, "*");
    if (!read_model(t, n, out))
        return false;
    if (out->date[0] == '\0')
        memcpy(out->date, l->date, sizeof out->date);
    return true;
}

bool price_find(const struct price_list *l, const char *provider, const char *model,
                struct price *out)
{
    struct price_model all;
    bool found = price_find_all(l, provider, model, &all);
    if (found)
        *out = all.tier[0];
    return found;
}

bool price_is_free(const struct price_model *m)
{
    for (size_t i = 0; i < m->tiers; i++) {
        const struct price *p = &m->tier[i];
        if (p->in > 0 || p->out > 0 || p->cached > 0 || p->cache_write > 0 || p->reasoning > 0)
            return false;
    }
    return true;
}

/* What a part of the tokens costs, for a million of them; it is taken away from *tokens, which it does not exceed. */
static double part_cost(long long *tokens, long long part, double price)
{
    part = part < 0 ? 0 : part > *tokens ? *tokens : part;
    *tokens -= part;
    return (double)part * price;
}

double price_cost(const struct price_model *m, const struct price_usage *u)
{
    size_t i = 0;
    while (i + 1 < m->tiers && u->prompt > m->tier[i].to)
        i++;
    const struct price *p = &m->tier[i];
    long long prompt = u->prompt < 0 ? 0 : u->prompt;
    long long completion = u->completion < 0 ? 0 : u->completion;
    double cost = part_cost(&prompt, u->cached, p->cached);
    cost += part_cost(&prompt, u->cache_write, p->cache_write);
    cost += part_cost(&completion, u->reasoning, p->reasoning);
    return (cost + (double)prompt * p->in + (double)completion * p->out) / 1e6;
}
