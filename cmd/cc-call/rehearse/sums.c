#include "sums.h"

#include <string.h>

#include "ceiling.h"
#include "diag.h"
#include "jsonwrite.h"
#include "mem.h"
#include "number.h"

void sums_init(struct sums *s)
{
    *s = (struct sums){0};
    table_init(&s->by);
}

void sums_free(struct sums *s)
{
    table_free_values(&s->by);
}

static void add(struct sum *sum, const struct estimate *e)
{
    sum->operations++;
    if (e == NULL)
        return;
    sum->requests++;
    sum->prompt += e->prompt;
    sum->completion += e->completion;
    sum->cost += e->cost;
    sum->unpriced += !e->priced;
}

void sums_add(struct sums *s, const struct provider *p, const struct estimate *e)
{
    struct table_entry *entry = table_put(&s->by, p->name, strlen(p->name));
    if (entry->value.pointer == NULL)
        entry->value.pointer = mem_new(sizeof(struct sum));
    struct sum *sum = entry->value.pointer;
    sum->model = p->model;
    sum->workers = p->workers;
    add(sum, e);
    add(&s->all, e);
}

/* who: "glm: ", or nothing of all. */
static void tell(const char *who, const struct sum *sum, const char *currency)
{
    char prompt[NUMBER_GROUPED], completion[NUMBER_GROUPED], requests[NUMBER_GROUPED];
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    number_grouped(sum->requests, requests);
    number_grouped(sum->prompt, prompt);
    number_grouped(sum->completion, completion);
    buf_format(&text, "%s%s request%s, about %s tokens of prompts and %s of answers", who, requests,
               sum->requests == 1 ? "" : "s", prompt, completion);
    if (sum->requests > 0 && sum->requests == sum->unpriced)
        buf_text(&text, "; price unknown");
    else
        buf_format(&text, ", about %.2f %s%s", sum->cost, currency,
                   sum->unpriced > 0 ? " without those whose price is unknown" : "");
    diag_note("%s", text.data);
    buf_free(&text);
}

static void tell_provider(const struct table_entry *e, const char *currency)
{
    const struct sum *sum = e->value.pointer;
    char operations[NUMBER_GROUPED];
    struct buf who;
    buf_init(&who, CEILING_TEXT);
    buf_format(&who, "%s: ", e->key);
    number_grouped(sum->operations, operations);
    if (sum->requests > 0)
        tell(who.data, sum, currency);
    else
        diag_note("%s%s operation%s, and nothing to pay", who.data, operations,
                  sum->operations == 1 ? "" : "s");
    buf_free(&who);
}

void sums_tell(const struct sums *s, const char *currency)
{
    for (size_t i = 0; i < s->by.count && s->by.count > 1; i++)
        tell_provider(&s->by.entry[i], currency);
    if (s->all.requests > 0)
        tell("", &s->all, currency);
    else if (s->by.count == 1)
        tell_provider(&s->by.entry[0], currency);
    if (s->errors > 0)
        diag_note("%lld record%s that nobody can be asked about", s->errors,
                  s->errors == 1 ? "" : "s");
}

static void write_sum(const struct sum *sum, struct jsonwrite *w)
{
    jsonwrite_member_int(w, "operations", sum->operations);
    jsonwrite_member_int(w, "requests", sum->requests);
    jsonwrite_member_int(w, "prompt", sum->prompt);
    jsonwrite_member_int(w, "completion", sum->completion);
    jsonwrite_key(w, "cost");
    if (sum->requests > 0 && sum->requests == sum->unpriced) {
        jsonwrite_null(w);
    } else {
        jsonwrite_begin(w);
        buf_format(w->out, "%.6f", sum->cost);
    }
}

enum sums_within sums_within(const struct sums *s, double most)
{
    if (most < 0)
        return SUMS_BELOW;
    if (s->all.cost > most)
        return SUMS_ABOVE;
    return s->all.unpriced > 0 ? SUMS_UNKNOWN : SUMS_BELOW;
}

static void write_within(enum sums_within within, struct jsonwrite *w)
{
    jsonwrite_key(w, "within");
    if (within == SUMS_UNKNOWN)
        jsonwrite_null(w);
    else
        jsonwrite_bool(w, within == SUMS_BELOW);
}

void sums_write(const struct sums *s, const char *currency, double most, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    write_sum(&s->all, &w);
    jsonwrite_member(&w, "currency", currency);
    jsonwrite_member_int(&w, "unpriced", s->all.unpriced);
    jsonwrite_member_int(&w, "errors", s->errors);
    if (most >= 0)
        write_within(sums_within(s, most), &w);
    jsonwrite_key(&w, "providers");
    jsonwrite_open(&w, '[');
    for (size_t i = 0; i < s->by.count; i++) {
        const struct sum *sum = s->by.entry[i].value.pointer;
        jsonwrite_open(&w, '{');
        jsonwrite_member(&w, "provider", s->by.entry[i].key);
        jsonwrite_member(&w, "model", sum->model);
        jsonwrite_member_int(&w, "workers", sum->workers);
        write_sum(sum, &w);
        jsonwrite_close(&w, '}');
    }
    jsonwrite_close(&w, ']');
    jsonwrite_close(&w, '}');
}
