#include "flight.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "clock.h"
#include "mem.h"
#include "retry.h"
#include "settle.h"

/* How often a process that waits for a slot looks for one. */
enum { SLOT_LOOK_MS = 25 };

void flight_init(struct flight *f)
{
    *f = (struct flight){0};
    lanes_init(&f->lanes);
    lane_queue_init(&f->open);
    outbox_init(&f->outbox);
}

void flight_free(struct flight *f)
{
    struct job *j;
    struct lane *lane;
    for (size_t i = 0; (lane = lanes_at(&f->lanes, i)) != NULL; i++)
        for (j = lane->flying.first; j != NULL; j = j->next)
            httppool_cancel(f->pool, &j->exchange.call);
    lanes_free(&f->lanes);
    while ((j = lane_queue_shift(&f->open)) != NULL)
        job_free(j);
    outbox_free(&f->outbox);
}

bool flight_is_full(const struct flight *f)
{
    return outbox_is_full(&f->outbox);
}

bool flight_is_empty(const struct flight *f)
{
    return f->outbox.records == 0;
}

static void leave_to_verdict(struct flight *f, struct job *j, const struct lane *lane)
{
    struct buf why;
    buf_init(&why, CEILING_TEXT);
    buf_format(&why, "not asked: %s is not asked any more in this run: %s", lane->provider->name,
               lane->verdict.message);
    j->provider = lane->provider;
    outbox_unasked(&f->outbox, j, lane->verdict.class, why.data);
    buf_free(&why);
}

/* The first lane among a record's candidates that is still asked; else NULL, and one that is not in *ended. */
static struct lane *asked_candidate(const struct flight *f, const struct job *j,
                                    struct lane **ended)
{
    struct lane *lane;
    for (size_t i = 0; (lane = lanes_at(&f->lanes, i)) != NULL; i++) {
        if (!job_is_for(j, lane->provider->name))
            continue;
        if (lane->verdict.class == OUTCOME_OK)
            return lane;
        *ended = lane;
    }
    return NULL;
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
        some = (name != NULL && lanes_open(&f->lanes, name, &err) != NULL) || some;
        free(name);
    }
    struct lane *ended = NULL;
    j->chosen = true;
    if (!some)
        outbox_unasked(&f->outbox, j, OUTCOME_CONFIG, err.text);
    else if (asked_candidate(f, j, &ended) == NULL && ended != NULL)
        leave_to_verdict(f, j, ended);
    else
        lane_queue_add(&f->open, j);
}

