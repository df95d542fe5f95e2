#include "retry.h"

#include "digest.h"

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

int64_t retry_wait(enum outcome_class c, int tries, int max_retries, int64_t retry_after_ms,
                   struct retry_random *random)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].class != c)
            continue;
        if (tries > rows[i].most || tries > max_retries || retry_after_ms > RETRY_LONGEST_MS)
            return -1;
        int64_t most = rows[i].first_ms;
        for (int n = 1; n < tries && most < LONGEST_STEP_MS; n++)
            most *= 2;
        most = most < LONGEST_STEP_MS ? most : LONGEST_STEP_MS;
        random->drawn++;
        uint64_t draw = digest_short(&random->drawn, sizeof random->drawn, random->seed);
        int64_t wait = (int64_t)(draw % (uint64_t)(most + 1));
        return retry_after_ms > 0 ? retry_after_ms + wait / 4 : wait;
    }
    return -1;
}
