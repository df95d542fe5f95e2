#include "tally.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

static void cases_init(struct tally_cases *c)
{
    *c = (struct tally_cases){0};
    counts_init(&c->type);
    counts_init(&c->technique);
    counts_init(&c->priority);
}

static void cases_free(struct tally_cases *c)
{
    counts_free(&c->type);
    counts_free(&c->technique);
    counts_free(&c->priority);
}

void tally_init(struct tally *t, const struct bill *bill)
{
    *t = (struct tally){.bill = bill};
    counts_init(&t->failed_class);
    counts_init(&t->author);
    cases_init(&t->cases);
    calls_init(&t->calls);
    table_init(&t->provider);
}

void tally_free(struct tally *t)
{
    for (size_t i = 0; i < t->provider.count; i++) {
        struct tally_provider *p = t->provider.entry[i].value.pointer;
        cases_free(&p->cases);
        calls_free(&p->calls);
        free(p->name);
        free(p->model);
        free(p);
    }
    table_free(&t->provider);
    calls_free(&t->calls);
    cases_free(&t->cases);
    counts_free(&t->failed_class);
    counts_free(&t->author);
}

static int by_name(const void *a, const void *b)
{
    const struct tally_provider *const *x = a, *const *y = b;
    int order = strcmp((*x)->name, (*y)->name);
    return order != 0 ? order : strcmp((*x)->model, (*y)->model);
}

struct tally_provider **tally_providers(const struct tally *t, size_t *count)
{
    struct tally_provider **all = mem_array(t->provider.count + 1, sizeof *all);
    *count = t->provider.count;
    for (size_t i = 0; i < *count; i++)
        all[i] = t->provider.entry[i].value.pointer;
    qsort(all, *count, sizeof *all, by_name);
    return all;
}

bool tally_is_unpriced(const struct tally_provider *p)
{
    return !p->priced && p->calls.usage.unpriced + p->calls.kept_usage.unpriced > 0;
}

static struct tally_provider *new_provider(const struct tally *t, const char *name,
                                           const char *model)
{
    struct tally_provider *p = mem_new(sizeof *p);
    p->name = mem_text(name);
    p->model = mem_text(model);
    p->priced = strcmp(name, counts_others) != 0 && bill_find(t->bill, name, model, &p->price);
    cases_init(&p->cases);
    calls_init(&p->calls);
    return p;
}

/* NULL where name is no text. */
static struct tally_provider *provider_of(struct tally *t, const struct jsontape *tape,
                                          uint32_t name, uint32_t model)
{
    char key[2 * (COUNTS_NAME + 1)];
    size_t len = counts_name(tape, name, key);
    size_t all = len + 1 + counts_name(tape, model, key + len + 1);
    if (len == 0)
        return NULL;
    struct table_entry *e = table_get(&t->provider, key, all);
    if (e == NULL && t->provider.count >= TALLY_PROVIDERS) {
        len = strlen(counts_others);
        all = len + 1;
        memcpy(key, counts_others, len + 1);
        key[all] = '\0';
    }
    e = e != NULL ? e : table_put(&t->provider, key, all);
    if (e->value.pointer == NULL)
        e->value.pointer = new_provider(t, key, key + len + 1);
    return e->value.pointer;
}

/* The provider that an attempt asked, or NULL. */
static struct tally_provider *asked(struct tally *t, const struct jsontape *tape, uint32_t attempt)
{
    return provider_of(t, tape, jsontape_get(tape, attempt, "provider"),
                       jsontape_get(tape, attempt, "model"));
}

static void add_time(struct tally *t, const struct calls_one *call)
{
    long long took = call->ms < 0 || call->ms > QUANTILE_MOST ? 0 : call->ms;
    if (call->ledger || call->start < 0)
        return;
    if (!t->timed || call->start < t->first_ms)
        t->first_ms = call->start;
    if (!t->timed || call->start + took > t->last_ms)
        t->last_ms = call->start + took;
    t->timed = true;
}

/* Counts the calls of a record and returns the last of them. */
static uint32_t add_calls(struct tally *t, const struct jsontape *tape, uint32_t attempts)
{
    uint32_t last = JSONTAPE_NONE;
    for (struct jsontape_walk w = jsontape_walk(tape, attempts); jsontape_step(tape, &w);) {
        if (jsontape_kind(tape, w.value) != '{')
            continue;
        struct tally_provider *p = asked(t, tape, w.value);
        struct calls_one call = calls_read(tape, w.value, last,
                                           p != NULL && p->priced ? &p->price : NULL);
        calls_add(&t->calls, &call);
        if (p != NULL)
            calls_add(&p->calls, &call);
        add_time(t, &call);
        last = w.value;
    }
    return last;
}

