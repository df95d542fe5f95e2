#include "report.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "figure.h"

#define WIDTH 80
/* Columns of the first block: a name, a figure, and where the notes begin. */
#define NAME 13
#define VALUE 11
#define NOTES (NAME + VALUE + 2)
/* Columns of a list: a name, and the longest bar. */
#define ITEM 26
#define BAR 32
/* Columns of a provider's name; a longer one stands on a line of its own. */
#define PROVIDER 18

/* One line of the first block: notes are set side by side and wrapped. */
struct line {
    struct buf *out;
    size_t column;
    bool noted;
};

static struct line begin(struct buf *out, const char *name, const char *value)
{
    size_t start = out->len;
    buf_format(out, "%-*s%*s", NAME, name, VALUE, value);
    return (struct line){out, out->len - start, false};
}

__attribute__((format(printf, 2, 3))) static void note(struct line *l, const char *fmt, ...)
{
    char text[WIDTH];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    size_t len = strlen(text);
    if (!l->noted) {
        int gap = l->column + 2 < NOTES ? (int)(NOTES - l->column) : 2;
        buf_format(l->out, "%*s", gap, "");
        l->column += (size_t)gap;
        l->noted = true;
    } else if (l->column + 2 + len >= WIDTH) {
        buf_format(l->out, ",\n%*s", NOTES, "");
        l->column = NOTES;
    } else {
        buf_text(l->out, ", ");
        l->column += 2;
    }
    buf_text(l->out, text);
    l->column += len;
}

/* A note "N what", left out where N is 0. */
static void count_note(struct line *l, size_t n, const char *what)
{
    char figure[FIGURE_MAX];
    number_grouped((long long)n, figure);
    if (n > 0)
        note(l, "%s %s", figure, what);
}

static struct line begin_count(struct buf *out, const char *name, size_t n)
{
    char figure[FIGURE_MAX];
    number_grouped((long long)n, figure);
    return begin(out, name, figure);
}

static void end(struct line *l)
{
    buf_char(l->out, '\n');
}

static void operations(const struct tally *t, struct buf *out)
{
    struct line l = begin_count(out, "Operations",
                                t->answered + t->failed + t->unchanged + t->unanswered);
    count_note(&l, t->answered, "answered");
    count_note(&l, t->failed, "failed");
    count_note(&l, t->unchanged, "unchanged");
    count_note(&l, t->unanswered, "without a result");
    count_note(&l, t->partial, "cut short");
    count_note(&l, t->superseded, "superseded, not counted");
    end(&l);
}

static void cases(const struct tally *t, struct buf *out)
{
    struct line l = begin_count(out, "Cases", t->cases);
    size_t with = t->answered - t->replies;
    if (with > 0)
        note(&l, "%.1f per answered operation", (double)t->cases / (double)with);
    count_note(&l, t->rejected, "rejected");
    end(&l);
    if (t->replies > 0) {
        l = begin_count(out, "Replies", t->replies);
        end(&l);
    }
}

static void calls(const struct tally *t, struct buf *out)
{
    struct line l = begin_count(out, "Calls", t->calls.count);
    count_note(&l, t->calls.failed, "failed");
    count_note(&l, t->calls.retries, "retries");
    if (t->fallbacks > 0)
        note(&l, "%zu fallbacks (%zu answered)", t->fallbacks, t->rescued);
    end(&l);
}

static void token_figure(const struct tally_calls *c, enum tally_token token, char out[FIGURE_MAX])
{
    if (c->token[token].told > 0)
        number_grouped(c->token[token].sum, out);
    else
        snprintf(out, FIGURE_MAX, "unknown");
}

/* "cached 2,000" beside the prompt, "reasoning 100" beside the completion: parts, not sums of their own. */
static void token_line(const struct tally_calls *c, enum tally_token token, enum tally_token part,
                       struct buf *out)
{
    char name[NAME + 1], figure[FIGURE_MAX];
    snprintf(name, sizeof name, "  %s", tally_token_name(token));
    token_figure(c, token, figure);
    struct line l = begin(out, name, figure);
    token_figure(c, part, figure);
    if (c->token[part].told > 0)
        note(&l, "%s %s", tally_token_name(part), figure);
    end(&l);
}

static void tokens(const struct tally_calls *c, struct buf *out)
{
    if (c->told == 0) {
        struct line l = begin(out, "Tokens", c->count > 0 ? "unknown" : "0");
        if (c->count > 0)
            note(&l, "no call told what it used");
        end(&l);
        return;
    }
    char sum[FIGURE_MAX], told[FIGURE_MAX], all[FIGURE_MAX];
    number_grouped(tally_tokens(c), sum);
    number_grouped((long long)c->told, told);
    number_grouped((long long)c->count, all);
    struct line l = begin(out, "Tokens", sum);
    note(&l, "as told by %s of %s calls", told, all);
    end(&l);
    token_line(c, TALLY_PROMPT, TALLY_CACHED, out);
    token_line(c, TALLY_COMPLETION, TALLY_REASONING, out);
}

