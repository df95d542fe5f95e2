/*
 * sums: what a run is going to take, of each provider and in all.
 */
#ifndef SUMS_H
#define SUMS_H

#include <stdbool.h>

#include "bill.h"
#include "buf.h"
#include "job/estimate.h"
#include "provider.h"
#include "table.h"

struct sum {
    const char *model;
    int workers;
    long long operations; /* records that it answers */
    long long requests;   /* that it is sent: none of builtin */
    long long prompt, completion, unpriced;
    double cost; /* of those whose price is known */
};

struct sums {
    struct table by; /* provider → struct sum */
    struct sum all;
    long long errors; /* records that nobody can be asked about */
};

void sums_init(struct sums *s);
void sums_free(struct sums *s);

/* A record of the provider, which must outlive the sums; e: of its request, NULL where none is sent. */
void sums_add(struct sums *s, const struct provider *p, const struct estimate *e);

enum sums_within { SUMS_BELOW, SUMS_ABOVE, SUMS_UNKNOWN };
/* Whether all that is sent costs at most so much; a negative amount is above all. */
enum sums_within sums_within(const struct sums *s, double most);

/* Tells them on stderr: one line, or one a provider and one of all. */
void sums_tell(const struct sums *s, const char *currency);
/*
 * Adds {"operations", "requests", "prompt", "completion", "cost", "currency", "unpriced", "errors", "within", "providers":
 * [{"provider", "model", "workers", "operations", "requests", "prompt", "completion", "cost"}]}.  cost is null where no price
 * is known, and of those that are otherwise; unpriced counts the requests whose price is not.
 * within is there where most >= 0: true, false, or null.
 */
void sums_write(const struct sums *s, const char *currency, double most, struct buf *out);

#endif
