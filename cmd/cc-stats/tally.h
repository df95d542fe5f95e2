/*
 * tally: what is counted of a stream of results.  cc-stats.
 *
 * Memory does not grow with the stream: names are kept in bounded lists, and after TALLY_PROVIDERS different
 * providers and models all others are counted as one.
 *
 * A superseded record lost to another one of its id in cc-merge: what its calls cost counts, what it brought
 * does not.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stddef.h>

#include "counts.h"
#include "quantile.h"
#include "record.h"
#include "table.h"

#define TALLY_PROVIDERS 64

/* The kinds of tokens a call may tell, as attempts[].usage names them. */
enum tally_token { TALLY_PROMPT, TALLY_COMPLETION, TALLY_CACHED, TALLY_REASONING, TALLY_TOKENS };

/* The calls (attempts) of some records. */
struct tally_calls {
    size_t count;
    size_t failed;  /* with an error class */
    size_t retries; /* the same provider asked again for the same record */
    size_t told;    /* with usage */
    struct {
        long long sum;
        size_t told; /* calls that gave this figure; 0: the sum is unknown, not 0 */
    } token[TALLY_TOKENS];
    struct quantile time; /* attempts[].ms */
};

struct tally_provider {
    char *name, *model; /* owned; model is "" where none was told */
    size_t answered, failed, cases;
    struct tally_calls calls;
};

struct tally {
    size_t records, superseded;
    size_t answered, replies; /* replies are among the answered */
    size_t failed, unchanged;
    size_t unanswered; /* no result at all */
    size_t partial;    /* answered, but the answer was cut */
    size_t cases, rejected;
    size_t fallbacks, rescued; /* records another provider was asked for; those it answered */
    struct counts failed_class, call_class;
    struct counts type, technique, priority, author;
    struct tally_calls calls;
    long long first_ms, last_ms; /* from the start of the first call to the end of the last */
    bool timed;                  /* first_ms and last_ms are known */
    struct table provider;       /* "provider\0model" → struct tally_provider */
};

void tally_init(struct tally *t);
void tally_free(struct tally *t);
void tally_add(struct tally *t, const struct record *r);

/* Prompt and completion together, as far as they were told (cached and reasoning are parts of them). */
long long tally_tokens(const struct tally_calls *c);

/* The providers by name and model; the array is the caller's, what it points to is not. */
struct tally_provider **tally_providers(const struct tally *t, size_t *count);

/* "prompt", "completion", "cached", "reasoning". */
const char *tally_token_name(enum tally_token token);

#endif
