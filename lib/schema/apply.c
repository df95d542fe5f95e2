#include "schema/apply.h"

#include <stdlib.h>

#include "ceiling.h"
#include "schema/keyword.h"

/* A schema whose failure is not the instance's: a branch, a condition. */
static enum schema_verdict check_quietly(struct schema_run *r, uint32_t schema,
                                         const struct schema_place *p)
{
    struct schema_report *report = r->report;
    r->report = NULL;
    enum schema_verdict verdict = r->check(r, schema, p->at, p->path);
    r->report = report;
    return verdict;
}

static enum schema_verdict apply_ref(struct schema_run *r, const struct schema_place *p,
                                     uint32_t value)
{
    uint32_t target = schema_view_target(r->view, value);
    return target == JSONTAPE_NONE ? SCHEMA_UNKNOWN : r->check(r, target, p->at, p->path);
}

static enum schema_verdict apply_all(struct schema_run *r, const struct schema_place *p,
                                     uint32_t value)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(r->view->tape, value);
    while (jsontape_step(r->view->tape, &w))
        verdict = schema_verdict_and(verdict, r->check(r, w.value, p->at, p->path));
    return verdict;
}

static enum schema_verdict apply_any(struct schema_run *r, const struct schema_place *p,
                                     uint32_t value)
{
    enum schema_verdict verdict = SCHEMA_INVALID;
    struct jsontape_walk w = jsontape_walk(r->view->tape, value);
    while (verdict != SCHEMA_VALID && jsontape_step(r->view->tape, &w))
        verdict = schema_verdict_or(verdict, check_quietly(r, w.value, p));
    if (verdict == SCHEMA_INVALID)
        schema_report_add(r->report, p->path, "anyOf");
    return verdict;
}

static enum schema_verdict apply_one(struct schema_run *r, const struct schema_place *p,
                                     uint32_t value)
{
    size_t valid = 0, unknown = 0;
    struct jsontape_walk w = jsontape_walk(r->view->tape, value);
    while (valid < 2 && jsontape_step(r->view->tape, &w)) {
        enum schema_verdict branch = check_quietly(r, w.value, p);
        valid += branch == SCHEMA_VALID ? 1 : 0;
        unknown += branch == SCHEMA_UNKNOWN ? 1 : 0;
    }
    if (valid < 2 && unknown > 0)
        return SCHEMA_UNKNOWN;
    if (valid != 1)
        schema_report_add(r->report, p->path, "oneOf");
    return schema_verdict_of(valid == 1);
}

static enum schema_verdict apply_not(struct schema_run *r, const struct schema_place *p,
                                     uint32_t value)
{
    enum schema_verdict verdict = schema_verdict_not(check_quietly(r, value, p));
    if (verdict == SCHEMA_INVALID)
        schema_report_add(r->report, p->path, "not");
    return verdict;
}

static enum schema_verdict apply_if(struct schema_run *r, const struct schema_place *p,
                                    uint32_t value)
{
    const struct jsontape *t = r->view->tape;
    uint32_t yes = jsontape_get(t, p->schema, "then"), no = jsontape_get(t, p->schema, "else");
    enum schema_verdict holds = check_quietly(r, value, p);
    if (holds == SCHEMA_VALID)
        return r->check(r, yes, p->at, p->path);
    if (holds == SCHEMA_INVALID)
        return r->check(r, no, p->at, p->path);
    return check_quietly(r, yes, p) == SCHEMA_VALID && check_quietly(r, no, p) == SCHEMA_VALID
               ? SCHEMA_VALID
               : SCHEMA_UNKNOWN;
}

/* One member against one schema. */
static enum schema_verdict check_member(struct schema_run *r, const struct schema_place *p,
                                        uint32_t schema, const struct jsontape_walk *w)
{
    struct schema_path path = {p->path, NULL, 0, 0};
    path.key = jsontape_raw(r->tape, w->key, &path.len);
    return r->check(r, schema, w->value, &path);
}

/* Whether a pattern of patternProperties speaks of a member's name. */
static enum schema_verdict named_by(struct schema_run *r, uint32_t pattern, uint32_t key)
{
    struct buf name;
    buf_init(&name, CEILING_LINE);
    jsontape_string(r->tape, key, &name);
    enum schema_verdict verdict = schema_view_matches(r->view, pattern, name.data, name.len);
    buf_free(&name);
    return verdict;
}

