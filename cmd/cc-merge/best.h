/*
 * best: which result of an operation wins.  cc-merge.
 *
 * An answer beats an error, a later answer an earlier one, and a model's answer beats builtin's.  Only the
 * rank of the best result is kept for an id, so memory grows with the number of ids alone.
 */
#ifndef BEST_H
#define BEST_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"
#include "table.h"

/* What a record brings, from the least to the best. */
enum best_rank {
    BEST_PASSED,  /* unchanged, or superseded in an earlier cc-merge: takes no part */
    BEST_NOTHING, /* no cases, reply or error */
    BEST_ERROR,
    BEST_BUILTIN, /* an answer of provider builtin */
    BEST_MODEL,   /* any other answer */
};

struct best {
    struct table seen; /* id → rank */
};

void best_init(struct best *b);
void best_free(struct best *b);

enum best_rank best_rank(const struct record *r);

/*
 * Shows a record of this rank.  Returns whether it is now the best of its id; one that is not has lost, and
 * stays so.  A record of rank BEST_PASSED neither wins nor loses, and must not be offered.
 */
bool best_offer(struct best *b, const char *id, enum best_rank rank);

/* How many ids have nothing better than this. */
size_t best_count(const struct best *b, enum best_rank rank);

#endif
