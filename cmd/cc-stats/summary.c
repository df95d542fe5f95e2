#include "summary.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "ceiling.h"
#include "crew.h"
#include "figure.h"
#include "lists.h"
#include "roster.h"

/* A note "N what", left out where N is 0. */
static void note_count(struct sheet_row *r, size_t n, const char *what)
{
    char figure[FIGURE_MAX];
    number_grouped((long long)n, figure);
    if (n > 0)
        sheet_cell(r, "%s %s", figure, what);
}

static struct sheet_row *fact(struct sheet_part *part, const char *name, size_t n)
{
    char figure[FIGURE_MAX];
    struct sheet_row *r = sheet_row(part, name);
    number_grouped((long long)n, figure);
    sheet_cell(r, "%s", figure);
    return r;
}

static void operations(const struct tally *t, struct sheet_part *part)
{
    char share[FIGURE_MAX];
    struct sheet_row *r = fact(part, "Operations",
                               t->answered + t->failed + t->unchanged + t->unanswered);
    note_count(r, t->answered, "answered");
    note_count(r, t->failed, "failed");
    figure_percent(t->answered, t->answered + t->failed, share);
    if (t->failed > 0)
        sheet_cell(r, "success %s", share);
    note_count(r, t->unchanged, "unchanged");
    note_count(r, t->unanswered, "without a result");
    note_count(r, t->partial, "cut short");
    note_count(r, t->superseded, "superseded, not counted");
}

static void cases(const struct tally *t, struct sheet_part *part)
{
    struct sheet_row *r = fact(part, "Cases", t->cases.count);
    size_t with = t->answered - t->replies;
    if (with > 0)
        sheet_cell(r, "%.1f per answered operation", (double)t->cases.count / (double)with);
    note_count(r, t->cases.rejected, "rejected");
    if (t->replies > 0)
        fact(part, "Replies", t->replies);
}

static void calls(const struct tally *t, struct sheet_part *part)
{
    struct sheet_row *r = fact(part, "Calls", t->calls.count);
    note_count(r, t->calls.failed, "failed");
    note_count(r, t->calls.retries, "retries");
    if (t->fallbacks > 0) {
        char figure[FIGURE_MAX];
        r = fact(part, "Fallbacks", t->fallbacks);
        number_grouped((long long)t->rescued, figure);
        sheet_cell(r, "operations saved %s", figure);
        number_grouped((long long)t->rescued_cases, figure);
        sheet_cell(r, "their cases %s", figure);
    }
}

static void token_figure(const struct calls_usage *u, enum calls_token token, char out[FIGURE_MAX])
{
    if (u->token[token].told > 0)
        number_grouped(u->token[token].sum, out);
    else
        snprintf(out, FIGURE_MAX, "unknown");
}

/* "cached 2,000" beside the prompt, "reasoning 100" beside the completion: parts, from first to last, not sums of
 * their own. */
static void token_line(const struct calls_usage *u, enum calls_token token, enum calls_token first,
                       enum calls_token last, struct sheet_part *facts)
{
    char name[FIGURE_MAX], figure[FIGURE_MAX];
    struct buf parts;
    snprintf(name, sizeof name, "  %s", calls_token_name(token));
    struct sheet_row *r = sheet_row(facts, name);
    token_figure(u, token, figure);
    sheet_cell(r, "%s", figure);
    buf_init(&parts, CEILING_TEXT);
    for (int part = (int)first; part <= (int)last; part++) {
        if (u->token[part].told == 0)
            continue;
        token_figure(u, (enum calls_token)part, figure);
        buf_format(&parts, "%s%s %s", parts.len > 0 ? ", " : "",
                   calls_token_name((enum calls_token)part), figure);
    }
    if (parts.len > 0)
        sheet_cell(r, "%s", parts.data);
    buf_free(&parts);
}

static void tokens(const struct calls *c, struct sheet_part *part)
{
    const struct calls_usage *u = &c->usage;
    struct sheet_row *r = sheet_row(part, "Tokens");
    if (u->told == 0) {
        sheet_cell(r, "%s", c->count > 0 ? "unknown" : "0");
        if (c->count > 0)
            sheet_cell(r, "no call told what it used");
        return;
    }
    char sum[FIGURE_MAX], told[FIGURE_MAX], all[FIGURE_MAX];
    number_grouped(calls_tokens(u), sum);
    number_grouped((long long)u->told, told);
    number_grouped((long long)c->count, all);
    sheet_cell(r, "%s", sum);
    sheet_cell(r, "as told by %s of %s calls", told, all);
    token_line(u, CALLS_PROMPT, CALLS_CACHED, CALLS_CACHE_WRITE, part);
    token_line(u, CALLS_COMPLETION, CALLS_REASONING, CALLS_REASONING, part);
}