static uint32_t property_of(struct schema_run *r, uint32_t properties, uint32_t key,
                            struct buf *spare)
{
    if (properties == JSONTAPE_NONE)
        return JSONTAPE_NONE;
    buf_reset(spare);
    jsontape_string(r->tape, key, spare);
    return jsontape_get_bytes(r->view->tape, properties, spare->data, spare->len);
}

static enum schema_verdict apply_properties(struct schema_run *r, const struct schema_place *p,
                                            uint32_t value)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    struct buf spare;
    if (jsontape_kind(r->tape, p->at) != '{')
        return SCHEMA_VALID;
    buf_init(&spare, CEILING_LINE);
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    while (jsontape_step(r->tape, &w)) {
        uint32_t schema = property_of(r, value, w.key, &spare);
        if (schema != JSONTAPE_NONE)
            verdict = schema_verdict_and(verdict, check_member(r, p, schema, &w));
    }
    buf_free(&spare);
    return verdict;
}

static enum schema_verdict apply_patterns(struct schema_run *r, const struct schema_place *p,
                                          uint32_t value)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    if (jsontape_kind(r->tape, p->at) != '{')
        return SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    while (jsontape_step(r->tape, &w)) {
        struct jsontape_walk each = jsontape_walk(r->view->tape, value);
        while (jsontape_step(r->view->tape, &each)) {
            enum schema_verdict named = named_by(r, each.key, w.key);
            if (named == SCHEMA_VALID)
                verdict = schema_verdict_and(verdict, check_member(r, p, each.value, &w));
            else if (named == SCHEMA_UNKNOWN)
                verdict = schema_verdict_and(verdict, SCHEMA_UNKNOWN);
        }
    }
    return verdict;
}

/* Whether the member is neither in properties nor named by patternProperties. */
static enum schema_verdict is_additional(struct schema_run *r, const struct schema_place *p,
                                         uint32_t key, struct buf *spare)
{
    const struct jsontape *t = r->view->tape;
    if (property_of(r, jsontape_get(t, p->schema, "properties"), key, spare) != JSONTAPE_NONE)
        return SCHEMA_INVALID;
    enum schema_verdict named = SCHEMA_INVALID;
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, p->schema, "patternProperties"));
    while (jsontape_step(t, &w))
        named = schema_verdict_or(named, named_by(r, w.key, key));
    return schema_verdict_not(named);
}

static enum schema_verdict apply_additional(struct schema_run *r, const struct schema_place *p,
                                            uint32_t value)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    struct buf spare;
    if (jsontape_kind(r->tape, p->at) != '{' || jsontape_kind(r->view->tape, value) == 't')
        return SCHEMA_VALID;
    buf_init(&spare, CEILING_LINE);
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    while (jsontape_step(r->tape, &w)) {
        enum schema_verdict additional = is_additional(r, p, w.key, &spare);
        if (additional == SCHEMA_UNKNOWN)
            verdict = schema_verdict_and(verdict, SCHEMA_UNKNOWN);
        if (additional != SCHEMA_VALID)
            continue;
        if (jsontape_kind(r->view->tape, value) == 'f') {
            schema_report_add(r->report, p->path, "additionalProperties");
            verdict = SCHEMA_INVALID;
        } else {
            verdict = schema_verdict_and(verdict, check_member(r, p, value, &w));
        }
    }
    buf_free(&spare);
    return verdict;
}

/* prefixItems, and the `items` of old that is an array; then items or additionalItems for the rest. */
static enum schema_verdict apply_items(struct schema_run *r, const struct schema_place *p,
                                       uint32_t value)
{
    const struct jsontape *t = r->view->tape;
    enum schema_verdict verdict = SCHEMA_VALID;
    if (jsontape_kind(r->tape, p->at) != '[')
        return SCHEMA_VALID;
    uint32_t first = jsontape_get(t, p->schema, "prefixItems"), rest = value;
    if (jsontape_kind(t, value) == '[') {
        first = value;
        rest = jsontape_get(t, p->schema, "additionalItems");
    }
    struct jsontape_walk schemas = jsontape_walk(t, first), items = jsontape_walk(r->tape, p->at);
    for (size_t i = 0; jsontape_step(r->tape, &items); i++) {
        struct schema_path path = {p->path, NULL, 0, i};
        uint32_t schema = jsontape_step(t, &schemas) ? schemas.value : rest;
        verdict = schema_verdict_and(verdict, r->check(r, schema, items.value, &path));
    }
    return verdict;
}

