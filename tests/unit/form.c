/* cc-call's form: what a request carries, and what it goes without once it was refused. */
#include "../../cmd/cc-call/wire/form.h"

#include <stdint.h>
#include <string.h>

#include "unit.h"

static const struct form all = {VENDOR_JSON_SCHEMA, true, true, true, true, 0};

/* "schema stream usage quiet temperature", what there is of it. */
static const char *told(const struct form *f, char text[80])
{
    static const char *const json[] = {"text", "object", "schema"};
    snprintf(text, 80, "%s%s%s%s%s", json[f->json], f->stream ? " stream" : "",
             f->usage ? " usage" : "", f->quiet ? " quiet" : "",
             f->temperature ? " temperature" : "");
    return text;
}

static const struct {
    const char *vendor, *server, *model; /* NULL: the default one */
    double temperature;
    const char *form;
} begins[] = {
    {"glm", NULL, NULL, 0.7, "object stream usage quiet temperature"},
    {"glm", NULL, "glm-5.3", 0.7, "object stream usage temperature"},
    {"glm", NULL, "glm-5.3-flash", -1, "object stream usage"},
    {"qwen", NULL, NULL, 0, "object stream usage quiet temperature"},
    {"kimi", NULL, NULL, -1, "object stream usage quiet"},
    {"kimi", NULL, "kimi-k3", -1, "object stream usage"},
    {"kimi", NULL, "kimi-k2.7-code", -1, "object stream usage"},
    {"local", "ollama", NULL, 0.7, "schema stream quiet temperature"},
    {"local", "vllm", "m", 0.7, "schema stream usage quiet temperature"},
    {"local", "llamacpp", NULL, 0.7, "schema stream usage quiet temperature"},
    {"local", "openai", "m", 0.7, "object stream usage temperature"},
    {"deepseek", NULL, NULL, 0.7, "object stream usage temperature"},
    {"openai", NULL, NULL, -1, "object stream usage"},
    {NULL, NULL, "m", 0.7, "text stream usage temperature"},
};

static void check_begin(size_t i)
{
    const struct vendor *v = begins[i].vendor != NULL ? vendor_find(begins[i].vendor)
                                                      : vendor_other();
    if (begins[i].server != NULL)
        v = vendor_serving(v, begins[i].server);
    char model[64], text[80];
    snprintf(model, sizeof model, "%s", begins[i].model != NULL ? begins[i].model : v->model);
    struct provider p = {
        .vendor = v, .model = model, .temperature = begins[i].temperature, .stream = true};
    struct form f = form_of(&p);
    UNIT_CHECK(strcmp(told(&f, text), begins[i].form) == 0 && f.context == 0, "%s %s: %s", v->name,
               model, text);
    p.stream = false;
    f = form_of(&p);
    UNIT_CHECK(!f.stream, "%s: streaming is a setting", v->name);
}

/* Refusals as recorded or documented; what is left of all, and when it is said again; "": it names nothing of it. */
static const struct {
    const char *message, *left, *again;
} refusals[] = {
    /* GLM */
    {"该模型始终思考，不支持关闭思考；请使用 low、high 或 max。", "schema stream usage temperature",
     ""},
    {"max_tokens参数非法：限制数值范围[1,98304]", "", ""},
    {"temperature参数非法：限制数值范围[0,1]", "", ""},
    /* Qwen */
    {"The value of the enable_thinking parameter is restricted to True.",
     "schema stream usage temperature", ""},
    {"Json mode response is not supported when enable_thinking is true",
     "object stream usage quiet temperature", "text stream usage quiet temperature"},
    {"'messages' must contain the word 'json' in some form, to use 'response_format' of type "
     "'json_object'.",
     "object stream usage quiet temperature", "text stream usage quiet temperature"},
    {"<400> InternalError.Algo.InvalidParameter: Unknown format of response_format, "
     "response_format should be a dict",
     "object stream usage quiet temperature", "text stream usage quiet temperature"},
    {"Range of max_tokens should be [1, 8192]", "", ""},
    /* Kimi */
    {"invalid temperature: only 1 is allowed for this model", "schema stream usage quiet", ""},
    {"invalid thinking: only type=enabled is allowed for this model",
     "schema stream usage temperature", ""},
    /* vLLM */
    {"The provided JSON schema contains features not supported by xgrammar.",
     "object stream usage quiet temperature", "text stream usage quiet temperature"},
    {"[{'type': 'extra_forbidden', 'loc': ('body', 'response_format'), 'msg': 'Extra inputs are "
     "not permitted'}]",
     "object stream usage quiet temperature", "text stream usage quiet temperature"},
    {"Stream options can only be defined when `stream=True`. stream_options",
     "schema stream quiet temperature", ""},
    {"chat_template_kwargs is not supported for Mistral tokenizers.",
     "schema stream usage temperature", ""},
    /* llama.cpp, as recorded */
    {"response_format type must be one of \"text\" or \"json_object\", but got: json_schema",
     "object stream usage quiet temperature", "text stream usage quiet temperature"},
    {"Unable to generate parser for this template. Automatic parser generation failed: JSON schema "
     "conversion failed:\nUnrecognized schema: {\"type\":\"nonsense\"}",
     "object stream usage quiet temperature", "text stream usage quiet temperature"},
    {"Failed to parse grammar", "object stream usage quiet temperature",
     "text stream usage quiet temperature"},
    /* Ollama */
    {"\"llama3\" does not support thinking", "schema stream usage temperature", ""},
    /* OpenAI */
    {"Unknown parameter: 'stream_options'.", "schema stream quiet temperature", ""},
    {"Unrecognized request argument supplied: include_usage", "schema stream quiet temperature",
     ""},
    {"Unsupported value: 'temperature' does not support 0.7 with this model. Only the default (1) "
     "value is supported.",
     "schema stream usage quiet", ""},
    {"Unsupported parameter: 'temperature' is not supported with this model.",
     "schema stream usage quiet", ""},
    {"Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model.",
     "object stream usage quiet temperature", "text stream usage quiet temperature"},
    {"temperature is out of range", "", ""},
    {"Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 "
     "instead.",
     "", ""},
    {"messages must not be empty", "", ""},
    {"", "", ""},
};

