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

/* A status of a proxy or a gateway on the way can look like a refusal: it wants to be confirmed. */
static bool wants_another(const struct reply *r)
{
    return r->class == OUTCOME_AUTH || (r->class == OUTCOME_MODEL && r->unsaid);
}

static bool ends(const struct verdict *v, const struct reply *r)
{
    if (wants_another(r))
        return v->refusals >= REFUSALS;
    return r->class == OUTCOME_BILLING || r->class == OUTCOME_QUOTA || r->class == OUTCOME_MODEL ||
           v->silences >= SILENCES;
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
        v->refusals = wants_another(r) ? v->refusals + 1 : 0;
}

void verdict_hear(struct verdict *v, const struct provider *p, const struct reply *r)
{
    count(v, r);
    if (v->class != OUTCOME_OK || !ends(v, r))
        return;
    v->class = r->class;
    v->message = mem_text(r->message != NULL ? r->message : "no reason was given");
    diag_warn("%s is not asked any more in this run: %s: %s", p->name, outcome_name(r->class),
              v->message);
    if (r->class == OUTCOME_AUTH)
        hint(p);
}
