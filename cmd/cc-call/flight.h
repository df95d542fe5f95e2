/*
 * flight: the calls that run, and the loop's one decision: what can be started.
 *
 * flight_poke() starts what can be started: a record that is due, a
 * worker that is free, a slot that is ours.  A retry goes back on its queue with a due time.  Lines leave in
 * the order of completion.
 */
#ifndef FLIGHT_H
#define FLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "httppool.h"
#include "job/saving.h"
#include "random.h"
#include "waiting.h"

struct flight {
    /* set by the caller before the first record */
    struct waiting waiting; /* as it says */
    struct httppool *pool;
    struct random random; /* of back-off */
    struct saving saving; /* opened, or all zero */
    /* its own */
    int64_t looked_ms; /* when the calls were last let go on: what comes later is not late */
    size_t turn;       /* the lane that is first asked what it can start */
    struct lane_queue
        unsynced; /* answers in the ledger that are not on the disk yet; they hold their slots */
    bool draining;
};

void flight_init(struct flight *f);
void flight_free(struct flight *f);

/* Ends what is too late and starts what can be started.  Returns milliseconds until it should be called again
 * though nothing happens, or -1. */
int flight_poke(struct flight *f);
/* The calls have been let go on, up to now. */
void flight_looked(struct flight *f);
/* A call has ended. */
void flight_ended(struct flight *f, struct httppool_call *call);
/* Starts nothing more: what is not in flight leaves, class interrupted, and what is gets no further try. */
void flight_drain(struct flight *f);
/* Drops every call and writes every record that is held, class interrupted. */
void flight_interrupt(struct flight *f);

/* The window is full: no more records, please. */
bool flight_is_full(const struct flight *f);
/* Nothing is held. */
bool flight_is_empty(const struct flight *f);

#endif
