/*
 * retry: whether a failed call is tried again on the same provider, and when.  Pure.
 */
#ifndef RETRY_H
#define RETRY_H

#include <stdint.h>

#include "outcome.h"

/* A wait that a provider asks for and that is longer than this is not waited for. */
#define RETRY_LONGEST_MS 120000

/* Random numbers from a seed, the same each time. */
struct retry_random {
    uint64_t seed, drawn;
};

/*
 * Milliseconds to wait before the next try, or -1: no further try.  tries: those made so far, from 1;
 * retry_after_ms: what the provider asked for, or -1.  Back-off is exponential with full jitter.
 */
int64_t retry_wait(enum outcome_class c, int tries, int max_retries, int64_t retry_after_ms,
                   struct retry_random *random);

#endif
