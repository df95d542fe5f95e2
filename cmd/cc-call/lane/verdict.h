/*
 * verdict: whether a provider is asked any more in this run.
 *
 * A bill that is not paid, a quota that is used up, a model that is not there do not change from call to call.  A key
 * that was refused, or a 404 without a word, wants to be confirmed by the next call: it may be the fault of something
 * on the way.  A server from which nothing came twenty times in a row, no answer and no error, is not there: each
 * further call would wait as long.  What is still to be asked then fails at once, so that another provider can take
 * over.
 */
#ifndef VERDICT_H
#define VERDICT_H

#include "outcome.h"
#include "provider.h"
#include "wire/reply.h"

struct verdict {
    enum outcome_class class; /* OUTCOME_OK: it is asked */
    char *message;            /* of the error that decided; NULL before */
    int refusals;             /* that want to be confirmed, in a row */
    int silences;             /* calls that brought nothing, in a row */
};

void verdict_free(struct verdict *v);

/* A call of the provider has ended so.  Says on stderr when that ends it, and of a key that was refused where else it
 * may be good. */
void verdict_hear(struct verdict *v, const struct provider *p, const struct reply *r);

#endif
