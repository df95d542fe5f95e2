#include "job.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "diag.h"
#include "jsonwrite.h"
#include "mem.h"

struct job *job_new(struct record *r)
{
    struct job *j = mem_new(sizeof *j);
    j->record = *r;
    *r = (struct record){0};
    j->since_ms = clock_ms();
    buf_init(&j->attempts, CEILING_LINE);
    buf_init(&j->attempt, CEILING_TEXT);
    exchange_init(&j->exchange);
    return j;
}

void job_free(struct job *j)
{
    exchange_free(&j->exchange);
    record_free(&j->record);
    buf_free(&j->attempts);
    buf_free(&j->attempt);
    second_free(&j->second);
    free(j);
}

bool job_is_chat(const struct job *j)
{
    return record_has(&j->record, "messages");
}

const char *job_fault(const struct job *j)
{
    const struct jsontape *t = &j->record.tape;
    bool operation = jsontape_kind(t, record_get(&j->record, "method")) == '"' &&
                     jsontape_kind(t, record_get(&j->record, "path")) == '"';
    return operation || job_is_chat(j)
               ? NULL
               : "the record has neither messages nor an operation (method and path)";
}

bool job_is_open(const struct job *j)
{
    const struct jsontape *t = &j->record.tape;
    return jsontape_kind(t, record_get(&j->record, "provider")) != '"' &&
           jsontape_kind(t, record_get(&j->record, "candidates")) == '[';
}

bool job_is_for(const struct job *j, const char *provider)
{
    const struct jsontape *t = &j->record.tape;
    for (struct jsontape_walk w = jsontape_walk(t, record_get(&j->record, "candidates"));
         jsontape_step(t, &w);)
        if (jsontape_is(t, w.value, provider))
            return true;
    return false;
}

const char *job_messages(const struct job *j, const struct prompt_wish *wish, struct buf *out)
{
    if (job_is_chat(j)) {
        jsontape_copy(&j->record.tape, record_get(&j->record, "messages"), out);
        return NULL;
    }
    prompt_messages(&j->record, wish, out);
    if (j->second.asked && !buf_over(out)) {
        buf_cut(out, out->len - 1);
        buf_add(out, j->second.words.data, j->second.words.len);
        buf_char(out, ']');
    }
    return prompt_schema();
}

bool job_ask(struct job *j, const struct prompt_wish *wish, struct form *form)
{
    struct buf messages;
    buf_init(&messages, CEILING_LINE);
    const char *schema = job_messages(j, wish, &messages);
    bool fits = exchange_ask(&j->exchange, j->provider, form, &messages, schema);
    buf_free(&messages);
    return fits;
}

void job_restart(struct job *j)
{
    second_free(&j->second);
    j->keyed = NULL;
    j->worthless = false;
    j->tries = 0;
    j->anew = j->provider;
    buf_cut(&j->attempts, j->made);
}

void job_start(struct job *j)
{
    int64_t now = clock_ms();
    clock_stamp(j->at);
    j->waited_ms = now - j->since_ms;
    j->exchange.started_ms = now;
    j->anew = j->provider;
    j->tries++;
}

void job_write_attempt(const struct job *j, const struct reply *r, struct jsonwrite *w)
{
    const struct exchange *e = &j->exchange;
    struct buf usage;
    buf_init(&usage, CEILING_TEXT);
    reply_usage(r, &usage);
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "provider", j->provider->name);
    jsonwrite_member(w, "model", j->provider->model);
    jsonwrite_member(w, "at", j->at);
    jsonwrite_member_int(w, "ms", clock_ms() - e->started_ms);
    if (e->first_ms >= 0)
        jsonwrite_member_int(w, "ttft_ms", e->first_ms);
    jsonwrite_member_int(w, "wait_ms", j->waited_ms);
    if (r->http != 0)
        jsonwrite_member_int(w, "http", r->http);
    jsonwrite_member(w, "class", outcome_name(r->class));
    if (usage.len > 0) {
        jsonwrite_key(w, "usage");
        jsonwrite_raw(w, usage.data, usage.len);
    }
    if (e->bad > 0 && e->objects > 0)
        jsonwrite_member_int(w, "bad_chunks", (long long)e->bad);
    jsonwrite_member(w, "request_id", e->call.request_id);
    jsonwrite_close(w, '}');
    buf_free(&usage);
}

