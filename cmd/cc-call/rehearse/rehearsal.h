/*
 * rehearsal: what would be asked, and what it would cost, without a key and without asking.
 */
#ifndef REHEARSAL_H
#define REHEARSAL_H

#include <stdbool.h>

#include "job/saving.h"
#include "lineout.h"
#include "prompt/prompt.h"
#include "provider.h"

struct rehearsal {
    struct provider_registry *providers; /* opened keyless */
    const char *provider;                /* for records that name none, or NULL */
    struct prompt_wish wish;
    const char *prices;   /* a file of prices, or NULL */
    double most;          /* what it may cost; < 0: whatever it does */
    bool sums;            /* write the sums alone */
    struct saving saving; /* opened, or all zero */
};

/*
 * Reads records from stdin and writes for each {"id", "provider", "model", "url", "request", "estimate": {"prompt",
 * "completion", "cost"}}: the body as it would be sent, tokens by a rule of thumb, and what they cost (null: the price
 * is not known).  Of a record's candidates it is the dearest.  Of those that nobody is asked about (done already, or
 * builtin's) request is null; one that nobody can be asked about has `error`.  Tells the sums on stderr, or writes
 * them alone (sums.h), and whether they stay within `most`.  Returns an exit code: DIAG_SOME where they do not, or
 * that cannot be said.
 */
int rehearsal_run(struct rehearsal *r, struct lineout *out);

#endif
