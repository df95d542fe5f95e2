#include "tally.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "outcome.h"
#include "utf8.h"
#include "when.h"

static const char *const token_name[TALLY_TOKENS] = {"prompt", "completion", "cached", "reasoning"};

const char *tally_token_name(enum tally_token token)
{
    return token_name[token];
}

void tally_init(struct tally *t)
{
    *t = (struct tally){0};
    counts_init(&t->failed_class);
    counts_init(&t->call_class);
    counts_init(&t->type);
    counts_init(&t->technique);
    counts_init(&t->priority);
    counts_init(&t->author);
    table_init(&t->provider);
}

void tally_free(struct tally *t)
{
    for (size_t i = 0; i < t->provider.count; i++) {
        struct tally_provider *p = t->provider.entry[i].value.pointer;
        free(p->name);
        free(p->model);
        free(p);
    }
    table_free(&t->provider);
    counts_free(&t->failed_class);
    counts_free(&t->call_class);
    counts_free(&t->type);
    counts_free(&t->technique);
    counts_free(&t->priority);
    counts_free(&t->author);
}

long long tally_tokens(const struct tally_calls *c)
{
    long long sum;
    bool over = __builtin_add_overflow(c->token[TALLY_PROMPT].sum, c->token[TALLY_COMPLETION].sum,
                                       &sum);
    return over ? INT64_MAX : sum;
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

/* Counts the text of a node; `otherwise`, where it is not NULL, counts in place of what is no text. */
static void count_text(struct counts *c, const struct jsontape *tape, uint32_t node,
                       const char *otherwise)
{
    size_t len;
    const char *raw = jsontape_raw(tape, node, &len);
    if (jsontape_kind(tape, node) != '"') {
        if (otherwise != NULL)
            counts_add(c, otherwise, strlen(otherwise));
    } else if (memchr(raw, '\\', len) == NULL) {
        counts_add(c, raw + 1, len - 2);
    } else {
        char *text = jsontape_text(tape, node);
        counts_add(c, text, strlen(text));
        free(text);
    }
}

/* The text of a node, cut to what a name may have, with its NUL; "" where it is none. */
static size_t name_of(const struct jsontape *tape, uint32_t node, char out[COUNTS_NAME + 1])
{
    char *text = jsontape_text(tape, node);
    size_t len = text == NULL ? 0 : strlen(text);
    len = len > COUNTS_NAME ? utf8_cut(text, COUNTS_NAME) : len;
    memcpy(out, text != NULL ? text : "", len);
    out[len] = '\0';
    free(text);
    return len;
}

static struct tally_provider *provider_of(struct tally *t, const struct jsontape *tape,
                                          uint32_t name, uint32_t model)
{
    char key[2 * (COUNTS_NAME + 1)];
    size_t len = name_of(tape, name, key);
    size_t all = len + 1 + name_of(tape, model, key + len + 1);
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
    if (e->value.pointer == NULL) {
        struct tally_provider *p = mem_new(sizeof *p);
        p->name = mem_copy(key, len);
        p->model = mem_text(key + len + 1);
        e->value.pointer = p;
    }
    return e->value.pointer;
}

static void add_usage(struct tally_calls *calls, const struct jsontape *tape, uint32_t usage)
{
    calls->told += jsontape_kind(tape, usage) == '{';
    for (int i = 0; i < TALLY_TOKENS; i++) {
        long long n = jsontape_count(tape, jsontape_get(tape, usage, token_name[i]), -1);
        if (n < 0)
            continue;
        calls->token[i].told++;
        if (__builtin_add_overflow(calls->token[i].sum, n, &calls->token[i].sum))
            calls->token[i].sum = INT64_MAX;
    }
}

static void add_call(struct tally_calls *calls, const struct jsontape *tape, uint32_t attempt,
                     bool failed, bool again)
{
    calls->count++;
    calls->failed += failed;
    calls->retries += again;
    quantile_add(&calls->time, jsontape_count(tape, jsontape_get(tape, attempt, "ms"), -1));
    add_usage(calls, tape, jsontape_get(tape, attempt, "usage"));
}

static void add_time(struct tally *t, const struct jsontape *tape, uint32_t attempt)
{
    char at[COUNTS_NAME + 1];
    long long start, took = jsontape_count(tape, jsontape_get(tape, attempt, "ms"), 0);
    name_of(tape, jsontape_get(tape, attempt, "at"), at);
    if (when_parse(at, &start) < 0)
        return;
    took = took < 0 || took > QUANTILE_MOST ? 0 : took;
    if (!t->timed || start < t->first_ms)
        t->first_ms = start;
    if (!t->timed || start + took > t->last_ms)
        t->last_ms = start + took;
    t->timed = true;
}

static bool is_same_text(const struct jsontape *tape, uint32_t a, uint32_t b)
{
    size_t alen, blen;
    const char *x = jsontape_raw(tape, a, &alen), *y = jsontape_raw(tape, b, &blen);
    return alen > 0 && alen == blen && memcmp(x, y, alen) == 0;
}

/* Counts the calls of a record and returns the last of them. */
static uint32_t add_calls(struct tally *t, const struct jsontape *tape, uint32_t attempts)
{
    uint32_t last = JSONTAPE_NONE;
    for (struct jsontape_walk w = jsontape_walk(tape, attempts); jsontape_step(tape, &w);) {
        if (jsontape_kind(tape, w.value) != '{')
            continue;
        uint32_t name = jsontape_get(tape, w.value, "provider");
        uint32_t class = jsontape_get(tape, w.value, "class");
        bool failed = jsontape_kind(tape, class) == '"' &&
                      !jsontape_is(tape, class, outcome_name(OUTCOME_OK));
        bool again = is_same_text(tape, name, jsontape_get(tape, last, "provider"));
        struct tally_provider *p = provider_of(t, tape, name, jsontape_get(tape, w.value, "model"));
        if (failed)
            count_text(&t->call_class, tape, class, NULL);
        add_call(&t->calls, tape, w.value, failed, again);
        if (p != NULL)
            add_call(&p->calls, tape, w.value, failed, again);
        add_time(t, tape, w.value);
        last = w.value;
    }
    return last;
}

/* Counts the cases and returns how many there are. */
static size_t add_cases(struct tally *t, const struct jsontape *tape, uint32_t cases,
                        const char *provider)
{
    size_t count = 0;
    for (struct jsontape_walk w = jsontape_walk(tape, cases); jsontape_step(tape, &w);) {
        count_text(&t->type, tape, jsontape_get(tape, w.value, "test_type"), "(none)");
        count_text(&t->technique, tape, jsontape_get(tape, w.value, "technique"), "(none)");
        count_text(&t->priority, tape, jsontape_get(tape, w.value, "priority"), "(none)");
        count_text(&t->author, tape, jsontape_get(tape, w.value, "provider"), provider);
        count++;
    }
    t->cases += count;
    return count;
}

/* What a record brought: cases or a reply, an error, or nothing.  p may be NULL. */
static void add_result(struct tally *t, const struct record *r, struct tally_provider *p)
{
    const struct jsontape *tape = &r->tape;
    uint32_t error = record_get(r, "error"), cases = record_get(r, "cases");
    bool failed = jsontape_kind(tape, error) == '{';
    bool reply = !failed && jsontape_kind(tape, record_get(r, "reply")) == '{';
    bool answered = reply || (!failed && jsontape_kind(tape, cases) == '[');
    size_t count = 0;
    if (failed)
        count_text(&t->failed_class, tape, jsontape_get(tape, error, "class"), "(none)");
    else if (answered)
        count = add_cases(t, tape, cases, p != NULL ? p->name : "(none)");
    t->failed += failed;
    t->answered += answered;
    t->replies += reply;
    t->unanswered += !failed && !answered;
    t->partial += answered && jsontape_kind(tape, record_get(r, "partial")) == '"';
    t->rejected += jsontape_size(tape, record_get(r, "rejected"));
    char from = jsontape_kind(tape, record_get(r, "fallback_from"));
    if (from != 0 && from != 'n') {
        t->fallbacks++;
        t->rescued += answered;
    }
    if (p != NULL) {
        p->answered += answered;
        p->failed += failed;
        p->cases += count;
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
    uint32_t model = is_same_text(tape, name, jsontape_get(tape, last, "provider"))
                         ? jsontape_get(tape, last, "model")
                         : JSONTAPE_NONE;
    add_result(t, r, provider_of(t, tape, name, model));
}
