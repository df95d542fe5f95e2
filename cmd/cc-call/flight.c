#include "flight.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "clock.h"
#include "job/settle.h"
#include "lane/retry.h"
#include "mem.h"

/* How often a process that waits for a slot looks for one. */
enum { SLOT_LOOK_MS = 25 };

void flight_init(struct flight *f)
{
    *f = (struct flight){0};
    waiting_init(&f->waiting);
    lane_queue_init(&f->unsynced);
}

void flight_free(struct flight *f)
{
    struct job *j;
    struct lane *lane;
    for (size_t i = 0; (lane = lanes_at(&f->waiting.lanes, i)) != NULL; i++)
        for (j = lane->flying.first; j != NULL; j = j->next)
            httppool_cancel(f->pool, &j->exchange.call);
    while ((j = lane_queue_shift(&f->unsynced)) != NULL)
        job_free(j);
    waiting_free(&f->waiting);
}

bool flight_is_full(const struct flight *f)
{
    return outbox_is_full(&f->waiting.outbox);
}

bool flight_is_empty(const struct flight *f)
{
    return f->waiting.outbox.records == 0;
}

static void run_builtin(struct flight *f, struct job *j)
{
    struct buf line;
    struct reply r;
    buf_init(&line, CEILING_LINE * 2);
    reply_init(&r);
    job_start(j);
    if (settle_builtin(j, &f->waiting.settle.builtin, &r, &line))
        outbox_line(&f->waiting.outbox, j, &line);
    else
        outbox_error(&f->waiting.outbox, j, &r, NULL);
    reply_free(&r);
    buf_free(&line);
}

static void start(struct flight *f, struct lane *lane, struct job *j, int slot)
{
    struct diag_error err;
    if (!job_ask(j, &f->waiting.wish, &lane->form)) {
        slot_give(lane->slots, slot);
        outbox_unasked(&f->waiting.outbox, j, OUTCOME_CONTEXT,
                       "the question is larger than a record may be");
        return;
    }
    if (!saving_write(&f->saving, j)) {
        slot_give(lane->slots, slot);
        outbox_unasked(&f->waiting.outbox, j, OUTCOME_INTERRUPTED,
                       "not asked: its request could not be saved");
        return;
    }
    exchange_begin(&j->exchange, j);
    job_start(j);
    j->slot = slot;
    if (httppool_start(f->pool, &j->exchange.call, &err) == 0) {
        budget_start(&f->waiting.budget, j);
        pace_started(&lane->pace, j->exchange.started_ms);
        lane_queue_add(&lane->flying, j);
        return;
    }
    slot_give(lane->slots, slot);
    outbox_unasked(&f->waiting.outbox, j, OUTCOME_NETWORK, err.text);
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
    if (lineout_waiting(f->waiting.outbox.out) > 0 ||
        lane->flying.count >= (size_t)lane->pace.limit)
        return false;
    bool due = lane->pace.next_ms <= now;
    if (!due && (lane->queue.count > 0 || f->waiting.open.count > 0))
        sooner(next_ms, lane->pace.next_ms);
    return due;
}

/* Whether the job's call may cost what it will.  It has left where it may not, and waits on where it may not yet. */
static enum budget_answer ask_budget(struct flight *f, struct lane *lane, struct job *j)
{
    const struct budget *budget = &f->waiting.budget;
    if (!budget->limited || !job_ask(j, &f->waiting.wish, &lane->form))
        return BUDGET_GO;
    enum budget_answer answer = budget_ask(budget, j, &f->waiting.wish);
    if (answer == BUDGET_WAIT) {
        exchange_rest(&j->exchange);
        waiting_put_back(&f->waiting, lane, j);
    } else if (answer == BUDGET_OVER) {
        struct buf why;
        buf_init(&why, CEILING_TEXT);
        budget_explain(budget, j, &why);
        outbox_unasked(&f->waiting.outbox, j, OUTCOME_INTERRUPTED, why.data);
        buf_free(&why);
    }
    return answer;
}

