#include "roster.h"

#include <stdlib.h>

#include "crew.h"
#include "figure.h"

void roster_name(const struct tally_provider *p, struct buf *out)
{
    buf_text(out, p->name);
    if (p->model[0] != '\0') {
        buf_char(out, '/');
        buf_text(out, p->model);
    }
}

static void number_cell(struct sheet_row *r, size_t n)
{
    char figure[FIGURE_MAX];
    figure_short((long long)n, figure);
    sheet_cell(r, "%s", figure);
}

static void token_cell(struct sheet_row *r, const struct calls_usage *u, enum calls_token token)
{
    char figure[FIGURE_MAX];
    figure_short(u->token[token].sum, figure);
    sheet_cell(r, "%s", u->token[token].told > 0 ? figure : "-");
}

static void time_cell(struct sheet_row *r, const struct quantile *q, unsigned percent)
{
    char figure[FIGURE_MAX];
    figure_seconds(quantile_at(q, percent), figure);
    sheet_cell(r, "%s", q->count > 0 ? figure : "-");
}

static void results(const struct tally *t, const struct tally_provider *p, struct sheet_row *r)
{
    char share[FIGURE_MAX];
    (void)t;
    figure_percent(p->answered, p->answered + p->failed, share);
    number_cell(r, p->answered);
    number_cell(r, p->failed);
    sheet_cell(r, "%s", share);
    number_cell(r, p->cases.count);
    number_cell(r, p->cases.rejected);
    number_cell(r, p->in);
    number_cell(r, p->out);
}

static void calls(const struct tally *t, const struct tally_provider *p, struct sheet_row *r)
{
    double busy = crew_busy(t, p);
    number_cell(r, p->calls.count);
    number_cell(r, p->calls.failed);
    number_cell(r, p->calls.retries);
    time_cell(r, &p->calls.time, 50);
    time_cell(r, &p->calls.time, 90);
    time_cell(r, &p->calls.time, 99);
    time_cell(r, &p->calls.first, 50);
    if (busy < 0)
        sheet_cell(r, "-");
    else if (busy > 9.99)
        sheet_cell(r, ">999 %%");
    else
        sheet_cell(r, "%.0f %%", busy * 100);
}

static void tokens(const struct tally *t, const struct tally_provider *p, struct sheet_row *r)
{
    static const enum calls_token shown[] = {CALLS_PROMPT, CALLS_COMPLETION, CALLS_CACHED,
                                             CALLS_REASONING};
    const struct calls_usage *u = &p->calls.usage;
    char money[FIGURE_MAX], kept[FIGURE_MAX];
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++)
        token_cell(r, u, shown[i]);
    figure_short(calls_tokens(&p->calls.kept_usage), kept);
    sheet_cell(r, "%s", p->calls.kept_usage.told > 0 ? kept : "-");
    figure_money(u->cost, bill_currency(t->bill), money);
    sheet_cell(r, "%s", calls_costed(u) ? money : "unknown");
}

static const char *const result_head[] = {"answered", "failed", "success", "cases",
                                          "rejected", "in",     "out",     NULL};
static const char *const call_head[] = {"calls", "failed", "retries", "p50", "p90",
                                        "p99",   "first",  "busy",    NULL};
static const char *const token_head[] = {"prompt", "completion", "cached", "reasoning",
                                         "ledger", "cost",       NULL};

static bool has_results(const struct tally *t)
{
    (void)t;
    return true;
}

static bool has_calls(const struct tally *t)
{
    return t->calls.count > 0;
}

static bool has_tokens(const struct tally *t)
{
    return t->calls.usage.told + t->calls.kept_usage.told > 0;
}

static const struct board {
    const char *title;
    const char *const *head;
    bool (*wanted)(const struct tally *t);
    void (*row)(const struct tally *t, const struct tally_provider *p, struct sheet_row *r);
} tables[] = {
    {"Results", result_head, has_results, results},
    {"Calls", call_head, has_calls, calls},
    {"Tokens", token_head, has_tokens, tokens},
};

void roster_make(const struct tally *t, struct sheet *s)
{
    size_t count;
    struct tally_provider **p = tally_providers(t, &count);
    for (size_t i = 0; count > 0 && i < sizeof tables / sizeof *tables; i++) {
        if (!tables[i].wanted(t))
            continue;
        struct sheet_part *part = sheet_part(s, SHEET_TABLE, tables[i].title, tables[i].head);
        for (size_t k = 0; k < count; k++) {
            struct buf name;
            buf_init(&name, (size_t)4 * COUNTS_NAME);
            roster_name(p[k], &name);
            tables[i].row(t, p[k], sheet_row(part, name.data));
            buf_free(&name);
        }
    }
    free(p);
}
