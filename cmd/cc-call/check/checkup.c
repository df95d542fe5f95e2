#include "checkup.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "clock.h"
#include "jsontape.h"
#include "mem.h"
#include "wire/protocol.h"

enum {
    LIST_MS = 10 * 1000,
    ASK_MS = 60 * 1000, /* a local server may have to load its model first */
    ASK_TOKENS = 64,    /* enough for a word, even of a model that thinks a little */
    SLOT_LOOK_MS = 25,
};

static const char ping[] = "[{\"role\":\"user\",\"content\":\"ping\"}]";

void checkup_init(struct checkup *c, const char *name, struct lane *lane, bool full,
                  const struct diag_error *why)
{
    *c = (struct checkup){.name = name,
                          .lane = lane,
                          .full = full,
                          .key = "unknown",
                          .known = -1,
                          .latency_ms = -1,
                          .answer_ms = -1};
    buf_init(&c->url, CEILING_TEXT);
    exchange_init(&c->exchange);
    reply_init(&c->reply);
    if (lane == NULL) {
        c->reply.class = OUTCOME_CONFIG;
        c->reply.message = mem_text(why->text);
        c->step = CHECKUP_DONE;
    } else if (lane->provider->vendor->protocol == VENDOR_BUILTIN) {
        c->key = "none";
        c->known = c->reached = true;
        c->step = CHECKUP_DONE;
    } else {
        c->asked = *lane->provider;
        c->key = c->asked.key != NULL ? "unknown" : "none";
    }
}

