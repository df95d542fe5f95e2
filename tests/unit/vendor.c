#include "vendor.h"

#include <string.h>

#include "unit.h"

static void check_vendors(void)
{
    const struct vendor *v;
    size_t count = 0;
    for (; (v = vendor_at(count)) != NULL; count++) {
        UNIT_CHECK(vendor_find(v->name) == v, "%s is found", v->name);
        UNIT_CHECK(v->workers >= 1, "%s has a worker", v->name);
        UNIT_CHECK(v->protocol == VENDOR_BUILTIN || strstr(v->base_url, "://") != NULL,
                   "%s has an address", v->name);
        UNIT_CHECK(!v->key || strncmp(v->base_url, "https://", 8) == 0, "the key of %s goes by TLS",
                   v->name);
    }
    UNIT_CHECK(count >= 7 && vendor_find("glm") != NULL && vendor_find("builtin") != NULL,
               "%zu rows", count);
    UNIT_CHECK(vendor_find("GLM") == NULL && vendor_find("") == NULL, "other names have no row");
    v = vendor_find("glm");
    UNIT_CHECK(v != NULL && v->workers == 1, "glm has 1 worker");
    v = vendor_find("qwen");
    UNIT_CHECK(v != NULL && v->workers == 3, "qwen has 3 workers");
    v = vendor_find("kimi");
    UNIT_CHECK(v != NULL && v->workers == 2 && v->temperature < 0,
               "kimi has 2 workers and no temperature");
}

static void check_twins(void)
{
    static const struct {
        const char *name, *url, *other;
    } rows[] = {
        {"glm", "https://open.bigmodel.cn/api/paas/v4", "https://api.z.ai/api/paas/v4"},
        {"glm", "https://api.z.ai/api/paas/v4", "https://open.bigmodel.cn/api/paas/v4"},
        {"glm", "https://gateway.test/v1", NULL},
        {"kimi", "https://api.moonshot.ai/v1", "https://api.moonshot.cn/v1"},
        {"openai", "https://api.openai.com/v1", NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *other = vendor_twin(vendor_find(rows[i].name), rows[i].url);
        bool same = rows[i].other == NULL ? other == NULL
                                          : other != NULL && strcmp(other, rows[i].other) == 0;
        UNIT_CHECK(same, "the other site of %s is %s", rows[i].url, other != NULL ? other : "none");
    }
}

int main(void)
{
    check_vendors();
    check_twins();
    return unit_end();
}
