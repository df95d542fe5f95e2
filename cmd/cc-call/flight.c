#include "flight.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "answer.h"
#include "ceiling.h"
#include "clock.h"
#include "mem.h"
#include "openai.h"
#include "verify.h"

/* How often a process that waits for a slot looks for one. */
enum { SLOT_LOOK_MS = 25, CONNECT_MS = 30000 };

void flight_init(struct flight *f)
{
    *f = (struct flight){.slot_dir = -1};
    table_init(&f->lanes);
    lane_queue_init(&f->open);
    faults_init(&f->faults);
}

void flight_free(struct flight *f)
{
    struct job *j;
    for (size_t i = 0; i < f->lanes.count; i++) {
        struct lane *lane = f->lanes.entry[i].value.pointer;
        for (j = lane->flying.first; j != NULL; j = j->next)
            httppool_cancel(f->pool, &j->call);
        lane_free(lane);
    }
    table_free(&f->lanes);
    while ((j = lane_queue_shift(&f->open)) != NULL)
        job_free(j);
    faults_free(&f->faults);
    if (f->slot_dir >= 0)
        close(f->slot_dir);
}

bool flight_is_full(const struct flight *f)
{
    return f->records >= CEILING_WINDOW_RECORDS || f->bytes >= CEILING_WINDOW_BYTES ||
           lineout_waiting(f->out) >= CEILING_WINDOW_BYTES;
}

bool flight_is_empty(const struct flight *f)
{
    return f->records == 0;
}

/* The line is written, as an error where the next stage could not read it, and the job gone. */
static void leave(struct flight *f, struct job *j, struct buf *line)
{
    if (buf_over(line) || line->len > CEILING_LINE) {
        buf_reset(line);
        job_error_line(j, OUTCOME_OUTPUT, 0, NULL, "the record got too long for a line", NULL,
                       line);
        f->errors = true;
    }
    lineout_line(f->out, line->data, line->len);
    f->records--;
    f->bytes -= j->record.len;
    job_free(j);
}

static void leave_with_error(struct flight *f, struct job *j, const struct reply *r,
                             const char *rejected)
{
    struct buf line;
    buf_init(&line, CEILING_LINE * 2);
    job_error_line(j, r->class, r->http, r->code, r->message, rejected, &line);
    job_tell(j, r, -1);
    faults_add(&f->faults, j->provider != NULL ? j->provider->name : NULL, r->class, r->message);
    f->errors = true;
    leave(f, j, &line);
    buf_free(&line);
}

static void leave_unsent(struct flight *f, struct job *j, enum outcome_class c, const char *why)
{
    struct reply r;
    reply_init(&r);
    r.class = c;
    r.message = mem_text(why);
    leave_with_error(f, j, &r, NULL);
    reply_free(&r);
}

static bool has_slots(struct flight *f, struct diag_error *err)
{
    if (f->slot_dir < 0)
        f->slot_dir = slot_directory(f->slot_path, err);
    f->no_slots = f->slot_dir < 0;
    return !f->no_slots;
}

/* The lane of a provider, opened when it is first named; NULL with err. */
static struct lane *lane_of(struct flight *f, const char *name, struct diag_error *err)
{
    struct table_entry *e = table_get(&f->lanes, name, strlen(name));
    if (e != NULL)
        return e->value.pointer;
    const struct provider *p = provider_find(f->providers, name, err);
    bool usable = p != NULL && (p->vendor->protocol == VENDOR_BUILTIN || has_slots(f, err));
    struct lane *lane = usable ? lane_new(p, f->slot_dir, err) : NULL;
    if (lane != NULL)
        table_put(&f->lanes, name, strlen(name))->value.pointer = lane;
    return lane;
}

/* Queues a record that several may answer, if one of them is configured. */
static void add_open(struct flight *f, struct job *j)
{
    const struct jsontape *t = &j->record.tape;
    uint32_t candidates = record_get(&j->record, "candidates");
    struct diag_error err = {"the list of candidates is empty"};
    bool some = false;
    for (struct jsontape_walk w = jsontape_walk(t, candidates); jsontape_step(t, &w);) {
        char *name = jsontape_text(t, w.value);
        some = (name != NULL && lane_of(f, name, &err) != NULL) || some;
        free(name);
    }
    j->chosen = true;
    if (some)
        lane_queue_add(&f->open, j);
    else
        leave_unsent(f, j, OUTCOME_CONFIG, err.text);
}

