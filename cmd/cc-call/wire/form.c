#include "form.h"

#include <string.h>

enum { LEAST_CONTEXT = 8192, MOST_CONTEXT = 1024 * 1024, BYTES_PER_TOKEN = 3 };

struct form form_of(const struct provider *p)
{
    return (struct form){
        .json = p->vendor->json,
        .stream = p->stream,
        .usage = p->vendor->usage,
        .quiet = p->vendor->quiet[0] != '\0' && !vendor_thinks_always(p->vendor, p->model),
        .temperature = p->temperature >= 0,
    };
}

static bool names(const char *message, const char *const *word)
{
    while (*word != NULL && strcasestr(message, *word) == NULL)
        word++;
    return *word != NULL;
}

static bool drop(bool *member)
{
    bool was = *member;
    *member = false;
    return was;
}

static bool drop_json(enum vendor_json *json)
{
    bool some = *json != VENDOR_TEXT;
    *json = *json == VENDOR_JSON_SCHEMA ? VENDOR_JSON_OBJECT : VENDOR_TEXT;
    return some;
}

bool form_drop(struct form *f, const struct reply *r)
{
    /* Qwen: "must be set to false for non-streaming calls", "This model only support stream mode". */
    static const char *const stream_only[] = {"non-streaming", "stream mode",
                                              "does not support http call", NULL};
    static const char *const usage[] = {"stream_options", "include_usage", NULL};
    static const char *const json[] = {"response_format", "json_schema", "json schema",
                                       "json_object",     "json mode",   "structured output",
                                       "grammar",         NULL};
    /* GLM says it in Chinese: a model that always thinks. */
    static const char *const quiet[] = {"thinking", "chat_template_kwargs", "始终思考", NULL};
    static const char *const temperature[] = {"temperature", NULL};
    static const char *const fixed[] = {"support", "only", NULL};
    const char *said = r->message;
    if (r->class != OUTCOME_REQUEST || said == NULL || (r->http != 400 && r->http != 422))
        return false;
    if (!f->stream && names(said, stream_only)) {
        f->stream = true;
        return true;
    }
    return (names(said, usage) && drop(&f->usage)) || (names(said, json) && drop_json(&f->json)) ||
           (names(said, quiet) && drop(&f->quiet)) ||
           (names(said, temperature) && names(said, fixed) && drop(&f->temperature));
}

void form_meet(struct form *f, const struct form *other)
{
    f->json = f->json < other->json ? f->json : other->json;
    f->stream = f->stream || other->stream;
    f->usage = f->usage && other->usage;
    f->quiet = f->quiet && other->quiet;
    f->temperature = f->temperature && other->temperature;
}

struct jsonwrite form_open(const struct form *f, const struct provider *p, const char *messages,
                           size_t len, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "model", p->model);
    jsonwrite_key(&w, "messages");
    jsonwrite_raw(&w, messages, len);
    jsonwrite_key(&w, "stream");
    jsonwrite_bool(&w, f->stream);
    return w;
}

void form_write_temperature(const struct form *f, const struct provider *p, struct jsonwrite *w)
{
    if (!f->temperature)
        return;
    jsonwrite_key(w, "temperature");
    jsonwrite_begin(w);
    buf_format(w->out, "%.2f", p->temperature);
}

void form_write_quiet(const struct form *f, const struct provider *p, struct jsonwrite *w)
{
    if (f->quiet)
        jsonwrite_raw(w, p->vendor->quiet, strlen(p->vendor->quiet));
}

void form_fit(struct form *f, size_t prompt, int answer)
{
    long need = (long)(prompt / BYTES_PER_TOKEN) + answer;
    f->context = f->context > 0 ? f->context : LEAST_CONTEXT;
    while (f->context < need && f->context < MOST_CONTEXT)
        f->context *= 2;
}
