#include "export.h"

#include <stdio.h>
#include <stdlib.h>

#include "crew.h"
#include "jsonwrite.h"

static void write_counts(struct jsonwrite *w, const char *key, const struct counts *c)
{
    size_t rows;
    struct counts_row *row = counts_sorted(c, &rows);
    jsonwrite_key(w, key);
    jsonwrite_open(w, '{');
    for (size_t i = 0; i < rows; i++)
        jsonwrite_member_int(w, row[i].name, (long long)row[i].count);
    jsonwrite_close(w, '}');
    free(row);
}

static void write_int(struct jsonwrite *w, const char *key, bool known, long long n)
{
    jsonwrite_key(w, key);
    if (known)
        jsonwrite_int(w, n);
    else
        jsonwrite_null(w);
}

static void write_real(struct jsonwrite *w, const char *key, bool known, int digits, double value)
{
    char text[400];
    int len = snprintf(text, sizeof text, "%.*f", digits, value);
    jsonwrite_key(w, key);
    if (known && len > 0 && (size_t)len < sizeof text)
        jsonwrite_raw(w, text, (size_t)len);
    else
        jsonwrite_null(w);
}

static void write_rate(struct jsonwrite *w, size_t answered, size_t failed)
{
    size_t all = answered + failed;
    write_real(w, "success_rate", all > 0, 4, all > 0 ? (double)answered / (double)all : 0);
}

static void write_cost(struct jsonwrite *w, const char *key, bool known, double cost)
{
    write_real(w, key, known, 6, cost);
}

/* What no call told is null: unknown, not 0. */
static void write_tokens(struct jsonwrite *w, const struct calls_usage *u)
{
    jsonwrite_key(w, "tokens");
    jsonwrite_open(w, '{');
    for (int i = 0; i < CALLS_TOKENS; i++)
        write_int(w, calls_token_name((enum calls_token)i), u->token[i].told > 0, u->token[i].sum);
    jsonwrite_member_int(w, "attempts_with_usage", (long long)u->told);
    jsonwrite_close(w, '}');
}

static void write_quantiles(struct jsonwrite *w, const struct quantile *q)
{
    bool any = q->count > 0;
    write_int(w, "p50_ms", any, quantile_at(q, 50));
    write_int(w, "p90_ms", any, quantile_at(q, 90));
    write_int(w, "p99_ms", any, quantile_at(q, 99));
    write_int(w, "max_ms", any, q->max);
}

/* The members of "time", which is left open. */
static void open_time(struct jsonwrite *w, const struct calls *c)
{
    jsonwrite_key(w, "time");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "sum_ms", c->time.sum);
    write_quantiles(w, &c->time);
    jsonwrite_key(w, "first_token");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "attempts", (long long)c->first.count);
    write_quantiles(w, &c->first);
    jsonwrite_close(w, '}');
}

static void write_ledger(struct jsonwrite *w, const struct calls *c)
{
    jsonwrite_key(w, "ledger");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "answers", (long long)c->kept);
    write_tokens(w, &c->kept_usage);
    write_cost(w, "cost", calls_costed(&c->kept_usage), c->kept_usage.cost);
    jsonwrite_close(w, '}');
}

static void write_operations(struct jsonwrite *w, const struct tally *t)
{
    jsonwrite_key(w, "operations");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "total",
                         (long long)(t->answered + t->failed + t->unchanged + t->unanswered));
    jsonwrite_member_int(w, "answered", (long long)t->answered);
    jsonwrite_member_int(w, "failed", (long long)t->failed);
    jsonwrite_member_int(w, "unchanged", (long long)t->unchanged);
    jsonwrite_member_int(w, "unanswered", (long long)t->unanswered);
    jsonwrite_member_int(w, "partial", (long long)t->partial);
    jsonwrite_member_int(w, "replies", (long long)t->replies);
    write_rate(w, t->answered, t->failed);
    jsonwrite_close(w, '}');
    write_counts(w, "errors", &t->failed_class);
}

static void open_cases(struct jsonwrite *w, const struct tally_cases *c)
{
    jsonwrite_key(w, "cases");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "total", (long long)c->count);
    jsonwrite_member_int(w, "rejected", (long long)c->rejected);
    write_counts(w, "by_type", &c->type);
    write_counts(w, "by_technique", &c->technique);
    write_counts(w, "by_priority", &c->priority);
}

static void write_attempts(struct jsonwrite *w, const struct calls *c)
{
    jsonwrite_key(w, "attempts");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "total", (long long)c->count);
    jsonwrite_member_int(w, "failed", (long long)c->failed);
    jsonwrite_member_int(w, "retries", (long long)c->retries);
    write_counts(w, "by_class", &c->failed_class);
    write_counts(w, "retries_by_class", &c->retry_class);
    jsonwrite_member_int(w, "bad_chunks", c->bad_chunks);
    jsonwrite_close(w, '}');
}

