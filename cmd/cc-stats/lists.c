#include "lists.h"

#include <stdio.h>
#include <stdlib.h>

#include "figure.h"
#include "roster.h"

/* Ranges of a histogram of cases. */
#define RANGES 12

static void add_bar(struct sheet_part *part, const char *name, size_t count, size_t all,
                    size_t most)
{
    char figure[FIGURE_MAX], share[FIGURE_MAX];
    struct sheet_row *r = sheet_row(part, name);
    figure_short((long long)count, figure);
    figure_percent(count, all, share);
    sheet_cell(r, "%s", figure);
    sheet_cell(r, "%s", share);
    r->length = most > 0 ? (double)count / (double)most : 0;
}

static void add_counts(struct sheet *s, const char *title, const struct counts *c)
{
    size_t rows, total = counts_total(c);
    struct counts_row *row = counts_sorted(c, &rows);
    struct sheet_part *part = rows > 0 ? sheet_part(s, SHEET_BARS, title, NULL) : NULL;
    for (size_t i = 0; i < rows; i++)
        add_bar(part, row[i].name, row[i].count, total, row[0].count);
    free(row);
}

/* 1, 2, 5, 10, 20, 50 …: the next one. */
static long long next_step(long long step)
{
    long long ten = 1;
    while (step / ten >= 10)
        ten *= 10;
    return step / ten == 2 ? ten * 5 : step * 2;
}

/* A range of values, [low, high). */
struct range {
    long long low, high;
    char name[2 * FIGURE_MAX];
};

static void add_ranges(struct sheet *s, const char *title, const struct quantile *q,
                       const struct range *range, size_t ranges)
{
    size_t most = 0;
    struct sheet_part *part = q->count > 0 ? sheet_part(s, SHEET_BARS, title, NULL) : NULL;
    for (size_t i = 0; i < ranges; i++) {
        size_t n = quantile_between(q, range[i].low, range[i].high);
        most = n > most ? n : most;
    }
    for (size_t i = 0; part != NULL && i < ranges; i++)
        add_bar(part, range[i].name, quantile_between(q, range[i].low, range[i].high), q->count,
                most);
}

static void add_operations(struct sheet *s, const struct quantile *q)
{
    struct range range[RANGES];
    long long step = 1;
    size_t ranges = 0;
    while ((q->max - q->min) / step >= RANGES - 1)
        step = next_step(step);
    for (long long low = q->min / step * step; ranges < RANGES && low <= q->max; low += step) {
        struct range *r = &range[ranges++];
        *r = (struct range){low, low + step, ""};
        if (step == 1)
            snprintf(r->name, sizeof r->name, "%lld", low);
        else
            snprintf(r->name, sizeof r->name, "%lld to %lld", low, low + step - 1);
    }
    add_ranges(s, "Operations by number of cases", q, range, ranges);
}

/* Where ranges of times end. */
static const struct edge {
    long long ms;
    const char *name;
} edges[] = {
    {0, "0"},
    {10, "10 ms"},
    {20, "20 ms"},
    {50, "50 ms"},
    {100, "100 ms"},
    {200, "200 ms"},
    {500, "500 ms"},
    {1000, "1 s"},
    {2000, "2 s"},
    {5000, "5 s"},
    {10 * 1000, "10 s"},
    {20 * 1000, "20 s"},
    {30 * 1000, "30 s"},
    {60 * 1000, "1 min"},
    {2 * 60 * 1000, "2 min"},
    {5 * 60 * 1000, "5 min"},
    {10 * 60 * 1000, "10 min"},
    {30 * 60 * 1000, "30 min"},
    {60 * 60 * 1000, "1 h"},
    {QUANTILE_MOST + 1, "longer"},
};
#define EDGES (sizeof edges / sizeof *edges)

static void add_times(struct sheet *s, const char *title, const struct quantile *q)
{
    struct range range[EDGES];
    size_t ranges = 0;
    for (size_t i = 0; i + 1 < EDGES; i++) {
        const struct edge *low = &edges[i], *high = &edges[i + 1];
        if (high->ms <= q->min || (low->ms > q->max && i > 0))
            continue;
        struct range *r = &range[ranges++];
        *r = (struct range){low->ms, high->ms, ""};
        snprintf(r->name, sizeof r->name, "%s%s%s", low->name, i + 2 < EDGES ? " to " : " or ",
                 high->name);
    }
    add_ranges(s, title, q, range, ranges);
}

static void add_costs(const struct tally *t, struct sheet *s, struct tally_provider **p,
                      size_t count)
{
    struct sheet_part *part = NULL;
    double most = 0;
    for (size_t i = 0; i < count; i++)
        most = p[i]->calls.usage.cost > most ? p[i]->calls.usage.cost : most;
    for (size_t i = 0; i < count && most > 0; i++) {
        double cost = p[i]->calls.usage.cost;
        char money[FIGURE_MAX];
        struct buf name;
        if (cost <= 0)
            continue;
        if (part == NULL)
            part = sheet_part(s, SHEET_BARS, "Cost by provider and model", NULL);
        buf_init(&name, (size_t)4 * COUNTS_NAME);
        roster_name(p[i], &name);
        struct sheet_row *r = sheet_row(part, name.data);
        figure_money(cost, bill_currency(t->bill), money);
        sheet_cell(r, "%s", money);
        sheet_cell(r, "%.0f %%", 100 * cost / t->calls.usage.cost);
        r->length = cost / most;
        buf_free(&name);
    }
}

/* Whose prices are missing, with the number of calls. */
static void add_unpriced(struct sheet *s, struct tally_provider **p, size_t count)
{
    struct counts calls;
    counts_init(&calls);
    for (size_t i = 0; i < count; i++) {
        struct buf name;
        if (!tally_is_unpriced(p[i]))
            continue;
        buf_init(&name, (size_t)4 * COUNTS_NAME);
        roster_name(p[i], &name);
        size_t n = p[i]->calls.usage.unpriced + p[i]->calls.kept_usage.unpriced;
        table_put(&calls.name, name.data, name.len)->value.number += n;
        buf_free(&name);
    }
    add_counts(s, "No price is known of (calls)", &calls);
    counts_free(&calls);
}

void lists_make(const struct tally *t, struct sheet *s)
{
    size_t count;
    struct tally_provider **p = tally_providers(t, &count);
    add_unpriced(s, p, count);
    add_counts(s, "Cases by type", &t->cases.type);
    add_counts(s, "Cases by priority", &t->cases.priority);
    add_counts(s, "Cases by technique", &t->cases.technique);
    if (t->author.name.count > 1)
        add_counts(s, "Cases by provider", &t->author);
    add_operations(s, &t->per_operation);
    add_costs(t, s, p, count);
    add_times(s, "Calls by time", &t->calls.time);
    add_counts(s, "Failed operations by class", &t->failed_class);
    add_counts(s, "Failed calls by class", &t->calls.failed_class);
    add_counts(s, "Retries by class", &t->calls.retry_class);
    free(p);
}
