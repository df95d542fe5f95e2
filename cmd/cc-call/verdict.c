#include "verdict.h"

#include <stdbool.h>
#include <stdlib.h>

#include "diag.h"
#include "mem.h"
#include "setting.h"

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

/* Keys of the two regions of a vendor are not each other's. */
static void hint(const struct provider *p)
{
    const char *other = vendor_twin(p->vendor, p->base_url);
    if (other == NULL)
        return;
    char *variable = setting_variable(p->name, "BASE_URL");
    diag_note("if the key of %s is of its other site, set %s=%s", p->name, variable, other);
    free(variable);
}

void verdict_hear(struct verdict *v, const struct provider *p, enum outcome_class c,
                  const char *message)
{
    /* What brought no answer of the provider says nothing of its key. */
    if (c != OUTCOME_NETWORK && c != OUTCOME_TIMEOUT && c != OUTCOME_INTERRUPTED)
        v->refusals = c == OUTCOME_AUTH ? v->refusals + 1 : 0;
    if (v->class != OUTCOME_OK || !ends(v, c))
        return;
    v->class = c;
    v->message = mem_text(message != NULL ? message : "no reason was given");
    diag_warn("%s is not asked any more in this run: %s: %s", p->name, outcome_name(c), v->message);
    if (c == OUTCOME_AUTH)
        hint(p);
}