static enum schema_verdict apply_prefix(struct schema_run *r, const struct schema_place *p,
                                        uint32_t value)
{
    (void)value;
    if (jsontape_get(r->view->tape, p->schema, "items") != JSONTAPE_NONE)
        return SCHEMA_VALID;
    return apply_items(r, p, JSONTAPE_NONE);
}

static enum schema_verdict apply_contains(struct schema_run *r, const struct schema_place *p,
                                          uint32_t value)
{
    const struct jsontape *t = r->view->tape;
    long long least = jsontape_count(t, jsontape_get(t, p->schema, "minContains"), 1);
    long long most = jsontape_count(t, jsontape_get(t, p->schema, "maxContains"), INT64_MAX);
    long long sure = 0, maybe = 0;
    if (jsontape_kind(r->tape, p->at) != '[')
        return SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    while (jsontape_step(r->tape, &w)) {
        struct schema_place item = {p->schema, w.value, NULL};
        enum schema_verdict verdict = check_quietly(r, value, &item);
        sure += verdict == SCHEMA_VALID ? 1 : 0;
        maybe += verdict == SCHEMA_UNKNOWN ? 1 : 0;
    }
    if (sure >= least && sure + maybe <= most)
        return SCHEMA_VALID;
    if (sure <= most && sure + maybe >= least)
        return SCHEMA_UNKNOWN;
    schema_report_add(r->report, p->path, "contains");
    return SCHEMA_INVALID;
}

static enum schema_verdict apply_names(struct schema_run *r, const struct schema_place *p,
                                       uint32_t value)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    if (jsontape_kind(r->tape, p->at) != '{')
        return SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    while (jsontape_step(r->tape, &w)) {
        struct schema_place name = {p->schema, w.key, NULL};
        verdict = schema_verdict_and(verdict, check_quietly(r, value, &name));
    }
    if (verdict == SCHEMA_INVALID)
        schema_report_add(r->report, p->path, "propertyNames");
    return verdict;
}

static enum schema_verdict apply_dependent(struct schema_run *r, const struct schema_place *p,
                                           uint32_t value)
{
    const struct jsontape *t = r->view->tape;
    enum schema_verdict verdict = SCHEMA_VALID;
    if (jsontape_kind(r->tape, p->at) != '{')
        return SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(t, value);
    while (jsontape_step(t, &w)) {
        char *name = jsontape_text(t, w.key);
        if (name != NULL && jsontape_get(r->tape, p->at, name) != JSONTAPE_NONE)
            verdict = schema_verdict_and(verdict, r->check(r, w.value, p->at, p->path));
        free(name);
    }
    return verdict;
}

static enum schema_verdict cannot_say(struct schema_run *r, const struct schema_place *p,
                                      uint32_t value)
{
    (void)p;
    return jsontape_kind(r->view->tape, value) == 't' ? SCHEMA_VALID : SCHEMA_UNKNOWN;
}

const struct schema_applicator *schema_apply_find(const char *name, size_t len)
{
    static const struct schema_applicator sorted[] = {
        {"$dynamicRef", cannot_say},
        {"$recursiveRef", cannot_say},
        {"$ref", apply_ref},
        {"additionalProperties", apply_additional},
        {"allOf", apply_all},
        {"anyOf", apply_any},
        {"contains", apply_contains},
        {"dependencies", cannot_say},
        {"dependentSchemas", apply_dependent},
        {"if", apply_if},
        {"items", apply_items},
        {"not", apply_not},
        {"oneOf", apply_one},
        {"patternProperties", apply_patterns},
        {"prefixItems", apply_prefix},
        {"properties", apply_properties},
        {"propertyNames", apply_names},
        {"unevaluatedItems", cannot_say},
        {"unevaluatedProperties", cannot_say},
    };
    return schema_keyword_find(sorted, sizeof sorted / sizeof *sorted, sizeof *sorted, name, len);
}
