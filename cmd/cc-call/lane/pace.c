#include "pace.h"

struct pace pace_of(int cap, int rpm)
{
    return (struct pace){.cap = cap,
                         .limit = cap,
                         .halved_ms = INT64_MIN,
                         .interval_ms = rpm > 0 ? (60000 + rpm - 1) / rpm : 0};
}

void pace_started(struct pace *p, int64_t now)
{
    p->next_ms = now + p->interval_ms;
}

void pace_ended(struct pace *p, enum outcome_class c, int64_t started_ms, int64_t now)
{
    if (c == OUTCOME_RATE) {
        p->successes = 0;
        if (started_ms < p->halved_ms)
            return;
        p->limit = p->limit > 1 ? p->limit / 2 : 1;
        p->halved_ms = now;
    } else if (c == OUTCOME_OK && p->limit < p->cap && ++p->successes >= p->limit) {
        p->successes = 0;
        p->limit++;
    }
}

void pace_hold(struct pace *p, int64_t until_ms)
{
    if (until_ms > p->next_ms)
        p->next_ms = until_ms;
}
