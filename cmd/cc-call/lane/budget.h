/*
 * budget: what a run may spend: a call is started only while all that was spent and is being spent stays below.
 *
 * What runs, and what is about to, counts by its estimate; what has ended by the tokens that the provider told, by its
 * estimate where an answer, or a part of one, came without, or none came in time, and by nothing where an error came.
 * Answers of a ledger cost nothing.
 */
#ifndef BUDGET_H
#define BUDGET_H

#include <stdbool.h>

#include "bill.h"
#include "buf.h"
#include "diag.h"
#include "job/job.h"
#include "prompt/prompt.h"

struct budget {
    bool limited; /* all zero: nothing is limited */
    double limit; /* in the currency of the bill */
    double spent, flying;
    struct bill bill;
};

/* prices: a file, or NULL.  Returns 0, or -1 with err: it cannot be read. */
int budget_open(struct budget *b, double limit, const char *prices, struct diag_error *err);
void budget_close(struct budget *b);

/* Whether it can be said what a call of the provider costs, or that need not be; else false with err. */
bool budget_knows(const struct budget *b, const struct provider *p, struct diag_error *err);

enum budget_answer {
    BUDGET_GO,
    BUDGET_WAIT, /* until a call has ended, which may have cost less than was reckoned with */
    BUDGET_OVER,
};

/* Whether the job's call, whose request is in its exchange, may be started.  It costs the job's `estimate` now. */
enum budget_answer budget_ask(const struct budget *b, struct job *j,
                              const struct prompt_wish *wish);
/* Why not, for a person. */
void budget_explain(const struct budget *b, const struct job *j, struct buf *out);

/* The job's call has started; it has ended, with what is in its exchange. */
void budget_start(struct budget *b, const struct job *j);
void budget_end(struct budget *b, const struct job *j);

#endif
