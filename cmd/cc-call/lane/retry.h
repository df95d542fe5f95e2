/*
 * retry: whether a failed call is tried again on the same provider, and when.  Pure.
 */
#ifndef RETRY_H
#define RETRY_H

#include <stdint.h>

#include "outcome.h"
#include "random.h"

/* A wait that a provider asks for and that is longer than this is not waited for. */
#define RETRY_LONGEST_MS 120000
/* A record that would wait longer than this between its tries, in all, leaves with its error. */
#define RETRY_SUM_MS 300000

struct retry {
    int tries;              /* made so far, from 1 */
    int max_retries;        /* of the provider */
    int64_t waited_ms;      /* between them */
    int64_t retry_after_ms; /* what the provider asked for, or -1 */
};

/* Milliseconds to wait before the next try, or -1: no further try.  Back-off is exponential with full jitter. */
int64_t retry_wait(enum outcome_class c, const struct retry *r, struct random *random);

#endif
