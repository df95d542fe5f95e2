#include "export.h"

#include <stdlib.h>

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

/* What no call told is null: unknown, not 0. */
static void write_tokens(struct jsonwrite *w, const struct tally_calls *calls)
{
    jsonwrite_key(w, "tokens");
    jsonwrite_open(w, '{');
    for (int i = 0; i < TALLY_TOKENS; i++) {
        jsonwrite_key(w, tally_token_name((enum tally_token)i));
        if (calls->token[i].told > 0)
            jsonwrite_int(w, calls->token[i].sum);
        else
            jsonwrite_null(w);
    }
    jsonwrite_member_int(w, "attempts_with_usage", (long long)calls->told);
    jsonwrite_close(w, '}');
}

static void write_ms(struct jsonwrite *w, const char *key, const struct quantile *q, long long ms)
{
    jsonwrite_key(w, key);
    if (q->count > 0)
        jsonwrite_int(w, ms);
    else
        jsonwrite_null(w);
}

/* The members of "time", which is left open. */
static void open_time(struct jsonwrite *w, const struct quantile *q)
{
    jsonwrite_key(w, "time");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "sum_ms", q->sum);
    write_ms(w, "p50_ms", q, quantile_at(q, 50));
    write_ms(w, "p90_ms", q, quantile_at(q, 90));
    write_ms(w, "max_ms", q, q->max);
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
    jsonwrite_close(w, '}');
    write_counts(w, "errors", &t->failed_class);
}

static void write_cases(struct jsonwrite *w, const struct tally *t)
{
    jsonwrite_key(w, "cases");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "total", (long long)t->cases);
    jsonwrite_member_int(w, "rejected", (long long)t->rejected);
    write_counts(w, "by_type", &t->type);
    write_counts(w, "by_technique", &t->technique);
    write_counts(w, "by_priority", &t->priority);
    write_counts(w, "by_provider", &t->author);
    jsonwrite_close(w, '}');
}

static void write_attempts(struct jsonwrite *w, const struct tally *t)
{
    jsonwrite_key(w, "attempts");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "total", (long long)t->calls.count);
    jsonwrite_member_int(w, "failed", (long long)t->calls.failed);
    jsonwrite_member_int(w, "retries", (long long)t->calls.retries);
    write_counts(w, "by_class", &t->call_class);
    jsonwrite_close(w, '}');
    jsonwrite_key(w, "fallbacks");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "total", (long long)t->fallbacks);
    jsonwrite_member_int(w, "answered", (long long)t->rescued);
    jsonwrite_close(w, '}');
}

static void write_provider(struct jsonwrite *w, const struct tally_provider *p)
{
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "provider", p->name);
    jsonwrite_key(w, "model");
    if (p->model[0] != '\0')
        jsonwrite_text(w, p->model);
    else
        jsonwrite_null(w);
    jsonwrite_member_int(w, "answered", (long long)p->answered);
    jsonwrite_member_int(w, "failed", (long long)p->failed);
    jsonwrite_member_int(w, "cases", (long long)p->cases);
    jsonwrite_key(w, "attempts");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "total", (long long)p->calls.count);
    jsonwrite_member_int(w, "failed", (long long)p->calls.failed);
    jsonwrite_member_int(w, "retries", (long long)p->calls.retries);
    jsonwrite_close(w, '}');
    write_tokens(w, &p->calls);
    open_time(w, &p->calls.time);
    jsonwrite_close(w, '}');
    jsonwrite_close(w, '}');
}

void export_json(const struct tally *t, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    jsonwrite_member_int(&w, "records", (long long)t->records);
    jsonwrite_member_int(&w, "superseded", (long long)t->superseded);
    write_operations(&w, t);
    write_cases(&w, t);
    write_attempts(&w, t);
    write_tokens(&w, &t->calls);
    open_time(&w, &t->calls.time);
    jsonwrite_key(&w, "span_ms");
    if (t->timed)
        jsonwrite_int(&w, t->last_ms - t->first_ms);
    else
        jsonwrite_null(&w);
    jsonwrite_close(&w, '}');
    jsonwrite_key(&w, "providers");
    jsonwrite_open(&w, '[');
    size_t count;
    struct tally_provider **provider = tally_providers(t, &count);
    for (size_t i = 0; i < count; i++)
        write_provider(&w, provider[i]);
    free(provider);
    jsonwrite_close(&w, ']');
    jsonwrite_close(&w, '}');
}