int flight_add(struct flight *f, struct record *r, struct diag_error *err)
{
    if (record_is_done(r)) {
        outbox_pass(&f->outbox, r);
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
    outbox_hold(&f->outbox, j);
    struct diag_error why;
    struct lane *lane = open ? NULL : lanes_open(&f->lanes, name, &why);
    j->chosen = named == NULL;
    if (open) {
        add_open(f, j);
    } else if (lane == NULL) {
        outbox_unasked(&f->outbox, j, OUTCOME_CONFIG, why.text);
    } else if (lane->verdict.class != OUTCOME_OK) {
        leave_to_verdict(f, j, lane);
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
    if (j != NULL || lane->verdict.class != OUTCOME_OK)
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

static void run_builtin(struct flight *f, struct job *j)
{
    struct buf line;
    struct reply r;
    buf_init(&line, CEILING_LINE * 2);
    reply_init(&r);
    job_start(j);
    if (settle_builtin(j, &f->builtin, &r, &line))
        outbox_line(&f->outbox, j, &line);
    else
        outbox_error(&f->outbox, j, &r, NULL);
    reply_free(&r);
    buf_free(&line);
}

static void start(struct flight *f, struct lane *lane, struct job *j, int slot)
{
    struct diag_error err;
    if (!job_ask(j, &f->wish, &lane->form)) {
        slot_give(lane->slots, slot);
        outbox_unasked(&f->outbox, j, OUTCOME_CONTEXT,
                       "the question is larger than a record may be");
        return;
    }
    exchange_begin(&j->exchange, j);
    job_start(j);
    j->slot = slot;
    if (httppool_start(f->pool, &j->exchange.call, &err) == 0) {
        pace_started(&lane->pace, j->exchange.started_ms);
        lane_queue_add(&lane->flying, j);
        return;
    }
    slot_give(lane->slots, slot);
    outbox_unasked(&f->outbox, j, OUTCOME_NETWORK, err.text);
}

static void sooner(int64_t *next_ms, int64_t than)
{
    if (than < *next_ms)
        *next_ms = than;
}

/* Whether the lane may start one more call now; lowers *next_ms where only time is missing. */
static bool has_worker(const struct flight *f, const struct lane *lane, int64_t now,
                       int64_t *next_ms)
{
    if (lineout_waiting(f->outbox.out) > 0 || lane->flying.count >= (size_t)lane->pace.limit)
        return false;
    bool due = lane->pace.next_ms <= now;
    if (!due && (lane->queue.count > 0 || f->open.count > 0))
        sooner(next_ms, lane->pace.next_ms);
    return due;
}

/* Starts what one lane can; lowers *next_ms to when it wants to be asked again. */
static void poke_lane(struct flight *f, struct lane *lane, int64_t now, int64_t *next_ms)
{
    bool here = lane->slots == NULL;
    while (has_worker(f, lane, now, next_ms)) {
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
            sooner(next_ms, now + SLOT_LOOK_MS);
            return;
        }
        start(f, lane, j, slot);
    }
    if (!here)
        slot_leave(lane->slots);
}

/* Nobody is left to ask: what waits for the lane leaves. */
static void empty_lane(struct flight *f, struct lane *lane)
{
    struct job *j, *next;
    while ((j = lane_queue_shift(&lane->queue)) != NULL)
        leave_to_verdict(f, j, lane);
    for (j = f->open.first; j != NULL; j = next) {
        struct lane *ended = NULL;
        next = j->next;
        if (asked_candidate(f, j, &ended) == NULL && ended != NULL) {
            lane_queue_remove(&f->open, j);
            leave_to_verdict(f, j, ended);
        }
    }
}

/* Puts the job back on its queue where another try can help.  Returns whether it did. */
static bool try_again(struct flight *f, struct lane *lane, struct job *j)
{
    const struct reply *r = &j->exchange.reply;
    struct form less = j->exchange.form;
    int64_t wait = -1;
    if (lane->verdict.class != OUTCOME_OK)
        return false;
    if (form_drop(&less, r)) {
        form_meet(&lane->form, &less);
        j->tries--;
        wait = 0;
    } else {
        struct retry so_far = {j->tries, j->provider->max_retries, j->retry_ms, r->retry_after_ms};
        wait = retry_wait(r->class, &so_far, &f->random);
    }
    if (wait < 0)
        return false;
    job_tell(j, r, wait);
    j->retry_ms += wait;
    j->due_ms = clock_ms() + wait;
    lane_queue_add(&lane->queue, j);
    return true;
}

/* Turns the outcome of a try into a line, or into another try. */
static void conclude(struct flight *f, struct lane *lane, struct job *j)
{
    struct reply *r = &j->exchange.reply;
    struct buf line, rejected;
    buf_init(&line, CEILING_LINE * 2);
    buf_init(&rejected, CEILING_LINE);
    bool answer = r->class == OUTCOME_OK;
    bool asked = lane->verdict.class == OUTCOME_OK;
    pace_ended(&lane->pace, r->class, j->exchange.started_ms, clock_ms());
    verdict_hear(&lane->verdict, lane->provider->name, r->class, r->message);
    if (!answer)
        job_attempt(j, r);
    if (answer && settle_answer(j, r, &line, &rejected))
        outbox_line(&f->outbox, j, &line);
    else if (!try_again(f, lane, j))
        outbox_error(&f->outbox, j, r, rejected.len > 0 ? rejected.data : NULL);
    if (asked && lane->verdict.class != OUTCOME_OK)
        empty_lane(f, lane);
    buf_free(&rejected);
    buf_free(&line);
}

/* The call no longer runs: its worker and slot are free. */
static struct lane *land(struct flight *f, struct job *j)
{
    struct lane *lane = lanes_find(&f->lanes, j->provider->name);
    lane_queue_remove(&lane->flying, j);
    slot_give(lane->slots, j->slot);
    j->slot = 0;
    return lane;
}

void flight_ended(struct flight *f, struct httppool_call *call)
{
    struct exchange *e = call->owner;
    struct job *j = e->owner;
    struct lane *lane = land(f, j);
    exchange_end(e);
    conclude(f, lane, j);
}

/* Ends the calls of a lane whose first token or next one is too late; lowers *next_ms to the next of that kind. */
static void expire(struct flight *f, struct lane *lane, int64_t now, int64_t *next_ms)
{
    struct job *next;
    for (struct job *j = lane->flying.first; j != NULL; j = next) {
        int64_t deadline = exchange_deadline(&j->exchange);
        next = j->next;
        if (deadline > now) {
            sooner(next_ms, deadline);
            continue;
        }
        land(f, j);
        httppool_cancel(f->pool, &j->exchange.call);
        exchange_expire(&j->exchange);
        conclude(f, lane, j);
    }
}

int flight_poke(struct flight *f)
{
    int64_t now = clock_ms(), next_ms = INT64_MAX;
    struct lane *lane;
    for (size_t i = 0; (lane = lanes_at(&f->lanes, i)) != NULL; i++) {
        expire(f, lane, now, &next_ms);
        poke_lane(f, lane, now, &next_ms);
    }
    if (next_ms == INT64_MAX)
        return -1;
    return next_ms > now ? (int)(next_ms - now) : 0;
}

static void interrupt_flying(struct flight *f, struct job *j)
{
    struct reply r;
    reply_init(&r);
    land(f, j);
    httppool_cancel(f->pool, &j->exchange.call);
    reply_fail(&r, j->provider, OUTCOME_INTERRUPTED, "interrupted while the call was running");
    job_attempt(j, &r);
    outbox_error(&f->outbox, j, &r, NULL);
    reply_free(&r);
}

void flight_interrupt(struct flight *f)
{
    static const char why[] = "interrupted before it was asked";
    struct job *j;
    struct lane *lane;
    for (size_t i = 0; (lane = lanes_at(&f->lanes, i)) != NULL; i++) {
        while (lane->flying.first != NULL)
            interrupt_flying(f, lane->flying.first);
        while ((j = lane_queue_shift(&lane->queue)) != NULL)
            outbox_unasked(&f->outbox, j, OUTCOME_INTERRUPTED, why);
    }
    while ((j = lane_queue_shift(&f->open)) != NULL)
        outbox_unasked(&f->outbox, j, OUTCOME_INTERRUPTED, why);
}