static void add_case(struct tally_cases *c, const struct jsontape *tape, uint32_t one)
{
    counts_add_node(&c->type, tape, jsontape_get(tape, one, "test_type"), "(none)");
    counts_add_node(&c->technique, tape, jsontape_get(tape, one, "technique"), "(none)");
    counts_add_node(&c->priority, tape, jsontape_get(tape, one, "priority"), "(none)");
    c->count++;
}

/* Counts the cases and returns how many there are.  p may be NULL. */
static size_t add_cases(struct tally *t, const struct jsontape *tape, uint32_t cases,
                        struct tally_provider *p)
{
    size_t before = t->cases.count;
    for (struct jsontape_walk w = jsontape_walk(tape, cases); jsontape_step(tape, &w);) {
        add_case(&t->cases, tape, w.value);
        if (p != NULL)
            add_case(&p->cases, tape, w.value);
        counts_add_node(&t->author, tape, jsontape_get(tape, w.value, "provider"),
                        p != NULL ? p->name : "(none)");
    }
    return t->cases.count - before;
}

/* One provider was asked after another. */
static void add_step(struct tally_provider **last, struct tally_provider *next)
{
    if (next == NULL)
        return;
    if (*last != NULL && strcmp((*last)->name, next->name) != 0) {
        (*last)->out++;
        next->in++;
    }
    *last = next;
}

/* Who was asked after whom: from the provider that had the record first, by its calls, to the one that it ended
 * with.  One that could not be asked has no call. */
static void add_fallbacks(struct tally *t, const struct record *r, struct tally_provider *end)
{
    const struct jsontape *tape = &r->tape;
    uint32_t from = record_get(r, "fallback_from");
    struct jsontape_walk w = jsontape_walk(tape, record_get(r, "attempts"));
    struct tally_provider *last = NULL;
    for (bool first = true; jsontape_step(tape, &w); first = false) {
        if (first && !calls_is_same(tape, from, jsontape_get(tape, w.value, "provider")))
            last = provider_of(t, tape, from, JSONTAPE_NONE);
        add_step(&last, asked(t, tape, w.value));
    }
    if (last == NULL)
        last = provider_of(t, tape, from, JSONTAPE_NONE);
    add_step(&last, end);
}

/* What a record brought: cases or a reply, an error, or nothing.  p may be NULL. */
static void add_result(struct tally *t, const struct record *r, struct tally_provider *p)
{
    const struct jsontape *tape = &r->tape;
    uint32_t error = record_get(r, "error"), cases = record_get(r, "cases");
    bool failed = jsontape_kind(tape, error) == '{';
    bool reply = !failed && jsontape_kind(tape, record_get(r, "reply")) == '{';
    bool answered = reply || (!failed && jsontape_kind(tape, cases) == '[');
    size_t count = answered ? add_cases(t, tape, cases, p) : 0;
    size_t rejected = jsontape_size(tape, record_get(r, "rejected"));
    char from = jsontape_kind(tape, record_get(r, "fallback_from"));
    if (failed)
        counts_add_node(&t->failed_class, tape, jsontape_get(tape, error, "class"), "(none)");
    if (answered && !reply)
        quantile_add(&t->per_operation, (long long)count);
    t->failed += failed;
    t->answered += answered;
    t->replies += reply;
    t->unanswered += !failed && !answered;
    t->partial += answered && jsontape_kind(tape, record_get(r, "partial")) == '"';
    t->cases.rejected += rejected;
    if (from != 0 && from != 'n') {
        t->fallbacks++;
        t->rescued += answered;
        t->rescued_cases += count;
        add_fallbacks(t, r, p);
    }
    if (p != NULL) {
        p->answered += answered;
        p->failed += failed;
        p->cases.rejected += rejected;
    }
}

void tally_add(struct tally *t, const struct record *r)
{
    const struct jsontape *tape = &r->tape;
    uint32_t last = add_calls(t, tape, record_get(r, "attempts"));
    uint32_t name = record_get(r, "provider");
    t->records++;
    if (jsontape_true(tape, record_get(r, "unchanged"))) {
        t->unchanged++;
        return;
    }
    if (jsontape_true(tape, record_get(r, "superseded"))) {
        t->superseded++;
        return;
    }
    /* The model is known from the provider's own call. */
    uint32_t model = calls_is_same(tape, name, jsontape_get(tape, last, "provider"))
                         ? jsontape_get(tape, last, "model")
                         : JSONTAPE_NONE;
    add_result(t, r, provider_of(t, tape, name, model));
}
