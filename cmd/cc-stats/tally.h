/*
 * tally: what is counted of a stream of results.  cc-stats.
 *
 * Memory does not grow with the stream: names are kept in bounded lists, and after TALLY_PROVIDERS different
 * providers and models all others are counted as one.
 *
 * A superseded record lost to another one of its id in cc-merge: what its calls cost counts, what it brought
 * does not.  Where it was passed on before that was known, the winner says what it supersedes, and that is taken
 * back.
 */
#ifndef TALLY_H
#define TALLY_H

#include <stdbool.h>
#include <stddef.h>

#include "bill.h"
#include "calls.h"
#include "counts.h"
#include "quantile.h"
#include "record.h"
#include "table.h"

#define TALLY_PROVIDERS 64
#define TALLY_NO_WORKERS (-1)

/* The cases of some records. */
struct tally_cases {
    size_t count, rejected;
    struct counts type, technique, priority;
};

struct tally_provider {
    char *name, *model; /* owned; model is "" where none was told */
    size_t answered, failed;
    size_t in,
        out; /* records it was asked for after another provider; that another was asked for after it */
    struct tally_cases cases;
    struct calls calls;
    struct price_model price;
    bool priced; /* price is known */
    int workers; /* 0: not known; TALLY_NO_WORKERS: it needs none */
};

struct tally {
    const struct bill *bill; /* not owned */
    size_t records, superseded;
    size_t answered, replies; /* replies are among the answered */
    size_t failed, unchanged;
    size_t unanswered;         /* no result at all */
    size_t partial;            /* answered, but the answer was cut */
    size_t fallbacks, rescued; /* records another provider was asked for; those it answered */
    size_t rescued_cases;      /* the cases of those */
    struct counts failed_class, author;
    struct tally_cases cases;
    struct quantile per_operation; /* cases of each answered operation */
    struct calls calls;
    long long first_ms, last_ms; /* from the start of the first call to the end of the last */
    bool timed;                  /* first_ms and last_ms are known */
    struct table provider;       /* "provider\0model" → struct tally_provider */
};

/* bill must outlive the tally. */
void tally_init(struct tally *t, const struct bill *bill);
void tally_free(struct tally *t);
void tally_add(struct tally *t, const struct record *r);

/* The providers of which there is something to tell, by name and model; the array is the caller's, what it points to is not. */
struct tally_provider **tally_providers(const struct tally *t, size_t *count);

/* Whether its calls cost something, in this run or an earlier one, and its prices are not known. */
bool tally_is_unpriced(const struct tally_provider *p);

#endif
