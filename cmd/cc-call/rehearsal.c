#include "rehearsal.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "filter.h"
#include "job.h"
#include "jsonwrite.h"
#include "number.h"
#include "price.h"
#include "prompt/wanted.h"
#include "utf8.h"

/* A token is about four bytes of English and notation (3.5 to 4.9 over our corpus), a character of others; a case that
 * a model writes takes some 160. */
enum { BYTES_PER_TOKEN = 4, TOKENS_PER_CASE = 160 };

struct run {
    const struct rehearsal *r;
    struct price_list prices;
    bool priced;
    long long requests, prompt, completion, unpriced;
    double cost;
};

struct estimate {
    long long prompt, completion;
    bool priced;
    double cost;
};

static long long tokens_of(const char *text, size_t len)
{
    size_t characters = utf8_count(text, len), ascii = 0;
    for (size_t i = 0; i < len; i++)
        ascii += (unsigned char)text[i] < 0x80;
    return (long long)(ascii / BYTES_PER_TOKEN + (characters - ascii) + 1);
}

static struct estimate estimate_of(const struct run *run, const struct job *j)
{
    const struct provider *p = j->provider;
    struct wanted w = wanted_cases(&j->record, run->r->wish.cases);
    long long cases = wanted_sum(&w);
    struct estimate e = {.prompt = tokens_of(j->exchange.body.data, j->exchange.body.len),
                         .completion = job_is_chat(j) ? p->max_tokens : cases * TOKENS_PER_CASE};
    if (e.completion > p->max_tokens)
        e.completion = p->max_tokens;
    struct price price;
    e.priced = run->priced && price_find(&run->prices, p->name, p->model, &price);
    if (e.priced)
        e.cost = ((double)e.prompt * price.in + (double)e.completion * price.out) / 1e6;
    return e;
}

static void add_sum(struct run *run, const struct estimate *e)
{
    run->requests++;
    run->prompt += e->prompt;
    run->completion += e->completion;
    run->cost += e->cost;
    run->unpriced += !e->priced;
}

static void write_estimate(struct jsonwrite *w, const struct estimate *e)
{
    jsonwrite_key(w, "estimate");
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "prompt", e->prompt);
    jsonwrite_member_int(w, "completion", e->completion);
    jsonwrite_key(w, "cost");
    if (e->priced) {
        jsonwrite_raw(w, "", 0);
        buf_format(w->out, "%.6f", e->cost);
    } else {
        jsonwrite_null(w);
    }
    jsonwrite_close(w, '}');
}

static void write_request(struct run *run, struct job *j, struct jsonwrite *w)
{
    struct form form = form_of(j->provider);
    jsonwrite_member(w, "provider", j->provider->name);
    jsonwrite_member(w, "model", j->provider->model);
    if (j->provider->vendor->protocol != VENDOR_BUILTIN && job_ask(j, &run->r->wish, &form)) {
        struct estimate e = estimate_of(run, j);
        add_sum(run, &e);
        jsonwrite_member(w, "url", j->exchange.url.data);
        jsonwrite_key(w, "request");
        jsonwrite_raw(w, j->exchange.body.data, j->exchange.body.len);
        write_estimate(w, &e);
    } else {
        jsonwrite_key(w, "request");
        jsonwrite_null(w);
    }
}

/* The provider of the record, the first of its candidates, or that of -p. */
static const struct provider *find_provider(const struct rehearsal *r, const struct record *record,
                                            struct diag_error *err)
{
    const struct jsontape *t = &record->tape;
    struct jsontape_walk w = jsontape_walk(t, record_get(record, "candidates"));
    char *named = record_text(record, "provider");
    if (named == NULL && jsontape_step(t, &w))
        named = jsontape_text(t, w.value);
    const char *name = named != NULL ? named : r->provider;
    const struct provider *p = name != NULL ? provider_find(r->providers, name, err) : NULL;
    if (name == NULL)
        diag_fail(err, "no provider is named: use -p, or cc-assign before");
    free(named);
    return p;
}

static int each(void *state, struct record *record, struct lineout *out, struct diag_error *err)
{
    struct run *run = state;
    struct diag_error why;
    struct buf line;
    buf_init(&line, CEILING_LINE * 3);
    struct jsonwrite w = jsonwrite_to(&line);
    jsonwrite_open(&w, '{');
    jsonwrite_key(&w, "id");
    jsontape_write(&record->tape, record_get(record, "id"), &w);
    bool done = record_is_done(record);
    const struct provider *p = done ? NULL : find_provider(run->r, record, &why);
    if (p != NULL) {
        struct job *j = job_new(record);
        j->provider = p;
        write_request(run, j, &w);
        job_free(j);
    } else {
        jsonwrite_key(&w, "request");
        jsonwrite_null(&w);
        jsonwrite_member(&w, "error", done ? NULL : why.text);
    }
    jsonwrite_close(&w, '}');
    lineout_line(out, line.data, line.len);
    int result = buf_over(&line) ? diag_fail(err, "the request is too long for a line") : 0;
    buf_free(&line);
    return result;
}

static void tell(const struct run *run)
{
    char prompt[NUMBER_GROUPED], completion[NUMBER_GROUPED], requests[NUMBER_GROUPED];
    number_grouped(run->requests, requests);
    number_grouped(run->prompt, prompt);
    number_grouped(run->completion, completion);
    if (run->requests == run->unpriced)
        diag_note("%s requests, about %s tokens of prompts and %s of answers; price unknown",
                  requests, prompt, completion);
    else
        diag_note("%s requests, about %s tokens of prompts and %s of answers, about %.2f USD%s",
                  requests, prompt, completion, run->cost,
                  run->unpriced > 0 ? " without those whose price is unknown" : "");
}

int rehearsal_run(const struct rehearsal *r, struct lineout *out)
{
    struct run run = {.r = r};
    struct diag_error err;
    run.priced = price_load(&run.prices, &err) == 0;
    if (!run.priced)
        diag_warn("%s", err.text);
    const struct filter filter = {.each = each, .state = &run};
    int code = filter_run_files(&filter, NULL, 0, out);
    if (code == DIAG_OK)
        tell(&run);
    if (run.priced)
        price_free(&run.prices);
    return code;
}