int flight_add(struct flight *f, struct record *r, struct diag_error *err)
{
    if (record_is_done(r)) {
        lineout_line(f->out, r->line, r->len);
        f->errors = f->errors || record_has(r, "error");
        record_free(r);
        return 0;
    }
    char *named = record_text(r, "provider");
    const char *name = named != NULL ? named : f->provider;
    struct job *j = job_new(r);
    bool open = job_is_open(j);
    if (name == NULL && !open) {
        job_free(j);
        return diag_fail(err, "a record names no provider");
    }
    f->records++;
    f->bytes += j->record.len;
    struct diag_error why;
    struct lane *lane = open ? NULL : lane_of(f, name, &why);
    j->chosen = named == NULL;
    if (open) {
        add_open(f, j);
    } else if (lane == NULL) {
        leave_unsent(f, j, OUTCOME_CONFIG, why.text);
    } else {
        j->provider = lane->provider;
        lane_queue_add(&lane->queue, j);
    }
    free(named);
    return 0;
}

/* The next record for a lane: of its own queue, else one that it is a candidate for. */
static struct job *next_job(struct flight *f, struct lane *lane, int64_t now, int64_t *next_ms)
{
    struct job *j = lane_queue_take(&lane->queue, now, next_ms);
    if (j != NULL)
        return j;
    for (j = f->open.first; j != NULL; j = j->next) {
        if (job_is_for(j, lane->provider->name)) {
            lane_queue_remove(&f->open, j);
            j->provider = lane->provider;
            return j;
        }
    }
    return NULL;
}

/* The record that next_job() gave cannot start yet; others may still take one that was open to all. */
static void put_back(struct flight *f, struct lane *lane, struct job *j)
{
    bool open = j->tries == 0 && job_is_open(j);
    j->provider = open ? NULL : j->provider;
    lane_queue_add_first(open ? &f->open : &lane->queue, j);
}

/* Derives the cases here and now. */
static void run_builtin(struct flight *f, struct job *j)
{
    struct buf cases, line;
    struct reply r;
    struct diag_error err;
    size_t count = 0;
    buf_init(&cases, CEILING_LINE);
    buf_init(&line, CEILING_LINE * 2);
    reply_init(&r);
    job_start(j);
    if (job_is_chat(j))
        reply_fail(&r, j->provider, OUTCOME_REQUEST, "builtin answers no messages");
    else if (builtin_cases(&j->record, &f->builtin, &cases, &count, &err) < 0)
        reply_fail(&r, j->provider, OUTCOME_OUTPUT, "%s", err.text);
    else if (count == 0)
        reply_fail(&r, j->provider, OUTCOME_OUTPUT, "nothing can be derived from this operation");
    job_attempt(j, &r);
    if (r.class != OUTCOME_OK) {
        leave_with_error(f, j, &r, NULL);
    } else {
        job_cases_line(j, cases.data, NULL, false, &line);
        leave(f, j, &line);
    }
    reply_free(&r);
    buf_free(&line);
    buf_free(&cases);
}

static void start(struct flight *f, struct lane *lane, struct job *j, int slot)
{
    struct diag_error err;
    if (!job_ask(j, &f->wish)) {
        slot_give(lane->slots, slot);
        leave_unsent(f, j, OUTCOME_CONTEXT, "the question is larger than a record may be");
        return;
    }
    job_start(j);
    j->slot = slot;
    j->call = (struct httppool_call){
        .url = j->url.data,
        .bearer = j->provider->key,
        .body = j->body.data,
        .body_len = j->body.len,
        .timeout_ms = j->provider->timeout_ms,
        .connect_ms = CONNECT_MS,
        .owner = j,
    };
    if (httppool_start(f->pool, &j->call, &err) == 0) {
        lane_queue_add(&lane->flying, j);
        return;
    }
    slot_give(lane->slots, slot);
    leave_unsent(f, j, OUTCOME_NETWORK, err.text);
}

/* Starts what one lane can; lowers *next_ms to when it wants to be asked again. */
static void poke_lane(struct flight *f, struct lane *lane, int64_t now, int64_t *next_ms)
{
    bool here = lane->slots == NULL;
    while (lineout_waiting(f->out) == 0 && lane->flying.count < (size_t)lane->provider->workers) {
        struct job *j = next_job(f, lane, now, next_ms);
        if (j == NULL)
            break;
        if (here) {
            run_builtin(f, j);
            continue;
        }
        int slot = slot_take(lane->slots);
        if (slot == 0) {
            put_back(f, lane, j);
            if (now + SLOT_LOOK_MS < *next_ms)
                *next_ms = now + SLOT_LOOK_MS;
            return;
        }
        start(f, lane, j, slot);
    }
    if (!here)
        slot_leave(lane->slots);
}