static void write_fallbacks(struct jsonwrite *w, const struct tally *t)
{
    jsonwrite_key(w, "fallbacks");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "total", (long long)t->fallbacks);
    jsonwrite_member_int(w, "answered", (long long)t->rescued);
    jsonwrite_member_int(w, "cases", (long long)t->rescued_cases);
    jsonwrite_close(w, '}');
}

static void write_name(struct jsonwrite *w, const struct tally_provider *p)
{
    jsonwrite_member(w, "provider", p->name);
    jsonwrite_key(w, "model");
    if (p->model[0] != '\0')
        jsonwrite_text(w, p->model);
    else
        jsonwrite_null(w);
}

/* The sum of all, and the models that are not in it. */
static void write_bill(struct jsonwrite *w, const struct tally *t, struct tally_provider **p,
                       size_t count)
{
    const struct calls_usage *u = &t->calls.usage;
    const char *date = bill_date(t->bill);
    bool known = calls_costed(u);
    for (size_t i = 0; i < count; i++)
        known = known && calls_costed(&p[i]->calls.usage);
    jsonwrite_key(w, "cost");
    jsonwrite_open(w, '{');
    write_cost(w, "total", known, u->cost);
    write_cost(w, "known", true, u->cost);
    jsonwrite_member_int(w, "attempts_unknown", (long long)u->unpriced);
    jsonwrite_member(w, "currency", bill_currency(t->bill));
    jsonwrite_member(w, "prices_of", date[0] != '\0' ? date : NULL);
    jsonwrite_key(w, "no_price");
    jsonwrite_open(w, '[');
    for (size_t i = 0; i < count; i++) {
        if (!tally_is_unpriced(p[i]))
            continue;
        jsonwrite_open(w, '{');
        write_name(w, p[i]);
        jsonwrite_close(w, '}');
    }
    jsonwrite_close(w, ']');
    jsonwrite_close(w, '}');
}

static void write_provider(struct jsonwrite *w, const struct tally *t,
                           const struct tally_provider *p)
{
    double busy = crew_busy(t, p);
    jsonwrite_open(w, '{');
    write_name(w, p);
    jsonwrite_member_int(w, "answered", (long long)p->answered);
    jsonwrite_member_int(w, "failed", (long long)p->failed);
    write_rate(w, p->answered, p->failed);
    open_cases(w, &p->cases);
    jsonwrite_close(w, '}');
    write_attempts(w, &p->calls);
    jsonwrite_key(w, "fallbacks");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "in", (long long)p->in);
    jsonwrite_member_int(w, "out", (long long)p->out);
    jsonwrite_close(w, '}');
    write_tokens(w, &p->calls.usage);
    write_cost(w, "cost", calls_costed(&p->calls.usage), p->calls.usage.cost);
    jsonwrite_member(w, "price_of", p->priced && p->price.date[0] != '\0' ? p->price.date : NULL);
    write_ledger(w, &p->calls);
    open_time(w, &p->calls);
    jsonwrite_close(w, '}');
    write_int(w, "workers", p->workers > 0, p->workers);
    write_real(w, "busy", busy >= 0, 4, busy);
    jsonwrite_close(w, '}');
}

static void write_whole_time(struct jsonwrite *w, const struct tally *t)
{
    long long span = crew_span_ms(t), ideal = crew_ideal_ms(t);
    open_time(w, &t->calls);
    write_int(w, "span_ms", span >= 0, span);
    write_int(w, "ideal_ms", ideal >= 0, ideal);
    jsonwrite_close(w, '}');
}

void export_json(const struct tally *t, struct buf *out)
{
    size_t count;
    struct tally_provider **p = tally_providers(t, &count);
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member_int(&w, "records", (long long)t->records);
    jsonwrite_member_int(&w, "superseded", (long long)t->superseded);
    write_operations(&w, t);
    open_cases(&w, &t->cases);
    write_counts(&w, "by_provider", &t->author);
    jsonwrite_close(&w, '}');
    write_attempts(&w, &t->calls);
    write_fallbacks(&w, t);
    write_tokens(&w, &t->calls.usage);
    write_bill(&w, t, p, count);
    write_ledger(&w, &t->calls);
    write_whole_time(&w, t);
    jsonwrite_key(&w, "providers");
    jsonwrite_open(&w, '[');
    for (size_t i = 0; i < count; i++)
        write_provider(&w, t, p[i]);
    jsonwrite_close(&w, ']');
    jsonwrite_close(&w, '}');
    free(p);
}
