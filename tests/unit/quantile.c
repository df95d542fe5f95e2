/* cc-stats' quantile: how near it is to what sorting says. */
#include "../../cmd/cc-stats/quantile.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "random.h"
#include "unit.h"

static int by_value(const void *a, const void *b)
{
    long long x = *(const long long *)a, y = *(const long long *)b;
    return x < y ? -1 : x > y;
}

/* Values up to 2 to the power of `bits`, small ones as likely as large ones. */
static void check_distribution(unsigned bits, size_t count)
{
    static long long value[20000];
    static struct quantile q;
    struct random r = random_from(bits);
    memset(&q, 0, sizeof q);
    for (size_t i = 0; i < count; i++) {
        value[i] = (long long)random_below(&r, 1ULL << (1 + random_below(&r, bits)));
        quantile_add(&q, value[i]);
    }
    qsort(value, count, sizeof *value, by_value);
    for (unsigned percent = 1; percent <= 100; percent++) {
        long long want = value[(count * percent + 99) / 100 - 1];
        long long got = quantile_at(&q, percent);
        long long slack = want < 256 ? 0 : want / 250;
        UNIT_CHECK(got >= want - slack && got <= want + slack,
                   "p%u of %zu values of %u bits: %lld for %lld", percent, count, bits, got, want);
    }
}

static void check_edges(void)
{
    static struct quantile q;
    memset(&q, 0, sizeof q);
    UNIT_CHECK(quantile_at(&q, 50) == 0 && quantile_between(&q, 0, INT64_MAX) == 0, "nothing");
    quantile_add(&q, -1);
    UNIT_CHECK(q.count == 0, "what is negative is not counted");
    quantile_add(&q, INT64_MAX);
    quantile_add(&q, INT64_MAX);
    UNIT_CHECK(q.sum == INT64_MAX && q.max == INT64_MAX && quantile_at(&q, 99) == QUANTILE_MOST,
               "the largest: %lld %lld", q.sum, quantile_at(&q, 99));
}

static const struct {
    long long low, high;
    size_t count;
} ranges[] = {
    {0, 1, 1},        {0, 10, 10},          {-5, 10, 10},         {10, 10, 0},
    {10, 9, 0},       {100, 200, 100},      {0, 256, 256},        {0, 1000, 1000},
    {512, 1024, 488}, {0, INT64_MAX, 1000}, {2000, INT64_MAX, 0}, {INT64_MAX, INT64_MAX, 0},
};

static void check_ranges(void)
{
    static struct quantile q;
    memset(&q, 0, sizeof q);
    for (long long i = 0; i < 1000; i++)
        quantile_add(&q, i);
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        size_t n = quantile_between(&q, ranges[i].low, ranges[i].high);
        UNIT_CHECK(n == ranges[i].count, "%lld to %lld: %zu", ranges[i].low, ranges[i].high, n);
    }
}

int main(void)
{
    static const size_t count[] = {1, 2, 3, 10, 99, 100, 101, 20000};
    for (size_t i = 0; i < sizeof count / sizeof *count; i++) {
        check_distribution(4, count[i]);
        check_distribution(12, count[i]);
        check_distribution(30, count[i]);
    }
    check_edges();
    check_ranges();
    return unit_end();
}
