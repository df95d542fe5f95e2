#include "vendor.h"

#include <string.h>

/* Models that think always: they refuse to be told not to. */
static const char *const glm_thinks[] = {"glm-5.3", NULL};
static const char *const kimi_thinks[] = {"kimi-k3", "kimi-k2.7", NULL};

/* platform.kimi.com, 2026-09: these answer 404. */
static const struct vendor_retired kimi_retired[] = {
    {"moonshot-v1-", "2026-08-31", "kimi-k2.6"},
    {"kimi-k2.5", "2026-08-31", "kimi-k2.6"},
    {"kimi-k2-", "2026-05-25", "kimi-k2.6"},
    {"kimi-latest", "2026-01-28", "kimi-k2.6"},
    {"kimi-thinking-preview", "2025-11-11", "kimi-k3"},
    {NULL, NULL, NULL},
};

static const char no_chat_thinking[] = "\"chat_template_kwargs\":{\"enable_thinking\":false}";

/* Addresses and models of 2026-11. */
static const struct vendor rows[] = {
    {.name = "builtin",
     .protocol = VENDOR_BUILTIN,
     .base_url = "",
     .model = "builtin",
     .workers = 1,
     .temperature = -1,
     .cap = "",
     .quiet = ""},
    {.name = "glm",
     .base_url = "https://open.bigmodel.cn/api/paas/v4",
     .twin = "https://api.z.ai/api/paas/v4",
     .model = "glm-4.7",
     .workers = 1,
     .key = true,
     .temperature = 0.7,
     .hottest = 1,
     .cap = "max_tokens",
     .quiet = "\"thinking\":{\"type\":\"disabled\"}",
     .thinks = glm_thinks,
     .json = VENDOR_JSON_OBJECT,
     .partial_models = true,
     .usage = true},
    {.name = "qwen",
     .base_url = "https://dashscope.aliyuncs.com/compatible-mode/v1",
     .twin = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
     .model = "qwen-plus",
     .workers = 3,
     .key = true,
     .temperature = 0.7,
     .hottest = 1.99,
     .cap = "max_tokens",
     .quiet = "\"enable_thinking\":false",
     .json = VENDOR_JSON_OBJECT,
     .partial_models = true,
     .usage = true},
    {.name = "kimi",
     .base_url = "https://api.moonshot.cn/v1",
     .twin = "https://api.moonshot.ai/v1",
     .model = "kimi-k2.6",
     .workers = 2,
     .key = true,
     .temperature = -1,
     .cap = "max_completion_tokens",
     .quiet = "\"thinking\":{\"type\":\"disabled\"}",
     .thinks = kimi_thinks,
     .json = VENDOR_JSON_OBJECT,
     .usage = true,
     .retired = kimi_retired},
    {.name = "local",
     .server = "ollama",
     .protocol = VENDOR_OLLAMA,
     .base_url = "http://localhost:11434",
     .model = "llama3.2",
     .workers = 1,
     .temperature = 0.7,
     .hottest = 2,
     .cap = "num_predict",
     .quiet = "\"think\":false",
     .json = VENDOR_JSON_SCHEMA},
    {.name = "local",
     .server = "vllm",
     .base_url = "http://localhost:8000/v1",
     .model = "",
     .workers = 16,
     .temperature = 0.7,
     .hottest = 2,
     .cap = "max_tokens",
     .quiet = no_chat_thinking,
     .json = VENDOR_JSON_SCHEMA,
     .usage = true},
    {.name = "local",
     .server = "llamacpp",
     .base_url = "http://localhost:8080/v1",
     .model = "default",
     .workers = 1,
     .temperature = 0.7,
     .hottest = 2,
     .cap = "max_tokens",
     .quiet = no_chat_thinking,
     .json = VENDOR_JSON_SCHEMA,
     .any_model = true,
     .guarded = "/props",
     .usage = true},
    {.name = "local",
     .server = "openai",
     .base_url = "http://localhost:8000/v1",
     .model = "",
     .workers = 1,
     .temperature = 0.7,
     .hottest = 2,
     .cap = "max_tokens",
     .quiet = "",
     .json = VENDOR_JSON_OBJECT,
     .usage = true},
    {.name = "deepseek",
     .base_url = "https://api.deepseek.com",
     .model = "deepseek-v4-flash",
     .workers = 3,
     .key = true,
     .temperature = 0.7,
     .hottest = 2,
     .cap = "max_tokens",
     .quiet = "",
     .json = VENDOR_JSON_OBJECT,
     .usage = true},
    {.name = "openai",
     .base_url = "https://api.openai.com/v1",
     .model = "gpt-5-mini",
     .workers = 3,
     .key = true,
     .temperature = -1,
     .cap = "max_completion_tokens",
     .quiet = "",
     .json = VENDOR_JSON_OBJECT,
     .usage = true},
};

static const struct vendor other = {.name = "",
                                    .base_url = "",
                                    .model = "",
                                    .workers = 1,
                                    .temperature = 0.7,
                                    .hottest = 2,
                                    .cap = "max_tokens",
                                    .quiet = "",
                                    .usage = true};

static bool is_first_of_name(size_t i)
{
    return rows[i].server == NULL || i == 0 || strcmp(rows[i - 1].name, rows[i].name) != 0;
}

const struct vendor *vendor_at(size_t i)
{
    for (size_t row = 0; row < sizeof rows / sizeof *rows; row++)
        if (is_first_of_name(row) && i-- == 0)
            return &rows[row];
    return NULL;
}

const struct vendor *vendor_find(const char *name)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].name, name) == 0)
            return &rows[i];
    return NULL;
}

const struct vendor *vendor_other(void)
{
    return &other;
}

const struct vendor *vendor_serving(const struct vendor *v, const char *server)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (v->server != NULL && rows[i].server != NULL && strcmp(rows[i].name, v->name) == 0 &&
            strcmp(rows[i].server, server) == 0)
            return &rows[i];
    return NULL;
}

const char *vendor_twin(const struct vendor *v, const char *base_url)
{
    if (v->twin == NULL)
        return NULL;
    if (strcmp(base_url, v->base_url) == 0)
        return v->twin;
    return strcmp(base_url, v->twin) == 0 ? v->base_url : NULL;
}

static bool begins(const char *text, const char *with)
{
    return strncmp(text, with, strlen(with)) == 0;
}

bool vendor_thinks_always(const struct vendor *v, const char *model)
{
    const char *const *prefix = v->thinks;
    while (prefix != NULL && *prefix != NULL && !begins(model, *prefix))
        prefix++;
    return prefix != NULL && *prefix != NULL;
}

const struct vendor_retired *vendor_retirement(const struct vendor *v, const char *model)
{
    const struct vendor_retired *r = v->retired;
    while (r != NULL && r->prefix != NULL && !begins(model, r->prefix))
        r++;
    return r != NULL && r->prefix != NULL ? r : NULL;
}