void checkup_free(struct checkup *c)
{
    httppool_call_free(&c->call);
    buf_free(&c->url);
    exchange_free(&c->exchange);
    reply_free(&c->reply);
    models_free(&c->models);
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

static void go_on(struct checkup *c, enum checkup_step step)
{
    c->step = step;
    c->due_ms = clock_ms() + ASK_MS;
    if (step != CHECKUP_DONE)
        return;
    if (c->slot != 0)
        slot_give(c->lane->slots, c->slot);
    slot_leave(c->lane->slots);
    c->slot = 0;
}

/* Ends the checkup with an error of ours. */
static void give_up(struct checkup *c, enum outcome_class class, const char *why)
{
    reply_fail(&c->reply, &c->asked, class, "%s", why);
    go_on(c, CHECKUP_DONE);
}

static void start_get(struct checkup *c, struct httppool *pool)
{
    struct diag_error err;
    buf_reset(&c->url);
    if (c->step == CHECKUP_KEY) {
        char *root = provider_root(&c->asked);
        buf_format(&c->url, "%s%s", root, c->asked.vendor->guarded);
        free(root);
    } else {
        models_url(&c->asked, &c->url);
    }
    httppool_call_free(&c->call);
    c->call = (struct httppool_call){
        .url = c->url.data,
        .bearer = c->asked.key,
        .timeout_ms = least(LIST_MS, c->asked.timeout_ms),
        .connect_ms = least(LIST_MS, c->asked.connect_ms),
    };
    c->running = httppool_start(pool, &c->call, &err) == 0;
    if (!c->running)
        give_up(c, OUTCOME_NETWORK, err.text);
}

static void start_answer(struct checkup *c, struct httppool *pool)
{
    struct buf messages;
    struct diag_error err = {"the address is too long"};
    c->asked.max_tokens = least(ASK_TOKENS, c->asked.max_tokens);
    c->asked.timeout_ms = least(ASK_MS, c->asked.timeout_ms);
    buf_init(&messages, sizeof ping);
    buf_text(&messages, ping);
    bool asked = exchange_ask(&c->exchange, &c->asked, &c->lane->form, &messages, NULL);
    exchange_begin(&c->exchange, c);
    buf_free(&messages);
    c->running = asked && httppool_start(pool, &c->exchange.call, &err) == 0;
    if (!c->running)
        give_up(c, OUTCOME_NETWORK, err.text);
}

/* A slot, as for any call. */
static bool has_slot(struct checkup *c, int64_t now)
{
    if (c->slot == 0 && (c->slot = slot_take(c->lane->slots)) != 0)
        slot_leave(c->lane->slots);
    if (c->slot == 0 && now >= c->due_ms)
        give_up(c, OUTCOME_TIMEOUT, "other calls hold all its workers");
    return c->slot != 0;
}

/* What the answer to a GET says where it is an error, or no JSON at all. */
static void read_answer(struct checkup *c, struct jsontape *t)
{
    const struct httppool_call *call = &c->call;
    struct reply *r = &c->reply;
    r->http = call->status;
    if (call->status >= 300 && call->status < 400) {
        reply_fail(r, &c->asked, OUTCOME_REQUEST, "status %ld: the address sends elsewhere",
                   call->status);
        return;
    }
    bool json = jsontape_read(t, call->reply.data, call->reply.len, NULL) == 0;
    if (json)
        protocol_of(&c->asked)->take(&c->asked, t, r);
    if (r->refused)
        return;
    if (call->status >= 400)
        reply_refuse(r, &c->asked, NULL, NULL, NULL);
    else if (!json)
        reply_fail(r, &c->asked, OUTCOME_SERVER, "the answer is not JSON (%s)",
                   call->content_type != NULL ? call->content_type : "no content type");
}

/* proved: what answered wants the key. */
static void judge_key(struct checkup *c, bool proved)
{
    enum outcome_class class = c->reply.class;
    bool heard = class == OUTCOME_OK || class == OUTCOME_BILLING || class == OUTCOME_QUOTA ||
                 class == OUTCOME_RATE;
    if (c->asked.key != NULL && class == OUTCOME_AUTH)
        c->key = "refused";
    else if (c->asked.key != NULL && heard && proved)
        c->key = "accepted";
}

static void judge_model(struct checkup *c)
{
    const struct vendor *v = c->asked.vendor;
    const struct models *m = &c->models;
    if (m->listed || (v->any_model && m->count <= 1))
        c->known = 1;
    else if (!v->partial_models)
        c->known = 0;
    if (c->known == 0)
        reply_fail(&c->reply, &c->asked, OUTCOME_MODEL, "%s is not in its list of models (%zu)",
                   c->asked.model, m->count);
}

/* A gateway or a server of one's own need not have a list. */
static bool may_lack_list(const struct checkup *c)
{
    const struct vendor *v = c->asked.vendor;
    return v->protocol == VENDOR_OPENAI && !v->key &&
           (c->reply.http == 404 || c->reply.http == 405);
}

static void take_list(struct checkup *c, const struct jsontape *t)
{
    struct reply *r = &c->reply;
    if (r->class != OUTCOME_OK && may_lack_list(c)) {
        reply_free(r);
        reply_init(r);
    } else if (r->class != OUTCOME_OK && (r->http == 404 || r->http == 405)) {
        reply_fail(r, &c->asked, OUTCOME_REQUEST, "there is no list of models (status %ld)",
                   r->http);
    } else if (r->class == OUTCOME_OK && !models_read(&c->asked, t, &c->models)) {
        reply_fail(r, &c->asked, OUTCOME_SERVER, "the answer holds no list of models");
    }
    c->counted = r->class == OUTCOME_OK && r->http != 0;
    judge_key(c, c->asked.vendor->key);
    if (c->counted)
        judge_model(c);
}

/* Only whether the key is refused is of interest. */
static void take_guarded(struct checkup *c)
{
    judge_key(c, true);
    if (c->reply.class == OUTCOME_OK || c->reply.class == OUTCOME_AUTH)
        return;
    reply_free(&c->reply);
    reply_init(&c->reply);
}

static enum checkup_step step_after(const struct checkup *c)
{
    enum outcome_class class = c->reply.class;
    if (c->step == CHECKUP_LIST && class == OUTCOME_OK && c->asked.vendor->guarded != NULL)
        return CHECKUP_KEY;
    /* A list may leave out what can be called by another name: the answer itself decides. */
    bool decides = class == OUTCOME_OK || class == OUTCOME_MODEL || class == OUTCOME_REQUEST;
    return c->full && decides ? CHECKUP_ASK : CHECKUP_DONE;
}

static void take_get(struct checkup *c)
{
    struct jsontape tape;
    jsontape_init(&tape);
    c->running = false;
    if (c->call.end != HTTPPOOL_DONE) {
        reply_lost(&c->reply, &c->asked, &c->call);
    } else {
        c->reached = true;
        read_answer(c, &tape);
        if (c->step == CHECKUP_LIST) {
            c->latency_ms = c->call.first_byte_ms;
            take_list(c, &tape);
        } else {
            take_guarded(c);
        }
    }
    go_on(c, step_after(c));
    jsontape_free(&tape);
}

/* The small answer has its outcome. */
static void take_answer(struct checkup *c)
{
    struct exchange *e = &c->exchange;
    struct form less = e->form;
    c->running = false;
    if (form_drop(&less, &e->reply)) {
        form_meet(&c->lane->form, &less);
        return;
    }
    /* It was not to have the room for more. */
    if (e->reply.class == OUTCOME_OUTPUT && e->reply.finish != NULL)
        e->reply.class = OUTCOME_OK;
    reply_free(&c->reply);
    c->reply = e->reply;
    e->reply = (struct reply){0};
    c->reached = c->reached || c->reply.http != 0;
    judge_key(c, true);
    if (c->reply.class == OUTCOME_OK || c->reply.class == OUTCOME_MODEL)
        c->known = c->reply.class == OUTCOME_OK;
    if (c->reply.class == OUTCOME_OK)
        c->answer_ms = clock_ms() - e->started_ms;
    go_on(c, CHECKUP_DONE);
}

bool checkup_take(struct checkup *c, const struct httppool_call *call)
{
    if (call != &c->call && call != &c->exchange.call)
        return false;
    if (call == &c->call) {
        take_get(c);
    } else {
        exchange_end(&c->exchange);
        take_answer(c);
    }
    return true;
}

void checkup_drop(struct checkup *c, struct httppool *pool)
{
    if (c->running)
        httppool_cancel(pool, c->step == CHECKUP_ASK ? &c->exchange.call : &c->call);
    c->running = false;
}

int64_t checkup_go(struct checkup *c, struct httppool *pool)
{
    int64_t now = clock_ms();
    bool asking = c->step == CHECKUP_ASK;
    if (c->running && asking && exchange_deadline(&c->exchange) <= now) {
        checkup_drop(c, pool);
        exchange_expire(&c->exchange);
        take_answer(c);
    }
    if (!c->running && c->step != CHECKUP_DONE) {
        if (!asking)
            start_get(c, pool);
        else if (has_slot(c, now))
            start_answer(c, pool);
        else
            return c->step == CHECKUP_DONE ? INT64_MAX : now + SLOT_LOOK_MS;
    }
    return c->running && c->step == CHECKUP_ASK ? exchange_deadline(&c->exchange) : INT64_MAX;
}
