#include "rate.h"

enum { APART_MS = 1000 };

void rate_note(struct rate *r, int64_t now, long long sum)
{
    size_t latest = (r->oldest + r->count - 1) % RATE_SUMS;
    if (r->count > 0 && now < r->at[latest].ms + APART_MS)
        return;
    size_t at = (r->oldest + r->count) % RATE_SUMS;
    if (r->count == RATE_SUMS)
        r->oldest = (r->oldest + 1) % RATE_SUMS;
    else
        r->count++;
    r->at[at].ms = now;
    r->at[at].sum = sum;
}

long long rate_second(const struct rate *r, int64_t now, long long sum)
{
    if (r->count == 0 || now < r->at[r->oldest].ms + APART_MS)
        return -1;
    long long grown = sum - r->at[r->oldest].sum;
    return grown > 0 ? grown * 1000 / (now - r->at[r->oldest].ms) : 0;
}
