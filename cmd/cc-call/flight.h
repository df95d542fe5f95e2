/*
 * flight: every record that cc-call holds, from its line to its line.
 *
 * Records wait in the lane of their provider; flight_poke() starts what can be started: a record that is due, a
 * worker that is free, a slot that is ours.  A retry goes back on its queue with a due time.  Lines leave in
 * the order of completion.
 */
#ifndef FLIGHT_H
#define FLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "builtin/builtin.h"
#include "diag.h"
#include "httppool.h"
#include "lanes.h"
#include "outbox.h"
#include "prompt.h"
#include "random.h"

struct flight {
    /* set by the caller before the first record */
    struct lanes lanes; /* its providers and slot_path */
    struct httppool *pool;
    struct outbox outbox; /* its out */
    const char *provider; /* for records that name none, or NULL */
    struct prompt_wish wish;
    struct builtin_options builtin;
    struct random random; /* of back-off */
    /* its own */
    struct lane_queue open; /* records with several candidates */
};

void flight_init(struct flight *f);
void flight_free(struct flight *f);

/*
 * Takes the record over; what is done already goes out as it came.  Returns 0, or -1 with err when it names no
 * provider and there is none for such records.
 */
int flight_add(struct flight *f, struct record *r, struct diag_error *err);
/* Ends what is too late and starts what can be started.  Returns milliseconds until it should be called again
 * though nothing happens, or -1. */
int flight_poke(struct flight *f);
/* A call has ended. */
void flight_ended(struct flight *f, struct httppool_call *call);
/* Drops every call and writes every record that is held, class interrupted. */
void flight_interrupt(struct flight *f);

/* The window is full: no more records, please. */
bool flight_is_full(const struct flight *f);
/* Nothing is held. */
bool flight_is_empty(const struct flight *f);

#endif
