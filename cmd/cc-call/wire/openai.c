#include "openai.h"

#include <stdlib.h>
#include <string.h>

#include "jsonwrite.h"
#include "mem.h"

void openai_url(const struct provider *p, struct buf *out)
{
    buf_text(out, p->base_url);
    buf_text(out, "/chat/completions");
}

static void ask_format(enum vendor_json json, const char *schema, struct jsonwrite *w)
{
    jsonwrite_key(w, "response_format");
    jsonwrite_open(w, '{');
    if (json == VENDOR_JSON_OBJECT) {
        jsonwrite_member(w, "type", "json_object");
    } else {
        jsonwrite_member(w, "type", "json_schema");
        jsonwrite_key(w, "json_schema");
        jsonwrite_open(w, '{');
        jsonwrite_member(w, "name", "cases");
        jsonwrite_key(w, "schema");
        jsonwrite_raw(w, schema, strlen(schema));
        jsonwrite_close(w, '}');
        /* llama.cpp reads it here. */
        jsonwrite_key(w, "schema");
        jsonwrite_raw(w, schema, strlen(schema));
    }
    jsonwrite_close(w, '}');
}

void openai_request(const struct provider *p, const struct form *f, const char *messages,
                    size_t len, const char *schema, struct buf *out)
{
    struct jsonwrite w = form_open(f, p, messages, len, out);
    if (f->stream && f->usage) {
        static const char usage[] = "{\"include_usage\":true}";
        jsonwrite_key(&w, "stream_options");
        jsonwrite_raw(&w, usage, sizeof usage - 1);
    }
    jsonwrite_member_int(&w, p->vendor->cap, p->max_tokens);
    form_write_temperature(f, p, &w);
    form_write_quiet(f, p, &w);
    if (schema != NULL && f->json != VENDOR_TEXT)
        ask_format(f->json, schema, &w);
    jsonwrite_close(&w, '}');
}

/* A string decoded, or a number as its text; NULL for anything else. */
static char *scalar(const struct jsontape *t, uint32_t n)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    if (jsontape_kind(t, n) == '0')
        return mem_copy(raw, len);
    return jsontape_text(t, n);
}

/* Whether a code is one of success, or none. */
static bool is_fine(const char *code)
{
    return code == NULL || code[0] == '\0' || strcmp(code, "0") == 0 || strcmp(code, "200") == 0;
}

static bool says(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* An error in one of the shapes that vendors write it in; false when the object is none.  Beside an answer some write
 * an empty one, and some a code of success before it. */
static bool take_error(const struct provider *p, const struct jsontape *t, struct reply *r)
{
    uint32_t error = jsontape_get(t, 0, "error");
    bool inner = jsontape_kind(t, error) == '{', text = jsontape_kind(t, error) == '"';
    bool answers = jsontape_get(t, 0, "choices") != JSONTAPE_NONE;
    bool flat = !inner && !text && !answers;
    uint32_t from = inner ? error : 0;
    char *code = scalar(t, jsontape_get(t, from, "code"));
    char *type = scalar(t, jsontape_get(t, from, "type"));
    char *message = text ? jsontape_text(t, error) : scalar(t, jsontape_get(t, from, "message"));
    if (message == NULL)
        message = scalar(t, jsontape_get(t, from, "msg"));
    bool real = !is_fine(code) || says(type) || says(message) || !answers;
    if (flat)
        real = !is_fine(code) || jsontape_is(t, jsontape_get(t, 0, "object"), "error");
    real = real && (inner || text || flat);
    if (real)
        reply_refuse(r, p, code, type, message);
    free(code);
    free(type);
    free(message);
    return real;
}

static void take_count(const struct jsontape *t, uint32_t object, const char *name, long long *into)
{
    *into = jsontape_count(t, jsontape_get(t, object, name), *into);
}

static bool take_usage(const struct jsontape *t, uint32_t usage, struct reply *r)
{
    if (jsontape_kind(t, usage) != '{')
        return false;
    take_count(t, usage, "prompt_tokens", &r->prompt);
    take_count(t, usage, "completion_tokens", &r->completion);
    take_count(t, usage, "cached_tokens", &r->cached);
    take_count(t, usage, "prompt_cache_hit_tokens", &r->cached);
    const uint32_t details = jsontape_get(t, usage, "prompt_tokens_details");
    take_count(t, details, "cached_tokens", &r->cached);
    take_count(t, details, "cache_write_tokens", &r->cache_write);
    take_count(t, jsontape_get(t, usage, "completion_tokens_details"), "reasoning_tokens",
               &r->reasoning);
    return true;
}

static bool take_choice(const struct jsontape *t, uint32_t choice, struct reply *r)
{
    uint32_t delta = jsontape_get(t, choice, "delta");
    if (jsontape_kind(t, delta) != '{')
        delta = jsontape_get(t, choice, "message");
    uint32_t content = jsontape_get(t, delta, "content");
    uint32_t finish = jsontape_get(t, choice, "finish_reason");
    bool thought = jsontape_says(t, jsontape_get(t, delta, "reasoning_content")) ||
                   jsontape_says(t, jsontape_get(t, delta, "reasoning"));
    bool usage = take_usage(t, jsontape_get(t, choice, "usage"), r);
    jsontape_string(t, content, &r->content);
    r->thought = r->thought || thought;
    if (jsontape_says(t, finish)) {
        free(r->finish);
        r->finish = jsontape_text(t, finish);
    }
    return usage || thought || jsontape_says(t, content) || jsontape_says(t, finish);
}

bool openai_take(const struct provider *p, const struct jsontape *t, struct reply *r)
{
    bool usage = take_usage(t, jsontape_get(t, 0, "usage"), r);
    if (take_error(p, t, r))
        return true;
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, 0, "choices"));
    bool choice = jsontape_step(t, &w) && take_choice(t, w.value, r);
    return usage || choice;
}
