#include "calls.h"

#include <string.h>

#include "number.h"
#include "outcome.h"
#include "when.h"

static const char *const token_name[CALLS_TOKENS] = {"prompt", "completion", "cached",
                                                     "cache_write", "reasoning"};

const char *calls_token_name(enum calls_token token)
{
    return token_name[token];
}

void calls_init(struct calls *c)
{
    *c = (struct calls){0};
    counts_init(&c->failed_class);
    counts_init(&c->retry_class);
}

void calls_free(struct calls *c)
{
    counts_free(&c->failed_class);
    counts_free(&c->retry_class);
}

bool calls_is_same(const struct jsontape *tape, uint32_t a, uint32_t b)
{
    size_t alen, blen;
    const char *x = jsontape_raw(tape, a, &alen), *y = jsontape_raw(tape, b, &blen);
    return alen > 0 && alen == blen && memcmp(x, y, alen) == 0;
}

/* The class of the error of an attempt; "" where it has none. */
static void read_class(const struct jsontape *tape, uint32_t attempt, char out[COUNTS_NAME + 1])
{
    uint32_t class = jsontape_get(tape, attempt, "class");
    out[0] = '\0';
    if (!jsontape_is(tape, class, outcome_name(OUTCOME_OK)))
        counts_name(tape, class, out);
}

static void read_usage(const struct jsontape *tape, uint32_t usage, struct calls_one *call)
{
    call->told = jsontape_kind(tape, usage) == '{';
    for (int i = 0; i < CALLS_TOKENS; i++)
        call->token[i] = jsontape_count(tape, jsontape_get(tape, usage, token_name[i]), -1);
}

static void read_cost(const struct price_model *price, struct calls_one *call)
{
    const struct price_usage used = {.prompt = call->token[CALLS_PROMPT],
                                     .completion = call->token[CALLS_COMPLETION],
                                     .cached = call->token[CALLS_CACHED],
                                     .cache_write = call->token[CALLS_CACHE_WRITE],
                                     .reasoning = call->token[CALLS_REASONING]};
    bool told = used.prompt >= 0 || used.completion >= 0;
    call->priced = price != NULL && (told || price_is_free(price));
    call->unpriced = !call->priced && (told || !call->failed);
    call->cost = call->priced ? price_cost(price, &used) : 0;
}

static long long read_start(const struct jsontape *tape, uint32_t at)
{
    char text[COUNTS_NAME + 1];
    long long start;
    counts_name(tape, at, text);
    return when_parse(text, &start) < 0 ? -1 : start;
}

struct calls_one calls_read(const struct jsontape *tape, uint32_t attempt, uint32_t before,
                            const struct price_model *price)
{
    uint32_t provider = jsontape_get(tape, attempt, "provider");
    struct calls_one call = {.failed = false};
    read_class(tape, attempt, call.class);
    call.failed = call.class[0] != '\0';
    call.again = calls_is_same(tape, provider, jsontape_get(tape, before, "provider"));
    call.before[0] = '\0';
    if (call.again)
        read_class(tape, before, call.before);
    call.ledger = jsontape_true(tape, jsontape_get(tape, attempt, "ledger"));
    call.ms = jsontape_count(tape, jsontape_get(tape, attempt, "ms"), -1);
    call.first_ms = jsontape_count(tape, jsontape_get(tape, attempt, "ttft_ms"), -1);
    call.start = read_start(tape, jsontape_get(tape, attempt, "at"));
    call.bad_chunks = jsontape_count(tape, jsontape_get(tape, attempt, "bad_chunks"), 0);
    read_usage(tape, jsontape_get(tape, attempt, "usage"), &call);
    read_cost(price, &call);
    return call;
}

/* Adds n, if it is not negative; the sum stays at its largest rather than wrap. */
static bool add_to(long long *sum, long long n)
{
    if (n >= 0)
        *sum = number_sum(*sum, n);
    return n >= 0;
}

static void add_usage(struct calls_usage *u, const struct calls_one *call)
{
    u->told += call->told;
    for (int i = 0; i < CALLS_TOKENS; i++)
        u->token[i].told += add_to(&u->token[i].sum, call->token[i]);
    u->priced += call->priced;
    u->unpriced += call->unpriced;
    u->cost += call->cost;
}

void calls_add(struct calls *c, const struct calls_one *call)
{
    if (call->ledger) {
        c->kept++;
        add_usage(&c->kept_usage, call);
        return;
    }
    c->count++;
    c->failed += call->failed;
    c->retries += call->again;
    if (call->failed)
        counts_add(&c->failed_class, call->class, strlen(call->class));
    if (call->again && call->before[0] != '\0')
        counts_add(&c->retry_class, call->before, strlen(call->before));
    quantile_add(&c->time, call->ms);
    quantile_add(&c->first, call->first_ms);
    add_to(&c->bad_chunks, call->bad_chunks);
    add_usage(&c->usage, call);
}

long long calls_tokens(const struct calls_usage *u)
{
    long long sum = u->token[CALLS_PROMPT].sum;
    add_to(&sum, u->token[CALLS_COMPLETION].sum);
    return sum;
}

bool calls_costed(const struct calls_usage *u)
{
    return u->priced > 0 || u->unpriced == 0;
}