static void cost(const struct tally *t, struct sheet_part *part)
{
    const struct calls_usage *u = &t->calls.usage;
    const char *date = bill_date(t->bill);
    char money[FIGURE_MAX];
    struct sheet_row *r = sheet_row(part, "Cost");
    figure_money(u->cost, bill_currency(t->bill), money);
    sheet_cell(r, "%s", calls_costed(u) ? money : "unknown");
    if (date[0] != '\0')
        sheet_cell(r, "by prices of %s", date);
    else
        sheet_cell(r, t->bill->lists > 0 ? "by prices without a date" : "there are no prices");
    number_grouped((long long)u->unpriced, money);
    if (u->unpriced > 0)
        sheet_cell(r, "calls of unknown cost %s", money);
}

/* What an earlier run paid for. */
static void ledger(const struct tally *t, struct sheet_part *part)
{
    const struct calls *c = &t->calls;
    char figure[FIGURE_MAX];
    if (c->kept == 0)
        return;
    struct sheet_row *r = fact(part, "From ledger", c->kept);
    sheet_cell(r, "answers that an earlier run paid for");
    number_grouped(calls_tokens(&c->kept_usage), figure);
    if (c->kept_usage.told > 0)
        sheet_cell(r, "%s tokens", figure);
    figure_money(c->kept_usage.cost, bill_currency(t->bill), figure);
    if (calls_costed(&c->kept_usage))
        sheet_cell(r, "%s", figure);
}

static void note_quantiles(struct sheet_row *r, const struct quantile *q)
{
    static const unsigned percent[] = {50, 90, 99};
    char figure[FIGURE_MAX];
    for (size_t i = 0; i < sizeof percent / sizeof *percent; i++) {
        figure_time(quantile_at(q, percent[i]), figure);
        sheet_cell(r, "p%u %s", percent[i], figure);
    }
    figure_time(q->max, figure);
    sheet_cell(r, "max %s", figure);
}

/* No more than the stamps of calls can say. */
static void elapsed_figure(const struct tally *t, long long ms, char out[FIGURE_MAX])
{
    if (crew_is_sure(t))
        figure_time(ms, out);
    else if (ms <= 1000)
        snprintf(out, FIGURE_MAX, "under 2 s");
    else
        snprintf(out, FIGURE_MAX, "about %lld s", (ms + 500) / 1000);
}

static void elapsed(const struct tally *t, struct sheet_part *part)
{
    long long ms = crew_elapsed_ms(t), ideal = crew_ideal_ms(t);
    char figure[FIGURE_MAX];
    if (ms < 0)
        return;
    struct sheet_row *r = sheet_row(part, "  elapsed");
    elapsed_figure(t, ms, figure);
    sheet_cell(r, "%s", figure);
    sheet_cell(r, "from the first call to the end of the last");
    if (ideal < 0)
        return;
    if (crew_is_sure(t) && ideal > 0 && ms >= ideal)
        sheet_cell(r, "%.2f times the ideal", (double)ms / (double)ideal);
    r = sheet_row(part, "  ideal");
    figure_time(ideal, figure);
    sheet_cell(r, "%s", figure);
    sheet_cell(r, "if the busiest workers had never waited");
}

static void times(const struct tally *t, struct sheet_part *part)
{
    const struct quantile *q = &t->calls.time, *first = &t->calls.first;
    char figure[FIGURE_MAX];
    struct sheet_row *r = sheet_row(part, "Time");
    figure_time(q->sum, figure);
    sheet_cell(r, "%s", q->count > 0 ? figure : t->calls.count > 0 ? "unknown" : "0");
    if (q->count > 0) {
        sheet_cell(r, "in calls");
        note_quantiles(r, q);
    }
    if (first->count > 0) {
        r = sheet_row(part, "  first token");
        figure_time(quantile_at(first, 50), figure);
        sheet_cell(r, "%s", figure);
        note_quantiles(r, first);
    }
    elapsed(t, part);
}

void summary_make(const struct tally *t, struct sheet *s)
{
    struct sheet_part *part = sheet_part(s, SHEET_FACTS, NULL, NULL);
    operations(t, part);
    cases(t, part);
    calls(t, part);
    tokens(&t->calls, part);
    cost(t, part);
    ledger(t, part);
    times(t, part);
    roster_make(t, s);
    lists_make(t, s);
}
