#include "retry.h"

#include <stddef.h>

/* Which classes a second try can help, how often at most, and the first wait. */
static const struct {
    enum outcome_class class;
    int most;
    int first_ms;
} rows[] = {
    {OUTCOME_RATE, 20, 1000},   {OUTCOME_OVERLOAD, 2, 1000}, {OUTCOME_SERVER, 20, 500},
    {OUTCOME_NETWORK, 20, 500}, {OUTCOME_TIMEOUT, 1, 0},     {OUTCOME_OUTPUT, 1, 0},
};

enum { LONGEST_STEP_MS = 30000 };

static int64_t wait_of(int first_ms, const struct retry *r, struct random *random)
{
    int64_t most = first_ms;
    for (int n = 1; n < r->tries && most < LONGEST_STEP_MS; n++)
        most *= 2;
    most = most < LONGEST_STEP_MS ? most : LONGEST_STEP_MS;
    int64_t wait = (int64_t)random_below(random, (uint64_t)most + 1);
    return r->retry_after_ms > 0 ? r->retry_after_ms + wait / 4 : wait;
}

int64_t retry_wait(enum outcome_class c, const struct retry *r, struct random *random)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].class != c)
            continue;
        if (r->tries > rows[i].most || r->tries > r->max_retries ||
            r->retry_after_ms > RETRY_LONGEST_MS)
            return -1;
        int64_t wait = wait_of(rows[i].first_ms, r, random);
        return r->waited_ms + wait <= RETRY_SUM_MS ? wait : -1;
    }
    return -1;
}