/* Starts what one lane can; lowers *next_ms to when it wants to be asked again. */
static void poke_lane(struct flight *f, struct lane *lane, int64_t now, int64_t *next_ms)
{
    bool here = lane->slots == NULL;
    while (has_worker(f, lane, now, next_ms)) {
        struct job *j = waiting_next(&f->waiting, lane, now, next_ms);
        if (j == NULL)
            break;
        if (here) {
            run_builtin(f, j);
            continue;
        }
        if (waiting_answered(&f->waiting, j, lane))
            continue;
        enum budget_answer may = ask_budget(f, lane, j);
        if (may == BUDGET_OVER)
            continue;
        if (may == BUDGET_WAIT)
            break;
        int slot = slot_take(lane->slots);
        if (slot == 0) {
            waiting_put_back(&f->waiting, lane, j);
            sooner(next_ms, now + SLOT_LOOK_MS);
            return;
        }
        start(f, lane, j, slot);
    }
    if (!here)
        slot_leave(lane->slots);
}

/* Puts the job back on its queue where another try can help.  Returns whether it did. */
static bool try_again(struct flight *f, struct lane *lane, struct job *j)
{
    const struct reply *r = &j->exchange.reply;
    struct form less = j->exchange.form;
    bool worthless = r->class == OUTCOME_OUTPUT;
    int64_t wait;
    if (f->draining || lane->verdict.class != OUTCOME_OK || (worthless && j->worthless))
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
    j->worthless = j->worthless || worthless;
    j->retry_ms += wait;
    j->due_ms = clock_ms() + wait;
    lane_queue_add(&lane->queue, j);
    exchange_rest(&j->exchange);
    return true;
}

/* Puts the job before all others of its lane, for its second question.  Returns whether it did. */
static bool ask_again(struct flight *f, struct lane *lane, struct job *j)
{
    if (f->draining || lane->verdict.class != OUTCOME_OK)
        return false;
    job_tell(j, &j->exchange.reply, 0);
    lane_queue_add_first(&lane->queue, j);
    exchange_rest(&j->exchange);
    return true;
}

/* The line of an answer, or the second question, or the error. */
static void settle(struct flight *f, struct lane *lane, struct job *j)
{
    struct reply *r = &j->exchange.reply;
    struct buf line, rejected;
    buf_init(&line, CEILING_LINE * 2);
    buf_init(&rejected, CEILING_LINE);
    enum settled settled = settle_answer(j, &f->waiting.settle, r, &line, &rejected);
    if (settled == SETTLED_WELL)
        outbox_line(&f->waiting.outbox, j, &line);
    else if (settled == SETTLED_BADLY || !ask_again(f, lane, j))
        outbox_error(&f->waiting.outbox, j, r, rejected.len > 0 ? rejected.data : NULL);
    buf_free(&rejected);
    buf_free(&line);
}

/* Turns the outcome of a try into a line, or into another try. */
static void conclude(struct flight *f, struct lane *lane, struct job *j)
{
    struct reply *r = &j->exchange.reply;
    bool asked = lane->verdict.class == OUTCOME_OK;
    pace_ended(&lane->pace, r->class, j->exchange.started_ms, clock_ms());
    if (r->class == OUTCOME_RATE && r->retry_after_ms <= RETRY_LONGEST_MS)
        pace_hold(&lane->pace, clock_ms() + r->retry_after_ms);
    verdict_hear(&lane->verdict, lane->provider, r);
    progress_try(&f->waiting.outbox.progress, j);
    if (r->class == OUTCOME_OK) {
        settle(f, lane, j);
    } else {
        job_attempt(j, r);
        if (!try_again(f, lane, j))
            outbox_error(&f->waiting.outbox, j, r, NULL);
    }
    if (asked && lane->verdict.class != OUTCOME_OK)
        waiting_close(&f->waiting, lane);
}

static struct lane *land(struct flight *f, struct job *j)
{
    struct lane *lane = lanes_find(&f->waiting.lanes, j->provider->name);
    lane_queue_remove(&lane->flying, j);
    return lane;
}

