/*
 * pace: how many calls of a provider may run at once, and when the next may start.  Pure.
 *
 * Below the cap, the number of workers in use follows what the provider bears: halved when it says `rate`, and one
 * more after as many successes as there are.  Calls that were already running when it was halved do not halve it
 * again.  With calls a minute given, starts are spread evenly.
 */
#ifndef PACE_H
#define PACE_H

#include <stdint.h>

#include "outcome.h"

struct pace {
    int cap;
    int limit; /* 1..cap */
    int successes;
    int64_t halved_ms;   /* when */
    int64_t interval_ms; /* between two starts; 0: none */
    int64_t next_ms;     /* no start before */
};

/* rpm: calls a minute, or 0.  Times are those of clock_ms(). */
struct pace pace_of(int cap, int rpm);

void pace_started(struct pace *p, int64_t now);
/* A call that started then has ended so. */
void pace_ended(struct pace *p, enum outcome_class c, int64_t started_ms, int64_t now);

/* The provider has asked for a pause: no start before then. */
void pace_hold(struct pace *p, int64_t until_ms);

#endif
