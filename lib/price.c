#include "price.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "installed.h"
#include "number.h"
#include "textfile.h"
#include "yamlread.h"

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

/* One price, or the first of a list: they are by the length of the prompt. */
static bool read_price(const struct jsontape *t, uint32_t n, struct price *out)
{
    if (jsontape_kind(t, n) == '[') {
        struct jsontape_walk w = jsontape_walk(t, n);
        n = jsontape_step(t, &w) ? w.value : JSONTAPE_NONE;
    }
    return read_number(t, jsontape_get(t, n, "in"), &out->in) &&
           read_number(t, jsontape_get(t, n, "out"), &out->out);
}

static int check_models(const struct jsontape *t, uint32_t models, const char *provider,
                        struct diag_error *err)
{
    struct price price;
    if (jsontape_kind(t, models) != '{')
        return diag_fail(err, "providers.%s must be a mapping of models", provider);
    for (struct jsontape_walk w = jsontape_walk(t, models); jsontape_step(t, &w);) {
        if (read_price(t, w.value, &price))
            continue;
        char *model = jsontape_text(t, w.key);
        diag_fail(err,
                  "providers.%s.%s must have the numbers in and out, dollars for a million "
                  "tokens",
                  provider, model);
        free(model);
        return -1;
    }
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
    if (yamlread_json(yaml->data, yaml->len, &l->json, err) < 0 ||
        jsontape_read(&l->tape, l->json.data, l->json.len, err) < 0)
        return -1;
    return check(&l->tape, err);
}

static int load(struct price_list *l, const char *path, struct diag_error *err)
{
    struct buf yaml;
    buf_init(&yaml, CEILING_PRICES);
    int result = textfile_read(path, &yaml, err);
    if (result < 0)
        diag_within(err, "no prices (CASECRAFT_DATADIR names their folder)");
    else if ((result = read_yaml(l, &yaml, err)) < 0)
        diag_within(err, "%s", path);
    buf_free(&yaml);
    return result;
}

int price_load(struct price_list *l, struct diag_error *err)
{
    char *path = installed_path("CASECRAFT_DATADIR", "share/casecraft", "prices.yaml");
    if (path == NULL)
        return diag_fail(err, "prices.yaml is not found: name its folder by CASECRAFT_DATADIR");
    buf_init(&l->json, CEILING_PRICES);
    jsontape_init(&l->tape);
    int result = load(l, path, err);
    if (result < 0)
        price_free(l);
    free(path);
    return result;
}

void price_free(struct price_list *l)
{
    jsontape_free(&l->tape);
    buf_free(&l->json);
}

bool price_find(const struct price_list *l, const char *provider, const char *model,
                struct price *out)
{
    const struct jsontape *t = &l->tape;
    uint32_t models = jsontape_get(t, jsontape_get(t, 0, "providers"), provider);
    uint32_t n = jsontape_get(t, models, model);
    if (n == JSONTAPE_NONE)
        n = jsontape_get(t, models, "*");
    return read_price(t, n, out);
}
