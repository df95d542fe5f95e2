#include "exchange.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "classifier.h"
#include "clock.h"
#include "protocol.h"

/* How long a server may keep a stream open that has said why it ended, for its token counts come behind; and one
 * that has said [DONE], whose connection can be used again if it ends well. */
enum { AFTER_FINISH_MS = 2000, AFTER_DONE_MS = 200 };

void exchange_init(struct exchange *e)
{
    *e = (struct exchange){.first_ms = -1};
    buf_init(&e->url, CEILING_TEXT);
    buf_init(&e->body, CEILING_LINE * 2);
    jsontape_init(&e->tape);
}

/* What the last try left. */
static void clear(struct exchange *e)
{
    httppool_call_free(&e->call);
    e->call = (struct httppool_call){0};
    framing_free(&e->framing);
    reply_free(&e->reply);
}

void exchange_free(struct exchange *e)
{
    clear(e);
    buf_free(&e->url);
    buf_free(&e->body);
    jsontape_free(&e->tape);
}

void exchange_rest(struct exchange *e)
{
    clear(e);
    buf_free(&e->body);
    buf_init(&e->body, CEILING_LINE * 2);
}

bool exchange_ask(struct exchange *e, const struct provider *p, struct form *f,
                  const struct buf *messages, const char *schema)
{
    const struct protocol *protocol = protocol_of(p);
    form_fit(f, messages->len, p->max_tokens);
    e->provider = p;
    e->form = *f;
    buf_reset(&e->url);
    buf_reset(&e->body);
    protocol->url(p, &e->url);
    protocol->request(p, f, messages->data, messages->len, schema, &e->body);
    return !buf_over(messages) && !buf_over(&e->url) && !buf_over(&e->body);
}

/* An event that only its name tells to be an error: JSON with a message, or plain text. */
static void take_error_event(struct exchange *e, bool json, const char *text)
{
    char *message = json ? jsontape_text(&e->tape, jsontape_get(&e->tape, 0, "message")) : NULL;
    if (!e->reply.refused)
        reply_refuse(&e->reply, e->provider, NULL, NULL, message != NULL ? message : text);
    free(message);
}

/* One text of the answer: a chunk, or all of it. */
static void take_text(void *owner, const char *text, size_t len)
{
    struct exchange *e = owner;
    if (len >= 6 && memcmp(text, "[DONE]", 6) == 0) {
        e->done = true;
        return;
    }
    bool json = jsontape_read(&e->tape, text, len, NULL) == 0 && jsontape_kind(&e->tape, 0) == '{';
    if (!json && e->framing.error)
        take_error_event(e, json, text);
    if (!json) {
        e->bad++;
        return;
    }
    e->objects++;
    bool more = protocol_of(e->provider)->take(e->provider, &e->tape, &e->reply);
    if (e->framing.error)
        take_error_event(e, json, text);
    e->too_big = buf_over(&e->reply.content);
    if (more)
        e->progress_ms = clock_ms();
    if (e->finish_ms == 0 && e->reply.finish != NULL)
        e->finish_ms = clock_ms();
    if (e->first_ms < 0 && (e->reply.content.len > 0 || e->reply.thought))
        e->first_ms = clock_ms() - e->started_ms;
}

static bool take_bytes(void *owner, const char *bytes, size_t len)
{
    struct exchange *e = owner;
    e->reply.http = e->call.status;
    e->received += len;
    e->too_big = !framing_feed(&e->framing, bytes, len) || e->too_big ||
                 e->received > CEILING_RECEIVED;
    return !e->too_big;
}

void exchange_begin(struct exchange *e, void *owner)
{
    clear(e);
    reply_init(&e->reply);
    framing_init(&e->framing, protocol_of(e->provider)->lines, take_text, e);
    e->started_ms = e->progress_ms = clock_ms();
    e->first_ms = -1;
    e->finish_ms = 0;
    e->objects = e->bad = e->received = 0;
    e->too_big = e->done = false;
    e->owner = owner;
    e->call = (struct httppool_call){
        .url = e->url.data,
        .bearer = e->provider->key,
        .body = e->body.data,
        .body_len = e->body.len,
        .timeout_ms = e->provider->timeout_ms,
        .connect_ms = e->provider->connect_ms,
        .take = take_bytes,
        .owner = e,
    };
}