void job_attempt(struct job *j, const struct reply *r)
{
    if (j->attempts.len > 0)
        buf_char(&j->attempts, ',');
    struct jsonwrite w = jsonwrite_to(&j->attempts);
    if (j->attempt.len > 0) {
        jsonwrite_raw(&w, j->attempt.data, j->attempt.len);
    } else {
        job_write_attempt(j, r, &w);
        j->made = j->attempts.len;
    }
    buf_reset(&j->attempt);
    j->since_ms = clock_ms();
}

void job_tell(const struct job *j, const struct reply *r, int64_t wait_ms)
{
    char *id = record_text(&j->record, "id");
    const char *provider = j->provider != NULL ? j->provider->name : "nobody";
    const char *message = r->message != NULL ? r->message : "";
    if (wait_ms >= 0 && r->class == OUTCOME_OK)
        diag_info("%s: %s: too few of the cases hold; asked again", id, provider);
    else if (wait_ms >= 0)
        diag_info("%s: %s: %s: %s; asked again in %lld ms", id, provider, outcome_name(r->class),
                  message, (long long)wait_ms);
    else
        diag_info("%s: %s: %s: %s", id, provider, outcome_name(r->class), message);
    free(id);
}

/* The attempts that the record brought, and ours behind them. */
static void all_attempts(const struct job *j, struct buf *out)
{
    const struct jsontape *t = &j->record.tape;
    uint32_t before = record_get(&j->record, "attempts");
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '[');
    for (struct jsontape_walk i = jsontape_walk(t, before); jsontape_step(t, &i);) {
        size_t len;
        const char *raw = jsontape_raw(t, i.value, &len);
        jsonwrite_raw(&w, raw, len);
    }
    if (j->attempts.len > 0)
        jsonwrite_raw(&w, j->attempts.data, j->attempts.len);
    jsonwrite_close(&w, ']');
}

/* Splices the outcome, `provider` where it was chosen here, and the attempts into the record. */
static void write_line(const struct job *j, const struct record_edit *outcome, size_t n,
                       struct buf *out)
{
    struct record_edit edit[8];
    struct buf attempts, provider;
    size_t edits = 0;
    buf_init(&attempts, CEILING_LINE);
    buf_init(&provider, CEILING_TEXT);
    if (j->provider != NULL) {
        struct jsonwrite w = jsonwrite_to(&provider);
        jsonwrite_text(&w, j->provider->name);
    }
    if (j->chosen && j->provider != NULL)
        edit[edits++] = (struct record_edit){"provider", provider.data, provider.len};
    for (size_t i = 0; i < n; i++)
        if (outcome[i].json != NULL || record_has(&j->record, outcome[i].member))
            edit[edits++] = outcome[i];
    all_attempts(j, &attempts);
    if (attempts.len > 2)
        edit[edits++] = (struct record_edit){"attempts", attempts.data, attempts.len};
    record_splice(&j->record, edit, edits, out);
    out->over = out->over || buf_over(&attempts);
    buf_free(&attempts);
    buf_free(&provider);
}

static struct record_edit edit_of(const char *member, const char *json)
{
    return (struct record_edit){member, json, json != NULL ? strlen(json) : 0};
}

void job_error_line(const struct job *j, enum outcome_class c, long http, const char *code,
                    const char *message, const char *rejected, struct buf *out)
{
    struct buf error;
    buf_init(&error, CEILING_TEXT);
    outcome_error_json(&error, c, j->provider != NULL ? j->provider->name : NULL, http, code,
                       message);
    const struct record_edit edit[] = {edit_of("error", error.data), edit_of("rejected", rejected)};
    write_line(j, edit, 2, out);
    buf_free(&error);
}

void job_reply_line(const struct job *j, const struct reply *r, struct buf *out)
{
    struct buf reply;
    buf_init(&reply, CEILING_LINE);
    struct jsonwrite w = jsonwrite_to(&reply);
    jsonwrite_open(&w, '{');
    jsonwrite_key(&w, "content");
    jsonwrite_bytes(&w, r->content.data, r->content.len);
    jsonwrite_member(&w, "finish_reason", r->finish);
    jsonwrite_close(&w, '}');
    const struct record_edit edit[] = {{"reply", reply.data, reply.len}};
    write_line(j, edit, 1, out);
    out->over = out->over || buf_over(&reply);
    buf_free(&reply);
}

void job_cases_line(const struct job *j, const char *cases, const char *rejected, bool cut,
                    struct buf *out)
{
    const struct record_edit edit[] = {edit_of("cases", cases), edit_of("rejected", rejected),
                                       edit_of("partial", cut ? "\"length\"" : NULL)};
    write_line(j, edit, 3, out);
}
