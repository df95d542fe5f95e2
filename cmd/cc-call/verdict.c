#include "verdict.h"

#include <stdbool.h>
#include <stdlib.h>

#include "diag.h"
#include "mem.h"

enum { REFUSALS = 2 };

void verdict_free(struct verdict *v)
{
    free(v->message);
}

static bool ends(const struct verdict *v, enum outcome_class c)
{
    return c == OUTCOME_BILLING || c == OUTCOME_QUOTA || c == OUTCOME_MODEL ||
           (c == OUTCOME_AUTH && v->refusals >= REFUSALS);
}

void verdict_hear(struct verdict *v, const char *provider, enum outcome_class c,
                  const char *message)
{
    /* What brought no answer of the provider says nothing of its key. */
    if (c != OUTCOME_NETWORK && c != OUTCOME_TIMEOUT && c != OUTCOME_INTERRUPTED)
        v->refusals = c == OUTCOME_AUTH ? v->refusals + 1 : 0;
    if (v->class != OUTCOME_OK || !ends(v, c))
        return;
    v->class = c;
    v->message = mem_text(message != NULL ? message : "no reason was given");
    diag_warn("%s is not asked any more in this run: %s: %s", provider, outcome_name(c),
              v->message);
}
