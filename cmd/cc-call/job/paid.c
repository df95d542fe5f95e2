#include "paid.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "digest.h"
#include "jsontape.h"
#include "jsonwrite.h"
#include "wire/protocol.h"

int paid_open(struct paid *p, const char *path, bool anew, struct diag_error *err)
{
    *p = (struct paid){.anew = anew};
    p->ledger = ledger_open(path, err);
    if (p->ledger == NULL)
        return -1;
    size_t damaged = ledger_damaged(p->ledger);
    if (damaged > 0)
        diag_warn("%s: %zu line%s no answer and passed over", path, damaged,
                  damaged == 1 ? " is" : "s are");
    return 0;
}

void paid_end(struct paid *p)
{
    struct diag_error err;
    if (p->ledger != NULL && !p->failed && ledger_compact(p->ledger, &err) < 0)
        diag_warn("%s; the older answers stay in the ledger", err.text);
}

void paid_close(struct paid *p)
{
    ledger_close(p->ledger);
    p->ledger = NULL;
}

/* The key of what is asked of the job's provider: made once, for all times that it is looked for and kept. */
static const char *key_of(struct job *j, const struct prompt_wish *wish)
{
    if (j->keyed == j->provider)
        return j->key;
    struct buf messages, text;
    struct form meant = form_of(j->provider);
    buf_init(&messages, CEILING_LINE);
    buf_init(&text, CEILING_LINE * 2);
    const char *schema = job_messages(j, wish, &messages);
    meant.stream = false;
    jsontape_copy(&j->record.tape, record_get(&j->record, "id"), &text);
    buf_format(&text, " %s ", j->provider->base_url);
    protocol_of(j->provider)
        ->request(j->provider, &meant, messages.data, messages.len, schema, &text);
    digest_marked(digest_of(text.data, text.len), j->key);
    j->keyed = j->provider;
    buf_free(&text);
    buf_free(&messages);
    return j->key;
}

/* The attempt of the entry, marked as one that was not made now. */
static bool take_attempt(struct job *j, const struct jsontape *t)
{
    size_t len;
    uint32_t attempt = jsontape_get(t, 0, "attempt");
    const char *raw = jsontape_raw(t, attempt, &len);
    if (jsontape_kind(t, attempt) != '{' || jsontape_size(t, attempt) == 0)
        return false;
    buf_reset(&j->attempt);
    buf_add(&j->attempt, raw, len - 1);
    buf_text(&j->attempt, ",\"ledger\":true}");
    return !buf_over(&j->attempt);
}

static bool take_entry(struct job *j, const struct jsontape *t)
{
    struct reply *r = &j->exchange.reply;
    uint32_t reply = jsontape_get(t, 0, "reply");
    uint32_t content = jsontape_get(t, reply, "content");
    reply_free(r);
    reply_init(r);
    r->finish = jsontape_text(t, jsontape_get(t, reply, "finish_reason"));
    jsontape_string(t, content, &r->content);
    reply_hide(r, j->provider);
    return r->finish != NULL && jsontape_kind(t, content) == '"' && !buf_over(&r->content) &&
           take_attempt(j, t);
}

bool paid_find(struct paid *p, struct job *j, const struct prompt_wish *wish)
{
    if (p->ledger == NULL || p->anew || ledger_count(p->ledger) == 0)
        return false;
    struct buf line;
    struct jsontape t;
    struct diag_error err;
    buf_init(&line, CEILING_LINE);
    jsontape_init(&t);
    int found = ledger_find(p->ledger, key_of(j, wish), &line, &err);
    if (found < 0) {
        diag_error("%s", err.text);
        p->failed = true;
    }
    bool taken = found > 0 && jsontape_read(&t, line.data, line.len, NULL) == 0 &&
                 take_entry(j, &t);
    jsontape_free(&t);
    buf_free(&line);
    return taken;
}

static void write_entry(const struct job *j, const char *key, struct buf *out)
{
    const struct reply *r = &j->exchange.reply;
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "key", key);
    jsonwrite_key(&w, "id");
    jsontape_write(&j->record.tape, record_get(&j->record, "id"), &w);
    jsonwrite_key(&w, "reply");
    jsonwrite_open(&w, '{');
    jsonwrite_key(&w, "content");
    jsonwrite_bytes(&w, r->content.data, r->content.len);
    jsonwrite_member(&w, "finish_reason", r->finish);
    jsonwrite_close(&w, '}');
    jsonwrite_key(&w, "attempt");
    job_write_attempt(j, r, &w);
    jsonwrite_close(&w, '}');
}

bool paid_keep(struct paid *p, struct job *j, const struct prompt_wish *wish)
{
    if (p->ledger == NULL || p->failed)
        return false;
    struct buf line;
    struct diag_error err;
    const char *key = key_of(j, wish);
    buf_init(&line, CEILING_LINE);
    write_entry(j, key, &line);
    bool kept = !buf_over(&line);
    if (!kept)
        diag_warn("%s: an answer of %zu bytes is too long for the ledger, and not kept",
                  j->provider->name, j->exchange.reply.content.len);
    else if (ledger_append(p->ledger, key, line.data, line.len, &err) < 0) {
        diag_error("%s", err.text);
        p->failed = true;
        kept = false;
    }
    buf_free(&line);
    return kept;
}

void paid_sync(struct paid *p)
{
    struct diag_error err;
    if (p->failed || ledger_sync(p->ledger, &err) == 0)
        return;
    diag_error("%s", err.text);
    p->failed = true;
}
