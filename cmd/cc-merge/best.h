/*
 * best: which result of an operation wins.  cc-merge.
 *
 * An answer beats an error, a model's answer one of builtin, one of a provider that is preferred those of
 * others, and of answers alike the later one.  Of errors the first stays.  Where answers are united, each
 * provider's latest takes part.
 *
 * Records are numbered from 1 as they come.  Only rank and number of the best are kept for an id (and for an
 * id and a provider, where answers are united), so memory grows with the number of ids alone.
 */
#ifndef BEST_H
#define BEST_H

#include <stdbool.h>
#include <stddef.h>

#include "directory/spill.h"
#include "options.h"
#include "record.h"
#include "table.h"

/* What a record brings, from the least to the best. */
enum best_rank {
    BEST_PASSED,  /* unchanged, or superseded in an earlier cc-merge: takes no part */
    BEST_NOTHING, /* no cases, reply or error */
    BEST_ERROR,
    BEST_BUILTIN, /* an answer of provider builtin */
    BEST_MODEL,   /* any other answer; above it, those of preferred providers */
};

struct best_of;

struct best {
    const struct options_list *prefer; /* providers, the best first; not owned */
    bool united;
    struct table seen;  /* id, and id NUL provider → 1 + index of of */
    struct best_of *of; /* seen.count of them */
    struct table met;   /* preferred providers that a record is by */
    bool stubs;         /* a record has not changed: whose its answer is, is not known */
    size_t room;
};

void best_init(struct best *b, const struct options_list *prefer, bool united);
void best_free(struct best *b);

size_t best_rank(const struct best *b, const struct record *r);

/* Shows record `number`, which has a higher number than all before it.  One of rank BEST_PASSED neither wins
 * nor loses, and must not be offered. */
void best_offer(struct best *b, const struct record *r, size_t rank, size_t number);
/* Whether that record, which was offered, has not been beaten so far. */
bool best_is(const struct best *b, const struct record *r, size_t rank, size_t number);

/*
 * Keeps where something stands that is said of that record, which best_is() now.  Returns where what was said of
 * the one that it has beaten stands: len is 0 where there was none, or nothing was said of it.
 */
struct spill_span best_swap(struct best *b, const struct record *r, size_t rank,
                            struct spill_span brief);

/* How many ids have nothing better than this. */
size_t best_count(const struct best *b, size_t rank);

/* Notes whose the record is; for each, whatever its rank. */
void best_see(struct best *b, const struct record *r);
/* Warns of each preferred provider that no record is by, where all that took part were seen. */
void best_warn(const struct best *b);

#endif