int flight_poke(struct flight *f)
{
    int64_t now = clock_ms(), next_ms = INT64_MAX;
    for (size_t i = 0; i < f->lanes.count; i++)
        poke_lane(f, f->lanes.entry[i].value.pointer, now, &next_ms);
    if (next_ms == INT64_MAX)
        return -1;
    return next_ms > now ? (int)(next_ms - now) : 0;
}

/* Turns the content of an answer into a line of cases; false with r failed where there are none. */
static bool settle_cases(struct job *j, struct reply *r, struct buf *line, struct buf *rejected)
{
    struct answer answer;
    struct verify v;
    struct diag_error err;
    if (answer_read(&answer, r->content, &err) < 0) {
        reply_fail(r, j->provider, OUTCOME_OUTPUT, "%s", err.text);
        return false;
    }
    bool cut = answer.cut || strcmp(r->finish, "length") == 0;
    verify_answer(&v, &j->record, &answer, j->provider->name);
    if (v.accepted == 0)
        reply_fail(r, j->provider, OUTCOME_OUTPUT, "none of the %zu cases of the answer holds",
                   v.refused);
    if (v.refused > 0)
        buf_add(rejected, v.rejected.data, v.rejected.len);
    job_attempt(j, r);
    if (v.accepted > 0)
        job_cases_line(j, v.cases.data, v.refused > 0 ? v.rejected.data : NULL, cut, line);
    bool settled = v.accepted > 0;
    verify_free(&v);
    answer_free(&answer);
    return settled;
}

/* The outcome of a try is known: the record leaves, or goes back on its queue. */
static void settle(struct flight *f, struct lane *lane, struct job *j, struct reply *r)
{
    struct buf line, rejected;
    buf_init(&line, CEILING_LINE * 2);
    buf_init(&rejected, CEILING_LINE);
    size_t attempts = j->attempts.len;
    bool answered = r->class == OUTCOME_OK;
    if (answered && !job_is_chat(j))
        answered = settle_cases(j, r, &line, &rejected);
    if (j->attempts.len == attempts)
        job_attempt(j, r);
    if (answered && job_is_chat(j))
        job_reply_line(j, r, &line);
    if (answered) {
        leave(f, j, &line);
    } else {
        int64_t wait = retry_wait(r->class, j->tries, j->provider->max_retries, r->retry_after_ms,
                                  &f->random);
        if (wait >= 0) {
            job_tell(j, r, wait);
            j->due_ms = clock_ms() + wait;
            lane_queue_add(&lane->queue, j);
        } else {
            leave_with_error(f, j, r, rejected.len > 0 ? rejected.data : NULL);
        }
    }
    buf_free(&rejected);
    buf_free(&line);
}

/* The call no longer runs: its worker and slot are free. */
static struct lane *land(struct flight *f, struct job *j)
{
    const char *name = j->provider->name;
    struct lane *lane = table_get(&f->lanes, name, strlen(name))->value.pointer;
    lane_queue_remove(&lane->flying, j);
    slot_give(lane->slots, j->slot);
    j->slot = 0;
    return lane;
}

void flight_ended(struct flight *f, struct httppool_call *call)
{
    struct job *j = call->owner;
    struct lane *lane = land(f, j);
    struct reply r;
    reply_init(&r);
    openai_read(j->provider, call, &r);
    settle(f, lane, j, &r);
    reply_free(&r);
}

static void interrupt_flying(struct flight *f, struct job *j)
{
    struct reply r;
    reply_init(&r);
    land(f, j);
    httppool_cancel(f->pool, &j->call);
    reply_fail(&r, j->provider, OUTCOME_INTERRUPTED, "interrupted while the call was running");
    job_attempt(j, &r);
    leave_with_error(f, j, &r, NULL);
    reply_free(&r);
}

void flight_interrupt(struct flight *f)
{
    static const char why[] = "interrupted before it was asked";
    struct job *j;
    for (size_t i = 0; i < f->lanes.count; i++) {
        struct lane *lane = f->lanes.entry[i].value.pointer;
        while (lane->flying.first != NULL)
            interrupt_flying(f, lane->flying.first);
        while ((j = lane_queue_shift(&lane->queue)) != NULL)
            leave_unsent(f, j, OUTCOME_INTERRUPTED, why);
    }
    while ((j = lane_queue_shift(&f->open)) != NULL)
        leave_unsent(f, j, OUTCOME_INTERRUPTED, why);
}
