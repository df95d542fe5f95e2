/*
 * quantile: the distribution of a stream of times in constant memory.  cc-stats.
 *
 * A histogram with 128 buckets an octave: exact below 256, within 0.4 % above.  Values are milliseconds; one
 * over QUANTILE_MOST (24 days) counts as that in the histogram, but not in sum and max.
 */
#ifndef QUANTILE_H
#define QUANTILE_H

#include <stddef.h>

#define QUANTILE_MOST 0x7fffffffLL
#define QUANTILE_BUCKETS 3328

struct quantile {
    size_t bucket[QUANTILE_BUCKETS];
    size_t count;
    long long sum; /* stays at its largest rather than wrap */
    long long min, max;
};

/* A quantile is all zero at first.  Negative values are not counted. */
void quantile_add(struct quantile *q, long long value);
/* Takes back a value that was added: min and max are then as exact as the histogram. */
void quantile_take(struct quantile *q, long long value);
/* The value below or at which `percent` of all lie (nearest rank), or 0 when there is none. */
long long quantile_at(const struct quantile *q, unsigned percent);

/* How many are at least low and less than high, as far as the buckets tell. */
size_t quantile_between(const struct quantile *q, long long low, long long high);

#endif
