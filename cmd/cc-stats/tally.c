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

/* Whether there is something to tell: all that it brought may have been taken back. */
static bool has_figures(const struct tally_provider *p)
{
    return p->calls.count + p->calls.kept + p->answered + p->failed + p->in + p->out +
               p->cases.rejected >
           0;
}

struct tally_provider **tally_providers(const struct tally *t, size_t *count)
{
    struct tally_provider **all = mem_array(t->provider.count + 1, sizeof *all);
    *count = 0;
    for (size_t i = 0; i < t->provider.count; i++) {
        struct tally_provider *p = t->provider.entry[i].value.pointer;
        if (has_figures(p))
            all[(*count)++] = p;
    }
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

/* Counts so many more, or takes them back: never more than there are, whatever a stream says. */
static void change(size_t *count, size_t by, bool back)
{
    *count = back ? *count - (*count < by ? *count : by) : *count + by;
}

static void change_case(struct tally_cases *c, const struct jsontape *tape, uint32_t one, bool back)
{
    void (*node)(struct counts *, const struct jsontape *, uint32_t,
                 const char *) = back ? counts_take_node : counts_add_node;
    node(&c->type, tape, jsontape_get(tape, one, "test_type"), "(none)");
    node(&c->technique, tape, jsontape_get(tape, one, "technique"), "(none)");
    node(&c->priority, tape, jsontape_get(tape, one, "priority"), "(none)");
    change(&c->count, 1, back);
}

/* Counts the cases, or takes them back, and returns how many there are.  p may be NULL. */
static size_t change_cases(struct tally *t, const struct jsontape *tape, uint32_t cases,
                           struct tally_provider *p, bool back)
{
    size_t count = 0;
    for (struct jsontape_walk w = jsontape_walk(tape, cases); jsontape_step(tape, &w); count++) {
        change_case(&t->cases, tape, w.value, back);
        if (p != NULL)
            change_case(&p->cases, tape, w.value, back);
        (back ? counts_take_node : counts_add_node)(&t->author, tape,
                                                    jsontape_get(tape, w.value, "provider"),
                                                    p != NULL ? p->name : "(none)");
    }
    return count;
}

/* One provider was asked after another. */
static void change_step(struct tally_provider **last, struct tally_provider *next, bool back)
{
    if (next == NULL)
        return;
    if (*last != NULL && strcmp((*last)->name, next->name) != 0) {
        change(&(*last)->out, 1, back);
        change(&next->in, 1, back);
    }
    *last = next;
}

/* Who was asked after whom: from the provider that had the record first, by its calls, to the one that it ended
 * with.  One that could not be asked has no call. */
static void change_fallbacks(struct tally *t, const struct record *r, struct tally_provider *end,
                             bool back)
{
    const struct jsontape *tape = &r->tape;
    uint32_t from = record_get(r, "fallback_from");
    struct jsontape_walk w = jsontape_walk(tape, record_get(r, "attempts"));
    struct tally_provider *last = NULL;
    for (bool first = true; jsontape_step(tape, &w); first = false) {
        if (first && !calls_is_same(tape, from, jsontape_get(tape, w.value, "provider")))
            last = provider_of(t, tape, from, JSONTAPE_NONE);
        change_step(&last, asked(t, tape, w.value), back);
    }
    if (last == NULL)
        last = provider_of(t, tape, from, JSONTAPE_NONE);
    change_step(&last, end, back);
}

/* What the record brought: cases or a reply, an error, or nothing. */
struct result {
    bool failed, reply, answered;
};

static struct result result_of(const struct record *r)
{
    const struct jsontape *tape = &r->tape;
    bool failed = jsontape_kind(tape, record_get(r, "error")) == '{';
    bool reply = !failed && jsontape_kind(tape, record_get(r, "reply")) == '{';
    bool cases = !failed && jsontape_kind(tape, record_get(r, "cases")) == '[';
    return (struct result){failed, reply, reply || cases};
}

/* Counts what a record brought, or takes it back.  p: who it ended with, or NULL. */
static void change_result(struct tally *t, const struct record *r, struct tally_provider *p,
                          bool back)
{
    const struct jsontape *tape = &r->tape;
    struct result is = result_of(r);
    size_t rejected = jsontape_size(tape, record_get(r, "rejected")), count = 0;
    char from = jsontape_kind(tape, record_get(r, "fallback_from"));
    if (is.answered)
        count = change_cases(t, tape, record_get(r, "cases"), p, back);
    if (is.failed)
        (back ? counts_take_node : counts_add_node)(
            &t->failed_class, tape, jsontape_get(tape, record_get(r, "error"), "class"), "(none)");
    if (is.answered && !is.reply)
        (back ? quantile_take : quantile_add)(&t->per_operation, (long long)count);
    change(&t->failed, is.failed, back);
    change(&t->answered, is.answered, back);
    change(&t->replies, is.reply, back);
    change(&t->unanswered, !is.failed && !is.answered, back);
    change(&t->partial, is.answered && jsontape_kind(tape, record_get(r, "partial")) == '"', back);
    change(&t->cases.rejected, rejected, back);
    if (from != 0 && from != 'n') {
        change(&t->fallbacks, 1, back);
        change(&t->rescued, is.answered, back);
        change(&t->rescued_cases, count, back);
        change_fallbacks(t, r, p, back);
    }
    if (p != NULL) {
        change(&p->answered, is.answered, back);
        change(&p->failed, is.failed, back);
        change(&p->cases.rejected, rejected, back);
    }
}

/* The provider and model that the record ended with; last: its last call, which knows the model where it is
 * that provider's own. */
static struct tally_provider *ended_with(struct tally *t, const struct record *r, uint32_t last)
{
    const struct jsontape *tape = &r->tape;
    uint32_t name = record_get(r, "provider");
    bool own = calls_is_same(tape, name, jsontape_get(tape, last, "provider"));
    return provider_of(t, tape, name, own ? jsontape_get(tape, last, "model") : JSONTAPE_NONE);
}

/* Takes back what a record brought that was passed on as the best of its id and has been beaten since. */
static void take_back(struct tally *t, const struct record *by)
{
    struct record r;
    size_t len;
    uint32_t last = JSONTAPE_NONE;
    const char *text = jsontape_raw(&by->tape, record_get(by, "supersedes"), &len);
    if (len == 0 || record_read(&r, text, len, NULL) < 0)
        return;
    struct jsontape_walk w = jsontape_walk(&r.tape, record_get(&r, "attempts"));
    while (jsontape_step(&r.tape, &w))
        last = jsontape_kind(&r.tape, w.value) == '{' ? w.value : last;
    change_result(t, &r, ended_with(t, &r, last), true);
    t->superseded++;
    record_free(&r);
}

void tally_add(struct tally *t, const struct record *r)
{
    uint32_t last = add_calls(t, &r->tape, record_get(r, "attempts"));
    t->records++;
    if (jsontape_true(&r->tape, record_get(r, "unchanged"))) {
        t->unchanged++;
    } else if (jsontape_true(&r->tape, record_get(r, "superseded"))) {
        t->superseded++;
    } else {
        take_back(t, r);
        change_result(t, r, ended_with(t, r, last), false);
    }
}
