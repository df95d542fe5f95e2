#include "openai.h"

#include <stdlib.h>
#include <string.h>

#include "jsontape.h"
#include "jsonwrite.h"
#include "mem.h"

void openai_url(const struct provider *p, struct buf *out)
{
    buf_text(out, p->base_url);
    buf_text(out, "/chat/completions");
}

void openai_request(const struct provider *p, const char *messages, size_t len, bool json,
                    struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "model", p->model);
    jsonwrite_key(&w, "messages");
    jsonwrite_raw(&w, messages, len);
    jsonwrite_key(&w, "stream");
    jsonwrite_bool(&w, false);
    jsonwrite_member_int(&w, p->vendor->cap, p->max_tokens);
    if (p->temperature >= 0) {
        jsonwrite_key(&w, "temperature");
        jsonwrite_raw(&w, "", 0);
        buf_format(out, "%.2f", p->temperature);
    }
    if (p->vendor->extra[0] != '\0')
        jsonwrite_raw(&w, p->vendor->extra, strlen(p->vendor->extra));
    if (json && p->vendor->json) {
        jsonwrite_key(&w, "response_format");
        jsonwrite_raw(&w, "{\"type\":\"json_object\"}", strlen("{\"type\":\"json_object\"}"));
    }
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

static void fail_by(struct reply *r, const struct provider *p, struct outcome_error *e)
{
    enum outcome_class class = outcome_classify(p->vendor->pattern, p->vendor->patterns, e);
    r->code = e->code != NULL ? mem_text(e->code) : e->type != NULL ? mem_text(e->type) : NULL;
    if (e->message != NULL)
        reply_fail(r, p, class, "%s", e->message);
    else
        reply_fail(r, p, class, "status %ld without a message", e->http);
}

/* An error in one of the shapes that vendors write it in; false when the body is none. */
static bool read_error(const struct provider *p, const struct jsontape *t, struct reply *r)
{
    uint32_t error = jsontape_get(t, 0, "error");
    uint32_t from = jsontape_kind(t, error) == '{' ? error : 0;
    bool flat = jsontape_get(t, 0, "choices") == JSONTAPE_NONE &&
                (jsontape_get(t, 0, "code") != JSONTAPE_NONE ||
                 jsontape_is(t, jsontape_get(t, 0, "object"), "error"));
    bool text = jsontape_kind(t, error) == '"';
    if (from == 0 && !flat && !text)
        return false;
    char *code = scalar(t, jsontape_get(t, from, "code"));
    char *type = scalar(t, jsontape_get(t, from, "type"));
    char *message = text ? jsontape_text(t, error) : scalar(t, jsontape_get(t, from, "message"));
    if (message == NULL)
        message = scalar(t, jsontape_get(t, from, "msg"));
    struct outcome_error e = {code, type, message, r->http};
    fail_by(r, p, &e);
    free(code);
    free(type);
    free(message);
    return true;
}

static void read_usage(const struct jsontape *t, struct reply *r)
{
    uint32_t usage = jsontape_get(t, 0, "usage");
    uint32_t prompt = jsontape_get(t, usage, "prompt_tokens_details");
    uint32_t completion = jsontape_get(t, usage, "completion_tokens_details");
    r->prompt = jsontape_count(t, jsontape_get(t, usage, "prompt_tokens"), -1);
    r->completion = jsontape_count(t, jsontape_get(t, usage, "completion_tokens"), -1);
    r->cached = jsontape_count(t, jsontape_get(t, prompt, "cached_tokens"),
                               jsontape_count(t, jsontape_get(t, usage, "cached_tokens"), -1));
    r->reasoning = jsontape_count(t, jsontape_get(t, completion, "reasoning_tokens"), -1);
}

/* What a finish_reason other than a plain end means. */
static enum outcome_class class_of(const char *finish)
{
    static const struct {
        const char *finish;
        enum outcome_class class;
    } rows[] = {
        {"sensitive", OUTCOME_CONTENT},
        {"content_filter", OUTCOME_CONTENT},
        {"network_error", OUTCOME_SERVER},
        {"aborted", OUTCOME_SERVER},
        {"insufficient_system_resource", OUTCOME_OVERLOAD},
        {"model_context_window_exceeded", OUTCOME_CONTEXT},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].finish, finish) == 0)
            return rows[i].class;
    return OUTCOME_OK;
}

static void read_choice(const struct provider *p, const struct jsontape *t, struct reply *r)
{
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, 0, "choices"));
    if (!jsontape_step(t, &w)) {
        reply_fail(r, p, OUTCOME_OUTPUT, "the answer holds no choice");
        return;
    }
    r->finish = jsontape_text(t, jsontape_get(t, w.value, "finish_reason"));
    r->content = jsontape_text(t, jsontape_get(t, jsontape_get(t, w.value, "message"), "content"));
    bool finished = r->finish != NULL && r->finish[0] != '\0';
    enum outcome_class class = finished ? class_of(r->finish) : OUTCOME_OUTPUT;
    if (!finished)
        reply_fail(r, p, class, "the answer has no finish_reason: it was cut off");
    else if (class != OUTCOME_OK)
        reply_fail(r, p, class, "the answer ended with finish_reason %s", r->finish);
    else if (r->content == NULL || r->content[0] == '\0')
        reply_fail(r, p, OUTCOME_OUTPUT, "the answer is empty (finish_reason %s)", r->finish);
}

static void read_body(const struct provider *p, const struct httppool_call *call, struct reply *r)
{
    struct jsontape t;
    jsontape_init(&t);
    bool json = jsontape_read(&t, call->reply.data, call->reply.len, NULL) == 0 &&
                jsontape_kind(&t, 0) == '{';
    if (json)
        read_usage(&t, r);
    if (json && read_error(p, &t, r)) {
        /* said by read_error */
    } else if (call->status >= 400 || call->status < 200) {
        struct outcome_error e = {.http = call->status};
        fail_by(r, p, &e);
    } else if (call->status >= 300) {
        reply_fail(r, p, OUTCOME_REQUEST,
                   "status %ld: the address sends elsewhere, and a key does not follow",
                   call->status);
    } else if (!json) {
        reply_fail(r, p, OUTCOME_SERVER, "the answer is %s (%s)",
                   call->reply.len == 0 ? "empty" : "not JSON",
                   call->content_type != NULL ? call->content_type : "no content type");
    } else {
        read_choice(p, &t, r);
    }
    jsontape_free(&t);
}

void openai_read(const struct provider *p, const struct httppool_call *call, struct reply *r)
{
    static const enum outcome_class class[] = {
        [HTTPPOOL_NETWORK] = OUTCOME_NETWORK,
        [HTTPPOOL_TIMEOUT] = OUTCOME_TIMEOUT,
        [HTTPPOOL_TOO_BIG] = OUTCOME_SERVER,
    };
    r->http = call->status;
    r->retry_after_ms = call->retry_after_ms;
    if (call->end != HTTPPOOL_DONE)
        reply_fail(r, p, class[call->end], "%s", call->message);
    else
        read_body(p, call, r);
}
