#include "prompt/wanted.h"

#include <string.h>

enum { SIMPLE = 5, MEDIUM = 10 };

static const struct {
    const char *method; /* NULL: any other */
    struct wanted level[3];
} rows[] = {
    {"POST", {{4, 7, 1}, {5, 8, 3}, {7, 8, 5}}},    {"DELETE", {{4, 7, 1}, {5, 7, 3}, {6, 9, 4}}},
    {"PUT", {{4, 6, 1}, {4, 8, 2}, {6, 8, 4}}},     {"PATCH", {{4, 6, 1}, {4, 8, 2}, {6, 8, 4}}},
    {"GET", {{4, 5, 1}, {4, 7, 2}, {5, 7, 4}}},     {"HEAD", {{2, 3, 1}, {2, 5, 1}, {3, 5, 2}}},
    {"OPTIONS", {{2, 3, 1}, {2, 3, 1}, {2, 3, 1}}}, {NULL, {{3, 5, 1}, {4, 6, 2}, {5, 7, 3}}},
};

int wanted_sum(const struct wanted *w)
{
    return w->positive + w->negative + w->boundary;
}

/* The same proportion of another sum; what rounding leaves goes to the negative ones. */
static struct wanted scaled(struct wanted w, long long said)
{
    const long long sum = wanted_sum(&w);
    struct wanted s = {.positive = (int)(w.positive * said / sum),
                       .boundary = (int)(w.boundary * said / sum)};
    if (s.positive == 0)
        s.positive = 1;
    s.negative = (int)said - s.positive - s.boundary;
    return s;
}

struct wanted wanted_cases(const struct record *r, long long said)
{
    uint32_t method = record_get(r, "method");
    long long complexity = jsontape_count(&r->tape, record_get(r, "complexity"), MEDIUM);
    size_t row = 0;
    while (rows[row].method != NULL && !jsontape_is(&r->tape, method, rows[row].method))
        row++;
    size_t level = complexity <= SIMPLE ? 0 : complexity <= MEDIUM ? 1 : 2;
    struct wanted w = rows[row].level[level];
    return said > 0 ? scaled(w, said) : w;
}
