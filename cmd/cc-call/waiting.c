#include "waiting.h"

#include <stdlib.h>

#include "ceiling.h"
#include "job/settle.h"

void waiting_init(struct waiting *w)
{
    *w = (struct waiting){0};
    lanes_init(&w->lanes);
    w->lanes.budget = &w->budget;
    lane_queue_init(&w->open);
    outbox_init(&w->outbox);
}

void waiting_free(struct waiting *w)
{
    struct job *j;
    lanes_free(&w->lanes);
    while ((j = lane_queue_shift(&w->open)) != NULL)
        job_free(j);
    paid_close(&w->paid);
    budget_close(&w->budget);
    outbox_free(&w->outbox);
}

static void leave_to_verdict(struct waiting *w, struct job *j, const struct lane *lane)
{
    struct buf why;
    buf_init(&why, CEILING_TEXT);
    buf_format(&why, "not asked: %s is not asked any more in this run: %s", lane->provider->name,
               lane->verdict.message);
    j->provider = lane->provider;
    outbox_unasked(&w->outbox, j, lane->verdict.class, why.data);
    buf_free(&why);
}

/* The first lane among a record's candidates that is still asked; else NULL, and one that is not in *ended. */
static struct lane *asked_candidate(const struct waiting *w, const struct job *j,
                                    struct lane **ended)
{
    struct lane *lane;
    for (size_t i = 0; (lane = lanes_at(&w->lanes, i)) != NULL; i++) {
        if (!job_is_for(j, lane->provider->name))
            continue;
        if (lane->verdict.class == OUTCOME_OK)
            return lane;
        *ended = lane;
    }
    return NULL;
}

/* Deals with what the ledger had: the record leaves with it, or it is asked what is next.  Returns whether it left. */
static bool settle_paid(struct waiting *w, struct job *j)
{
    struct buf line, rejected;
    buf_init(&line, CEILING_LINE * 2);
    buf_init(&rejected, CEILING_LINE);
    enum settled settled = settle_answer(j, &w->settle, &j->exchange.reply, &line, &rejected);
    bool left = settled == SETTLED_WELL || (settled == SETTLED_BADLY && j->second.held > 0);
    if (settled == SETTLED_WELL)
        outbox_line(&w->outbox, j, &line);
    else if (left)
        outbox_error(&w->outbox, j, &j->exchange.reply, NULL);
    else
        exchange_rest(&j->exchange);
    if (settled == SETTLED_BADLY && !left)
        job_restart(j);
    buf_free(&rejected);
    buf_free(&line);
    return left;
}

bool waiting_answered(struct waiting *w, struct job *j, const struct lane *lane)
{
    bool left = false;
    j->provider = lane->provider;
    while (!left && lane->slots != NULL && j->anew != lane->provider &&
           paid_find(&w->paid, j, &w->wish))
        left = settle_paid(w, j);
    return left;
}

/* Queues a record that only this lane can answer. */
static void add_to(struct waiting *w, struct job *j, struct lane *lane)
{
    if (lane->verdict.class != OUTCOME_OK)
        leave_to_verdict(w, j, lane);
    else
        lane_queue_add(&lane->queue, j);
}

/* The lane of a candidate, or NULL with err, which is told the first time. */
static struct lane *open_candidate(struct waiting *w, const char *name, struct diag_error *err)
{
    bool known = lanes_refused(&w->lanes, name);
    struct lane *lane = lanes_open(&w->lanes, name, err);
    if (lane == NULL && !known)
        diag_warn("a candidate is passed over: %s", err->text);
    return lane;
}

