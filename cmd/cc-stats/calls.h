/*
 * calls: the calls (attempts) of some records: how many, how long, what they used.  cc-stats.
 */
#ifndef CALLS_H
#define CALLS_H

#include <stdbool.h>
#include <stddef.h>

#include "counts.h"
#include "jsontape.h"
#include "price.h"
#include "quantile.h"

/* The kinds of tokens a call may tell, as attempts[].usage names them. */
enum calls_token {
    CALLS_PROMPT,
    CALLS_COMPLETION,
    CALLS_CACHED,
    CALLS_CACHE_WRITE,
    CALLS_REASONING,
    CALLS_TOKENS
};

/* One call, as its attempt tells it. */
struct calls_one {
    bool failed;
    bool again;  /* the same provider was asked for the same record just before */
    bool ledger; /* its answer came from a ledger: it was made and paid for in an earlier run */
    char class[COUNTS_NAME + 1];  /* of its error; "" where it has none */
    char before[COUNTS_NAME + 1]; /* `class` of the call that it repeats */
    long long ms, first_ms;       /* -1: not told */
    long long start;              /* in milliseconds since 1970; -1: not told */
    long long bad_chunks;
    long long token[CALLS_TOKENS]; /* -1: not told */
    bool told;                     /* any usage */
    bool priced, unpriced;         /* the cost is known; there is one, which is not */
    double cost;
};

/* What calls used, and what that cost. */
struct calls_usage {
    size_t told; /* calls with usage */
    struct {
        long long sum;
        size_t told; /* calls that gave this figure; 0: the sum is unknown, not 0 */
    } token[CALLS_TOKENS];
    size_t priced, unpriced; /* calls whose cost is known; that will have one, which is not */
    double cost;
};

struct calls {
    size_t count;
    size_t failed;                           /* with an error class */
    size_t retries;                          /* the same provider asked again for the same record */
    struct counts failed_class, retry_class; /* a retry has the class of the call it repeats */
    struct quantile time, first;             /* attempts[].ms and ttft_ms */
    long long bad_chunks;
    struct calls_usage usage;
    size_t kept; /* answers from a ledger, which are in none of the figures above */
    struct calls_usage kept_usage;
};

void calls_init(struct calls *c);
void calls_free(struct calls *c);

/*
 * Reads an attempt.  before: the attempt in front of it, or JSONTAPE_NONE.  price: of its model; NULL: not known.
 * What was used costs, answer or not; a failed call that told of nothing costs nothing.
 */
struct calls_one calls_read(const struct jsontape *tape, uint32_t attempt, uint32_t before,
                            const struct price_model *price);
void calls_add(struct calls *c, const struct calls_one *call);

/* Prompt and completion together, as far as they were told (the others are parts of them). */
long long calls_tokens(const struct calls_usage *u);
/* Whether any cost of these is known, or there is none. */
bool calls_costed(const struct calls_usage *u);

/* "prompt", "completion", "cached", "cache_write", "reasoning". */
const char *calls_token_name(enum calls_token token);

/* Whether both nodes are texts, and the same. */
bool calls_is_same(const struct jsontape *tape, uint32_t a, uint32_t b);

#endif
