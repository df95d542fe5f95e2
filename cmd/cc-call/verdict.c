#include "verdict.h"

#include <stdbool.h>
#include <stdlib.h>

#include "diag.h"
#include "mem.h"
#include "setting.h"

enum { REFUSALS = 2, SILENCES = 20 };

void verdict_free(struct verdict *v)
{
    free(v->message);
}

static bool ends(const struct verdict *v, enum outcome_class c)
{
    return c == OUTCOME_BILLING || c == OUTCOME_QUOTA || c == OUTCOME_MODEL ||
           (c == OUTCOME_AUTH && v->refusals >= REFUSALS) || v->silences >= SILENCES;
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

static void count(struct verdict *v, const struct reply *r)
{
    bool lost = r->class == OUTCOME_NETWORK || r->class == OUTCOME_TIMEOUT;
    if (r->class == OUTCOME_INTERRUPTED)
        return;
    v->silences = lost && r->http == 0 ? v->silences + 1 : 0;
    /* What brought no answer of the provider says nothing of its key. */
    if (!lost)
        v->refusals = r->class == OUTCOME_AUTH ? v->refusals + 1 : 0;
}

void verdict_hear(struct verdict *v, const struct provider *p, const struct reply *r)
{
    count(v, r);
    if (v->class != OUTCOME_OK || !ends(v, r->class))
        return;
    v->class = r->class;
    v->message = mem_text(r->message != NULL ? r->message : "no reason was given");
    diag_warn("%s is not asked any more in this run: %s: %s", p->name, outcome_name(r->class),
              v->message);
    if (r->class == OUTCOME_AUTH)
        hint(p);
}
