/*
 * rate: how fast a sum grows, by what it was in the last seconds.  cc-stats.
 */
#ifndef RATE_H
#define RATE_H

#include <stddef.h>
#include <stdint.h>

/* So many sums are kept, each a second or more after the one before. */
#define RATE_SUMS 10

/* All zero at first. */
struct rate {
    struct {
        int64_t ms;
        long long sum;
    } at[RATE_SUMS];
    size_t count, oldest;
};

/* The sum is so now, by clock_ms(). */
void rate_note(struct rate *r, int64_t now, long long sum);
/* By how much it grew a second; -1 while that cannot be told. */
long long rate_second(const struct rate *r, int64_t now, long long sum);

#endif