static void free_slot(struct lane *lane, struct job *j)
{
    slot_give(lane->slots, j->slot);
    j->slot = 0;
}

/* The exchange has its outcome.  An answer that is kept leaves, and gives its slot back, when it is on the disk. */
static void came_back(struct flight *f, struct lane *lane, struct job *j)
{
    budget_end(&f->waiting.budget, j);
    if (j->exchange.reply.class == OUTCOME_OK && paid_keep(&f->waiting.paid, j, &f->waiting.wish)) {
        lane_queue_add(&f->unsynced, j);
        return;
    }
    free_slot(lane, j);
    conclude(f, lane, j);
}

static void sync(struct flight *f)
{
    struct job *j;
    if (f->unsynced.first != NULL)
        paid_sync(&f->waiting.paid);
    while ((j = lane_queue_shift(&f->unsynced)) != NULL) {
        struct lane *lane = lanes_find(&f->waiting.lanes, j->provider->name);
        free_slot(lane, j);
        conclude(f, lane, j);
    }
}

void flight_looked(struct flight *f)
{
    f->looked_ms = clock_ms();
}

void flight_ended(struct flight *f, struct httppool_call *call)
{
    struct exchange *e = call->owner;
    struct lane *lane = land(f, e->owner);
    exchange_end(e);
    came_back(f, lane, e->owner);
}

/* Ends the calls of a lane whose first token or next one is too late; lowers *next_ms to the next of that kind. */
static void expire(struct flight *f, struct lane *lane, int64_t *next_ms)
{
    struct job *next;
    for (struct job *j = lane->flying.first; j != NULL; j = next) {
        int64_t deadline = exchange_deadline(&j->exchange);
        next = j->next;
        if (deadline > f->looked_ms) {
            sooner(next_ms, deadline);
            continue;
        }
        land(f, j);
        httppool_cancel(f->pool, &j->exchange.call);
        exchange_expire(&j->exchange);
        came_back(f, lane, j);
    }
}

int flight_poke(struct flight *f)
{
    int64_t now = clock_ms(), next_ms = INT64_MAX;
    struct lane *lane;
    for (size_t i = 0; (lane = lanes_at(&f->waiting.lanes, i)) != NULL; i++)
        expire(f, lane, &next_ms);
    sync(f);
    /* By turns, so that of two lanes that share their slots neither is always first. */
    size_t lanes = lanes_count(&f->waiting.lanes);
    f->turn++;
    for (size_t i = 0; i < lanes; i++)
        poke_lane(f, lanes_at(&f->waiting.lanes, (f->turn + i) % lanes), now, &next_ms);
    if (next_ms == INT64_MAX)
        return -1;
    return next_ms > now ? (int)(next_ms - now) : 0;
}

/* An answer that has said why it ended is one, though its connection is still open. */
static void interrupt_flying(struct flight *f, struct lane *lane, struct job *j)
{
    struct reply r;
    land(f, j);
    httppool_cancel(f->pool, &j->exchange.call);
    if (j->exchange.reply.finish != NULL) {
        exchange_expire(&j->exchange);
        came_back(f, lane, j);
        return;
    }
    free_slot(lane, j);
    reply_init(&r);
    reply_fail(&r, j->provider, OUTCOME_INTERRUPTED, "interrupted while the call was running");
    job_attempt(j, &r);
    outbox_error(&f->waiting.outbox, j, &r, NULL);
    reply_free(&r);
}

void flight_drain(struct flight *f)
{
    f->draining = true;
    waiting_drain(&f->waiting);
}

void flight_interrupt(struct flight *f)
{
    struct lane *lane;
    f->draining = true;
    for (size_t i = 0; (lane = lanes_at(&f->waiting.lanes, i)) != NULL; i++)
        while (lane->flying.first != NULL)
            interrupt_flying(f, lane, lane->flying.first);
    sync(f);
    flight_drain(f);
}
