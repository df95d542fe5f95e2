/*
 * chain: who is asked next about a record that failed.  Looks at records; asks nobody.
 */
#ifndef CHAIN_H
#define CHAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "options.h"
#include "outcome.h"
#include "record.h"

struct chain {
    struct options_list names;   /* for records that bring no chain of their own; owned */
    bool moves[OUTCOME_CLASSES]; /* the classes of error that go to the next provider */
};

/* No names, and the classes that outcome_moves_on() says. */
void chain_init(struct chain *c);
void chain_free(struct chain *c);
/*
 * Takes the classes that move on from the list instead; an empty list changes nothing.  Returns 0, or -1
 * with err: no such class, or `interrupted`, which never moves on.
 */
int chain_on(struct chain *c, const struct options_list *classes, struct diag_error *err);

/* Whether the record carries an error (null is none). */
bool chain_failed(const struct record *r);
/*
 * The name of the provider to ask next, the caller's; NULL when the record carries no error, its class does
 * not move on (an unknown class does not), or the chain is through.  The chain is the record's `chain` where
 * that is an array, else the names; its first CEILING_PROVIDERS places count, and a name counts where it first
 * stands.  Passed over are the record's `provider`, that of its `error` (which was perhaps not asked, because
 * it is known to be of no use), the providers in its `attempts`, and the first *place places of the chain;
 * *place becomes the place behind the one returned, so that a record can go round only so often, whatever a
 * child makes of it.
 */
char *chain_next(const struct chain *c, const struct record *r, size_t *place);

#endif
