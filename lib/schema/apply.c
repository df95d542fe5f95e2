#include "schema/apply.h"

#include <stdlib.h>
#include <string.h>

#include "schema/chosen.h"

/* So many schemas that we are in, looked through, are one step. */
#define MANY 64

/* A schema that is not applied. */
static enum schema_verdict give_up(struct schema_run *r, const struct schema_rule *rule,
                                   const struct schema_place *p, const char *why)
{
    schema_run_mark_all(p->marks);
    return schema_run_doubt(r, rule->value, p->path, why);
}

/* A schema that a reference leads to.  Where it is being applied to this very instance already, there is no
 * end to it. */
static enum schema_verdict enter(struct schema_run *r, const struct schema_rule *rule,
                                 uint32_t target, const struct schema_place *p)
{
    if (target == JSONTAPE_NONE)
        return give_up(r, rule, p, "the reference leads nowhere");
    size_t hops = 0;
    for (const struct schema_frame *f = r->frame; f != NULL && f->at == p->at; f = f->outer, hops++)
        if (f->schema == target)
            return give_up(r, rule, p, "the schema leads back to itself");
    if (hops >= MANY)
        schema_run_spend(r, hops / MANY);
    return r->check(r, target, p->at, p->path, p->marks);
}

enum schema_verdict schema_apply_ref(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p)
{
    return enter(r, rule, rule->target, p);
}

/* The outermost resource that we came through and that has such an anchor decides, if the schema that the
 * reference means of itself has one. */
enum schema_verdict schema_apply_dynamic(struct schema_run *r, const struct schema_rule *rule,
                                         const struct schema_place *p)
{
    const struct jsontape *t = r->view->tape;
    uint32_t target = rule->target;
    char *name = jsontape_text(t, jsontape_get(t, target, "$dynamicAnchor"));
    char *ref = jsontape_text(t, rule->value);
    const char *fragment = ref == NULL ? NULL : strchr(ref, '#');
    const bool dynamic = name != NULL && fragment != NULL && strcmp(fragment + 1, name) == 0;
    uint32_t last = UINT32_MAX;
    for (const struct schema_frame *f = r->frame; dynamic && f != NULL; f = f->outer) {
        uint32_t index = schema_resource_of(&r->view->resources, f->schema);
        if (index == last || !schema_run_spend(r, 1))
            continue;
        last = index;
        uint32_t found = schema_resource_dynamic(&r->view->resources, index, name, strlen(name));
        target = found == JSONTAPE_NONE ? target : found;
    }
    free(name);
    free(ref);
    return enter(r, rule, target, p);
}

enum schema_verdict schema_apply_all(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(r->view->tape, rule->value);
    while (schema_run_goes_on(r, verdict) && jsontape_step(r->view->tape, &w))
        verdict = schema_verdict_and(verdict, r->check(r, w.value, p->at, p->path, p->marks));
    return verdict;
}

/* Whether a discriminator decides, and in *verdict how. */
static bool is_decided(struct schema_run *r, const struct schema_rule *rule,
                       const struct schema_place *p, enum schema_verdict *verdict)
{
    bool astray;
    const uint32_t branch = schema_chosen(r, rule, p, &astray);
    if (branch != JSONTAPE_NONE)
        *verdict = r->check(r, branch, p->at, p->path, p->marks);
    else if (astray)
        *verdict = schema_run_fail(r, rule, p);
    return branch != JSONTAPE_NONE || astray;
}

enum schema_verdict schema_apply_any(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p)
{
    enum schema_verdict verdict = SCHEMA_INVALID;
    if (is_decided(r, rule, p, &verdict))
        return verdict;
    struct jsontape_walk w = jsontape_walk(r->view->tape, rule->value);
    while ((verdict != SCHEMA_VALID || p->marks != NULL) && r->steps <= SCHEMA_RUN_STEPS &&
           jsontape_step(r->view->tape, &w))
        verdict = schema_verdict_or(verdict, schema_run_quietly(r, w.value, p, p->marks));
    if (r->steps > SCHEMA_RUN_STEPS)
        return SCHEMA_UNKNOWN;
    return verdict == SCHEMA_INVALID ? schema_run_fail(r, rule, p) : verdict;
}

enum schema_verdict schema_apply_one(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p)
{
    size_t valid = 0, unknown = 0;
    enum schema_verdict decided;
    if (is_decided(r, rule, p, &decided))
        return decided;
    struct jsontape_walk w = jsontape_walk(r->view->tape, rule->value);
    while (valid < 2 && jsontape_step(r->view->tape, &w)) {
        enum schema_verdict verdict = schema_run_quietly(r, w.value, p, p->marks);
        valid += verdict == SCHEMA_VALID ? 1 : 0;
        unknown += verdict == SCHEMA_UNKNOWN ? 1 : 0;
    }
    if (valid < 2 && unknown > 0)
        return SCHEMA_UNKNOWN;
    return schema_run_test(r, rule, p, valid == 1);
}

enum schema_verdict schema_apply_not(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p)
{
    enum schema_verdict verdict = schema_verdict_not(schema_run_quietly(r, rule->value, p, NULL));
    return verdict == SCHEMA_INVALID ? schema_run_fail(r, rule, p) : verdict;
}

enum schema_verdict schema_apply_if(struct schema_run *r, const struct schema_rule *rule,
                                    const struct schema_place *p)
{
    const struct jsontape *t = r->view->tape;
    uint32_t yes = jsontape_get(t, rule->schema, "then"),
             no = jsontape_get(t, rule->schema, "else");
    enum schema_verdict holds = schema_run_quietly(r, rule->value, p, p->marks);
    if (holds != SCHEMA_UNKNOWN)
        return r->check(r, holds == SCHEMA_VALID ? yes : no, p->at, p->path, p->marks);
    enum schema_verdict then = schema_run_quietly(r, yes, p, p->marks);
    enum schema_verdict otherwise = schema_run_quietly(r, no, p, p->marks);
    if (then == SCHEMA_INVALID && otherwise == SCHEMA_INVALID)
        return schema_run_fail(r, rule, p);
    const bool both = then == SCHEMA_VALID && otherwise == SCHEMA_VALID && p->marks == NULL;
    return both ? SCHEMA_VALID : SCHEMA_UNKNOWN;
}

enum schema_verdict schema_apply_unknown(struct schema_run *r, const struct schema_rule *rule,
                                         const struct schema_place *p)
{
    return give_up(r, rule, p, "the keyword is not read");
}
