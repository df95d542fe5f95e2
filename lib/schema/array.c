#include "schema/array.h"

#include "schema/equal.h"

static enum schema_verdict check_item(struct schema_run *r, uint32_t schema,
                                      const struct schema_place *p, uint32_t item, size_t index)
{
    const struct schema_path path = {p->path, NULL, 0, index};
    return r->check(r, schema, item, &path, NULL);
}

enum schema_verdict schema_array_items(struct schema_run *r, const struct schema_rule *rule,
                                       const struct schema_place *p)
{
    const struct jsontape *t = r->view->tape;
    enum schema_verdict verdict = SCHEMA_VALID;
    struct jsontape_walk schemas = jsontape_walk(t, rule->items.first);
    struct jsontape_walk items = jsontape_walk(r->tape, p->at);
    for (size_t i = 0; schema_run_goes_on(r, verdict) && jsontape_step(r->tape, &items); i++) {
        uint32_t schema = jsontape_step(t, &schemas) ? schemas.value : rule->items.rest;
        if (schema == JSONTAPE_NONE)
            break;
        verdict = schema_verdict_and(verdict, check_item(r, schema, p, items.value, i));
        schema_run_mark(p, i, SCHEMA_SEEN);
    }
    return verdict;
}

enum schema_verdict schema_array_unevaluated(struct schema_run *r, const struct schema_rule *rule,
                                             const struct schema_place *p)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    const bool none = jsontape_kind(r->view->tape, rule->value) == 'f';
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    for (size_t i = 0; schema_run_goes_on(r, verdict) && jsontape_step(r->tape, &w); i++) {
        const enum schema_mark mark = p->marks->mark[i];
        const bool quiet = r->quiet;
        if (mark == SCHEMA_SEEN)
            continue;
        r->quiet = quiet || mark == SCHEMA_MAYBE;
        enum schema_verdict own = none ? schema_run_fail(r, rule, p)
                                       : check_item(r, rule->value, p, w.value, i);
        r->quiet = quiet;
        if (mark == SCHEMA_MAYBE && own == SCHEMA_INVALID)
            own = SCHEMA_UNKNOWN;
        verdict = schema_verdict_and(verdict, own);
        schema_run_mark(p, i, SCHEMA_SEEN);
    }
    return verdict;
}

enum schema_verdict schema_array_contains(struct schema_run *r, const struct schema_rule *rule,
                                          const struct schema_place *p)
{
    const struct jsontape *t = r->view->tape;
    long long least = jsontape_count(t, jsontape_get(t, rule->schema, "minContains"), 1);
    long long most = jsontape_count(t, jsontape_get(t, rule->schema, "maxContains"), INT64_MAX);
    long long sure = 0, maybe = 0;
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    for (size_t i = 0; jsontape_step(r->tape, &w); i++) {
        const struct schema_place item = {w.value, 0, p->path, NULL};
        enum schema_verdict verdict = schema_run_quietly(r, rule->value, &item, NULL);
        sure += verdict == SCHEMA_VALID ? 1 : 0;
        maybe += verdict == SCHEMA_UNKNOWN ? 1 : 0;
        schema_run_mark(p, i, (enum schema_mark)verdict);
    }
    if (sure >= least && sure + maybe <= most)
        return SCHEMA_VALID;
    if (sure <= most && sure + maybe >= least)
        return SCHEMA_UNKNOWN;
    return schema_run_fail(r, rule, p);
}

enum schema_verdict schema_array_unique(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p)
{
    return schema_run_test(r, rule, p,
                           !jsontape_true(r->view->tape, rule->value) ||
                               schema_equal_none(r->tape, p->at));
}
