/*
 * waiting: the records that wait: each in the lane of its provider, or for whichever of its candidates is free first.
 */
#ifndef WAITING_H
#define WAITING_H

#include <stdbool.h>
#include <stdint.h>

#include "diag.h"
#include "job/paid.h"
#include "job/settle.h"
#include "lane/budget.h"
#include "lane/lanes.h"
#include "outbox.h"
#include "prompt/prompt.h"
#include "record.h"

struct waiting {
    /* set by the caller before the first record */
    struct lanes lanes;   /* its providers and slot_path */
    struct outbox outbox; /* its out */
    struct paid paid;     /* opened, or all zero */
    const char *provider; /* for records that name none, or NULL */
    struct prompt_wish wish;
    struct settle settle; /* its wish is the one above */
    struct budget budget; /* opened, or all zero */
    /* its own */
    struct lane_queue open; /* records with several candidates */
};

void waiting_init(struct waiting *w);
/* Frees what is held, and closes the ledger. */
void waiting_free(struct waiting *w);

/*
 * Takes the record over.  What is done already goes out as it came, what the ledger has an answer for with that, and
 * what nobody can be asked with an error.  Warns once of each candidate that cannot be asked.  Returns 0, or -1 with
 * err when it names no provider and there is none for such records.
 */
int waiting_add(struct waiting *w, struct record *r, struct diag_error *err);

/* The next record for a lane: of its own queue, else one that it is a candidate for; NULL where none is due, and
 * *next_ms is lowered to when one is. */
struct job *waiting_next(struct waiting *w, struct lane *lane, int64_t now, int64_t *next_ms);
/* What waiting_next() gave cannot start yet; others may still take one that was open to all. */
void waiting_put_back(struct waiting *w, struct lane *lane, struct job *j);

/* Answers the record from the ledger, if it has an answer of the lane's provider that holds, and that provider was not
 * asked in this run.  Returns whether it left so; the lane's provider is the job's then, and otherwise too.  Where the
 * ledger has a first answer alone that wants a second one, the job is to be asked that, by this lane. */
bool waiting_answered(struct waiting *w, struct job *j, const struct lane *lane);

/* The lane is not asked any more: what waits for it, and for nobody else, leaves with its verdict. */
void waiting_close(struct waiting *w, struct lane *lane);
/* Everything leaves, class interrupted. */
void waiting_drain(struct waiting *w);

#endif
