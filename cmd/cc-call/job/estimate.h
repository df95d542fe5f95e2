/*
 * estimate: what a call is going to take, before it is made: tokens by a rule of thumb, and what they cost.
 */
#ifndef ESTIMATE_H
#define ESTIMATE_H

#include <stdbool.h>

#include "bill.h"
#include "job.h"
#include "prompt/prompt.h"

struct estimate {
    long long prompt, completion; /* tokens */
    bool priced;                  /* the price is known */
    double cost;                  /* in the currency of the bill */
};

/* Of the job's request, which stands in its exchange (job_ask). */
struct estimate estimate_of(const struct job *j, const struct prompt_wish *wish,
                            const struct bill *bill);

#endif
