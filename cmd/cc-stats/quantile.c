#include "quantile.h"

#include "number.h"

/* Buckets an octave. */
#define STEPS 128

/* Below 256 a bucket is one value; above, the seven bits behind the leading one choose it. */
static size_t bucket_of(long long value)
{
    int shift = 0;
    while ((value >> shift) >= 2 * STEPS)
        shift++;
    return (size_t)shift * STEPS + (size_t)(value >> shift);
}

static long long middle_of(size_t bucket)
{
    if (bucket < 2 * STEPS)
        return (long long)bucket;
    int shift = (int)(bucket / STEPS) - 1;
    long long low = (long long)(bucket - (size_t)shift * STEPS) << shift;
    return low + ((1LL << shift) - 1) / 2;
}

void quantile_add(struct quantile *q, long long value)
{
    if (value < 0)
        return;
    q->bucket[bucket_of(value < QUANTILE_MOST ? value : QUANTILE_MOST)]++;
    q->sum = number_sum(q->sum, value);
    q->min = q->count == 0 || value < q->min ? value : q->min;
    q->max = value > q->max ? value : q->max;
    q->count++;
}

void quantile_take(struct quantile *q, long long value)
{
    size_t bucket = value < 0 ? 0 : bucket_of(value < QUANTILE_MOST ? value : QUANTILE_MOST);
    size_t low = 0, high = QUANTILE_BUCKETS - 1;
    if (value < 0 || q->bucket[bucket] == 0)
        return;
    q->bucket[bucket]--;
    q->sum -= q->sum < value ? q->sum : value;
    q->count--;
    while (low < high && q->bucket[low] == 0)
        low++;
    while (high > low && q->bucket[high] == 0)
        high--;
    q->min = q->count == 0 || low > bucket_of(q->min) ? middle_of(low) : q->min;
    q->max = q->count == 0 ? 0 : high < bucket_of(q->max) ? middle_of(high) : q->max;
}

long long quantile_at(const struct quantile *q, unsigned percent)
{
    size_t rank = q->count / 100 * percent + (q->count % 100 * percent + 99) / 100;
    size_t seen = 0, i = 0;
    if (q->count == 0)
        return 0;
    while (i < QUANTILE_BUCKETS - 1 && (seen += q->bucket[i]) < rank)
        i++;
    long long value = middle_of(i);
    value = value < q->min ? q->min : value;
    value = value > q->max ? q->max : value;
    return value < QUANTILE_MOST ? value : QUANTILE_MOST;
}

size_t quantile_between(const struct quantile *q, long long low, long long high)
{
    size_t end = high > QUANTILE_MOST ? QUANTILE_BUCKETS : bucket_of(high < 0 ? 0 : high);
    size_t count = 0;
    for (size_t i = bucket_of(low < 0               ? 0
                              : low < QUANTILE_MOST ? low
                                                    : QUANTILE_MOST);
         i < end; i++)
        count += q->bucket[i];
    return count;
}