static struct reply refusal(char *message, enum outcome_class class, long http)
{
    return (struct reply){.class = class, .http = http, .message = message};
}

static void check_refusal(size_t i)
{
    char message[300], text[80];
    snprintf(message, sizeof message, "%s", refusals[i].message);
    struct form f = all;
    struct reply r = refusal(message, OUTCOME_REQUEST, 400);
    const char *left[] = {refusals[i].left, refusals[i].again};
    for (size_t k = 0; k < 2; k++) {
        bool dropped = form_drop(&f, &r);
        UNIT_CHECK(dropped == (left[k][0] != '\0'), "'%s', time %zu: something is dropped", message,
                   k + 1);
        UNIT_CHECK(!dropped || strcmp(told(&f, text), left[k]) == 0, "'%s', time %zu: left is %s",
                   message, k + 1, text);
    }
    f = all;
    for (size_t k = 0; k < 10 && form_drop(&f, &r); k++)
        UNIT_CHECK(k < 3, "'%s' ends the dropping at last", message);
}

/* Only a request that was refused, and only by 400 or 422, is one to send again. */
static void check_others(void)
{
    char message[] = "response_format, stream_options: not supported";
    char text[80];
    static const long statuses[] = {0, 200, 401, 404, 413, 429, 500, 503};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
        struct form f = all;
        struct reply r = refusal(message, OUTCOME_REQUEST, statuses[i]);
        UNIT_CHECK(!form_drop(&f, &r), "status %ld drops nothing", statuses[i]);
        UNIT_CHECK(memcmp(&f, &all, sizeof f) == 0, "status %ld: %s", statuses[i], told(&f, text));
    }
    for (int c = 0; c < OUTCOME_CLASSES; c++) {
        struct form f = all;
        struct reply r = refusal(message, (enum outcome_class)c, 400);
        UNIT_CHECK(form_drop(&f, &r) == (c == OUTCOME_REQUEST), "400 that is %s",
                   outcome_name((enum outcome_class)c));
    }
    struct form f = all;
    struct reply r = refusal(message, OUTCOME_REQUEST, 422);
    UNIT_CHECK(form_drop(&f, &r), "422 is a refusal too");
    r = refusal(NULL, OUTCOME_REQUEST, 400);
    UNIT_CHECK(!form_drop(&f, &r), "without a message nothing is named");
}

/* Qwen's models that answer in streams alone: streaming is switched on, and that is all. */
static void check_stream_only(void)
{
    static const char *const messages[] = {
        "parameter.enable_thinking must be set to false for non-streaming calls",
        "This model only support stream mode, please enable the stream parameter to access the "
        "model.",
        "current user api does not support http call.",
    };
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        char message[200], text[80];
        snprintf(message, sizeof message, "%s", messages[i]);
        struct form f = all;
        struct reply r = refusal(message, OUTCOME_REQUEST, 400);
        f.stream = false;
        UNIT_CHECK(form_drop(&f, &r) && memcmp(&f, &all, sizeof f) == 0, "%s: %s", message,
                   told(&f, text));
    }
}

static void check_meet(void)
{
    struct form f = all, none = {VENDOR_TEXT, true, false, false, false, 0};
    char text[80];
    f.context = 16384;
    form_meet(&f, &all);
    UNIT_CHECK(strcmp(told(&f, text), "schema stream usage quiet temperature") == 0, "%s", text);
    f.stream = false;
    form_meet(&f, &none);
    UNIT_CHECK(strcmp(told(&f, text), "text stream") == 0 && f.context == 16384, "%s", text);
    none.stream = false;
    form_meet(&f, &none);
    UNIT_CHECK(f.stream, "what had to be switched on stays on");
    form_meet(&f, &all);
    UNIT_CHECK(strcmp(told(&f, text), "text stream") == 0, "what is gone stays gone: %s", text);
}

/* Bytes of a prompt and tokens of an answer, one after another, and the context then asked for. */
static void check_fit(void)
{
    static const struct {
        size_t prompt;
        int answer;
        long context;
    } steps[] = {
        {0, 1, 8192},
        {3 * 4096, 4096, 8192},
        {3 * 4096 + 3, 4096, 16384},
        {0, 1, 16384},
        {3 * 12288, 4096, 16384},
        {3 * 40000, 4096, 65536},
        {3000, 100, 65536},
        {3 * 300000, 4096, 524288},
        {SIZE_MAX / 4, 131072, 1048576},
        {3, INT32_MAX, 1048576},
    };
    struct form f = all;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        form_fit(&f, steps[i].prompt, steps[i].answer);
        UNIT_CHECK(f.context == steps[i].context, "%zu bytes and %d tokens: %ld, not %ld",
                   steps[i].prompt, steps[i].answer, f.context, steps[i].context);
    }
}

int main(void)
{
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        check_begin(i);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        check_refusal(i);
    check_others();
    check_stream_only();
    check_meet();
    check_fit();
    return unit_end();
}