int64_t exchange_deadline(const struct exchange *e)
{
    if (e->reply.refused)
        return e->progress_ms + AFTER_DONE_MS;
    if (e->finish_ms > 0)
        return e->finish_ms + (e->done ? AFTER_DONE_MS : AFTER_FINISH_MS);
    if (!e->form.stream)
        return INT64_MAX;
    if (e->first_ms < 0)
        return e->started_ms + e->provider->first_ms;
    return e->progress_ms + e->provider->stall_ms;
}

/* What a finish_reason other than a plain end means, and an end without content. */
static void judge_answer(struct exchange *e)
{
    struct reply *r = &e->reply;
    struct classifier_error ended = {.finish = r->finish, .http = r->http};
    enum outcome_class class = classifier_class(e->provider->vendor->name, &ended);
    r->class = class;
    reply_hide(r, e->provider);
    if (class != OUTCOME_OK)
        reply_fail(r, e->provider, class, "the answer ended with finish_reason %s", r->finish);
    else if (r->content.len == 0)
        reply_fail(r, e->provider, OUTCOME_OUTPUT, "the answer is empty (finish_reason %s)",
                   r->finish);
}

/* The connection ended well, and no answer came over it. */
static void judge_nothing(struct exchange *e)
{
    struct reply *r = &e->reply;
    const char *type = e->call.content_type != NULL ? e->call.content_type : "no content type";
    if (e->call.status >= 400 || e->call.status < 200) {
        reply_refuse(r, e->provider, NULL, NULL, NULL);
    } else if (e->call.status >= 300) {
        reply_fail(r, e->provider, OUTCOME_REQUEST,
                   "status %ld: the address sends elsewhere, and a key does not follow",
                   e->call.status);
    } else if (e->objects > 0 || e->framing.kind == FRAMING_EVENTS) {
        reply_fail(r, e->provider, OUTCOME_OUTPUT, "%s",
                   r->content.len > 0 ? "the answer has no finish_reason: it was cut off"
                                      : "the answer holds no choice");
    } else {
        bool empty = e->framing.kind == FRAMING_UNKNOWN;
        reply_fail(r, e->provider, OUTCOME_SERVER, "the answer is %s (%s)",
                   empty ? "empty" : "not JSON", type);
    }
}

static void judge(struct exchange *e)
{
    struct reply *r = &e->reply;
    if (r->refused)
        return;
    if (r->finish != NULL && !e->too_big && e->call.status < 300)
        judge_answer(e);
    else if (e->call.end != HTTPPOOL_DONE)
        reply_lost(r, e->provider, &e->call);
    else
        judge_nothing(e);
}

void exchange_end(struct exchange *e)
{
    e->reply.http = e->call.status;
    framing_end(&e->framing);
    if (e->reply.retry_after_ms < 0 || e->call.retry_after_ms >= 0)
        e->reply.retry_after_ms = e->call.retry_after_ms;
    judge(e);
}

void exchange_expire(struct exchange *e)
{
    struct reply *r = &e->reply;
    r->http = e->call.status;
    framing_end(&e->framing);
    if (r->refused || r->finish != NULL) {
        judge(e);
    } else if (r->http >= 400) {
        reply_refuse(r, e->provider, NULL, NULL, NULL);
    } else {
        bool first = e->first_ms < 0;
        int ms = first ? e->provider->first_ms : e->provider->stall_ms;
        reply_fail(r, e->provider, OUTCOME_TIMEOUT, "no %stoken came within %g s (%s_TIMEOUT)",
                   first ? "" : "further ", ms / 1000.0, first ? "FIRST_TOKEN" : "STALL");
    }
}