static void times(const struct tally *t, struct buf *out)
{
    const struct quantile *q = &t->calls.time;
    char figure[FIGURE_MAX];
    figure_time(q->sum, figure);
    struct line l = begin(out, "Time",
                          q->count > 0         ? figure
                          : t->calls.count > 0 ? "unknown"
                                               : "0");
    if (q->count > 0) {
        note(&l, "in calls");
        figure_time(quantile_at(q, 50), figure);
        note(&l, "p50 %s", figure);
        figure_time(quantile_at(q, 90), figure);
        note(&l, "p90 %s", figure);
        figure_time(q->max, figure);
        note(&l, "max %s", figure);
    }
    end(&l);
    if (t->timed) {
        figure_time(t->last_ms - t->first_ms, figure);
        l = begin(out, "  elapsed", figure);
        note(&l, "from the first call to the end of the last");
        end(&l);
    }
}

/* A name, padded to `columns`. */
static void name_cell(const char *name, size_t columns, struct buf *out)
{
    size_t used = figure_name(name, columns, out);
    buf_format(out, "%*s", (int)(columns - used), "");
}

static void list(const char *title, const struct counts *c, struct buf *out)
{
    size_t rows, total = counts_total(c);
    struct counts_row *row = counts_sorted(c, &rows);
    if (rows > 0)
        buf_format(out, "\n%s\n", title);
    for (size_t i = 0; i < rows; i++) {
        char count[FIGURE_MAX], share[FIGURE_MAX], bar[BAR + 1];
        size_t len = (row[i].count * BAR + row[0].count - 1) / row[0].count;
        memset(bar, '#', sizeof bar);
        bar[len] = '\0';
        figure_short((long long)row[i].count, count);
        figure_percent(row[i].count, total, share);
        buf_text(out, "  ");
        name_cell(row[i].name, ITEM, out);
        buf_format(out, " %7s  %5s  %s\n", count, share, bar);
    }
    free(row);
}

static void provider_name(const struct tally_provider *p, struct buf *out)
{
    struct buf name;
    buf_init(&name, (size_t)4 * COUNTS_NAME);
    buf_text(&name, p->name);
    if (p->model[0] != '\0') {
        buf_char(&name, '/');
        buf_text(&name, p->model);
    }
    struct buf cell;
    buf_init(&cell, (size_t)4 * COUNTS_NAME);
    size_t used = figure_name(name.data, WIDTH - 2, &cell);
    buf_format(out, "  %s", cell.data);
    if (used > PROVIDER)
        buf_format(out, "\n%*s", PROVIDER + 2, "");
    else
        buf_format(out, "%*s", (int)(PROVIDER - used), "");
    buf_free(&cell);
    buf_free(&name);
}

static void short_cell(long long n, int width, struct buf *out)
{
    char figure[FIGURE_MAX];
    figure_short(n, figure);
    buf_format(out, "%*s", width, figure);
}

/* A time in 7 columns. */
static void time_cell(const struct quantile *q, unsigned percent, struct buf *out)
{
    double seconds = (double)quantile_at(q, percent) / 1000;
    if (q->count == 0)
        buf_format(out, "%7s", "-");
    else if (seconds < 100)
        buf_format(out, "%6.2fs", seconds);
    else if (seconds < 10000)
        buf_format(out, "%6.0fs", seconds);
    else
        buf_format(out, "%6.1fh", seconds / 3600);
}

static void provider_line(const struct tally_provider *p, struct buf *out)
{
    provider_name(p, out);
    short_cell((long long)p->answered, 9, out);
    short_cell((long long)p->failed, 7, out);
    short_cell((long long)p->cases, 7, out);
    short_cell((long long)p->calls.count, 7, out);
    short_cell((long long)p->calls.retries, 8, out);
    if (p->calls.told > 0)
        short_cell(tally_tokens(&p->calls), 7, out);
    else
        buf_format(out, "%7s", "-");
    time_cell(&p->calls.time, 50, out);
    time_cell(&p->calls.time, 90, out);
    buf_char(out, '\n');
}

static void providers(const struct tally *t, struct buf *out)
{
    size_t count;
    struct tally_provider **p = tally_providers(t, &count);
    if (count > 0)
        buf_format(out, "\n%-*s%9s%7s%7s%7s%8s%7s%7s%7s\n", PROVIDER + 2, "Provider/model",
                   "answered", "failed", "cases", "calls", "retries", "tokens", "p50", "p90");
    for (size_t i = 0; i < count; i++)
        provider_line(p[i], out);
    free(p);
}

void report_text(const struct tally *t, struct buf *out)
{
    operations(t, out);
    cases(t, out);
    calls(t, out);
    tokens(&t->calls, out);
    times(t, out);
    providers(t, out);
    list("Cases by type", &t->type, out);
    list("Cases by priority", &t->priority, out);
    list("Cases by technique", &t->technique, out);
    if (t->author.name.count > 1)
        list("Cases by provider", &t->author, out);
    list("Failed operations by class", &t->failed_class, out);
    list("Failed calls by class", &t->call_class, out);
    out->len -= out->len > 0;
    out->data[out->len] = '\0';
}