/* Queues a record that several may answer, if one of them is configured. */
static void add_open(struct waiting *w, struct job *j)
{
    const struct jsontape *t = &j->record.tape;
    uint32_t candidates = record_get(&j->record, "candidates");
    struct diag_error err = {"the list of candidates holds no name"};
    struct lane *ended = NULL;
    bool some = false;
    j->chosen = true;
    for (struct jsontape_walk i = jsontape_walk(t, candidates); jsontape_step(t, &i);) {
        char *name = jsontape_text(t, i.value);
        struct lane *lane = name != NULL ? open_candidate(w, name, &err) : NULL;
        free(name);
        if (lane != NULL && waiting_answered(w, j, lane))
            return;
        if (j->second.asked) {
            add_to(w, j, lane);
            return;
        }
        some = some || lane != NULL;
    }
    j->provider = NULL;
    if (!some)
        outbox_unasked(&w->outbox, j, OUTCOME_CONFIG, err.text);
    else if (asked_candidate(w, j, &ended) == NULL && ended != NULL)
        leave_to_verdict(w, j, ended);
    else
        lane_queue_add(&w->open, j);
}

static void add_named(struct waiting *w, struct job *j, const char *name)
{
    struct diag_error err;
    struct lane *lane = lanes_open(&w->lanes, name, &err);
    if (lane == NULL)
        outbox_unasked(&w->outbox, j, OUTCOME_CONFIG, err.text);
    else if (!waiting_answered(w, j, lane))
        add_to(w, j, lane);
}

int waiting_add(struct waiting *w, struct record *r, struct diag_error *err)
{
    if (record_is_done(r)) {
        outbox_pass(&w->outbox, r);
        return 0;
    }
    char *named = record_text(r, "provider");
    const char *name = named != NULL ? named : w->provider;
    struct job *j = job_new(r);
    bool open = job_is_open(j);
    if (name == NULL && !open) {
        job_free(j);
        return diag_fail(err, "a record names no provider");
    }
    outbox_hold(&w->outbox, j);
    j->chosen = named == NULL;
    const char *fault = job_fault(j);
    if (fault != NULL)
        outbox_unasked(&w->outbox, j, OUTCOME_REQUEST, fault);
    else if (open)
        add_open(w, j);
    else
        add_named(w, j, name);
    free(named);
    return 0;
}

void waiting_close(struct waiting *w, struct lane *lane)
{
    struct job *j, *next;
    while ((j = lane_queue_shift(&lane->queue)) != NULL) {
        struct lane *ended = lane;
        if (!job_is_open(j) || j->second.held > 0 || asked_candidate(w, j, &ended) == NULL) {
            leave_to_verdict(w, j, lane);
        } else {
            /* Another candidate may take it, from the beginning. */
            second_free(&j->second);
            j->worthless = false;
            j->provider = NULL;
            j->tries = 0;
            lane_queue_add(&w->open, j);
        }
    }
    for (j = w->open.first; j != NULL; j = next) {
        struct lane *ended = NULL;
        next = j->next;
        if (asked_candidate(w, j, &ended) == NULL && ended != NULL) {
            lane_queue_remove(&w->open, j);
            leave_to_verdict(w, j, ended);
        }
    }
}

struct job *waiting_next(struct waiting *w, struct lane *lane, int64_t now, int64_t *next_ms)
{
    struct job *j = lane_queue_take(&lane->queue, now, next_ms);
    if (j != NULL || lane->verdict.class != OUTCOME_OK)
        return j;
    for (j = w->open.first; j != NULL; j = j->next) {
        if (job_is_for(j, lane->provider->name)) {
            lane_queue_remove(&w->open, j);
            j->provider = lane->provider;
            return j;
        }
    }
    return NULL;
}

void waiting_put_back(struct waiting *w, struct lane *lane, struct job *j)
{
    bool open = j->tries == 0 && job_is_open(j) && !j->second.asked;
    j->provider = open ? NULL : j->provider;
    lane_queue_add_first(open ? &w->open : &lane->queue, j);
}

void waiting_drain(struct waiting *w)
{
    static const char why[] = "interrupted before it was asked";
    struct job *j;
    struct lane *lane;
    for (size_t i = 0; (lane = lanes_at(&w->lanes, i)) != NULL; i++)
        while ((j = lane_queue_shift(&lane->queue)) != NULL)
            outbox_unasked(&w->outbox, j, OUTCOME_INTERRUPTED, why);
    while ((j = lane_queue_shift(&w->open)) != NULL)
        outbox_unasked(&w->outbox, j, OUTCOME_INTERRUPTED, why);
}
