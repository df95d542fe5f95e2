#include "schema/plan.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "schema/keyword.h"
#include "schema/object.h"

/* All plans of a view. */
struct plans {
    struct schema_plan **of; /* by the node of the schema; NULL: none yet */
    size_t count;
};

static void free_names(struct schema_names *names)
{
    for (size_t i = 0; i < names->count; i++)
        free(names->name[i].text);
    free(names->name);
}

static void free_plan(struct schema_plan *plan)
{
    for (size_t i = 0; i < plan->rules; i++) {
        struct schema_rule *rule = &plan->rule[i];
        if (rule->keyword->need == SCHEMA_NEED_NAMES) {
            free_names(rule->names);
            free(rule->names);
        } else if (rule->keyword->need == SCHEMA_NEED_SHAPE) {
            free_names(&rule->shape->names);
            free(rule->shape->pattern);
            free(rule->shape);
        }
    }
    free(plan->rule);
    free(plan);
}

static void drop(void *all)
{
    struct plans *plans = all;
    for (size_t i = 0; i < plans->count; i++)
        if (plans->of[i] != NULL)
            free_plan(plans->of[i]);
    free(plans->of);
    free(plans);
}

/* Adds a name that is the string at text and means the node. */
static struct schema_name *add_name(struct schema_names *names, const struct jsontape *t,
                                    uint32_t text, uint32_t node)
{
    struct buf decoded;
    buf_init(&decoded, CEILING_LINE);
    jsontape_string(t, text, &decoded);
    names->name = mem_grow(names->name, names->count, &names->room, sizeof *names->name);
    struct schema_name *name = &names->name[names->count++];
    *name = (struct schema_name){.len = decoded.len, .node = node};
    name->text = buf_take(&decoded);
    return name;
}

/* Whether the schema of a member says `keyword: true`, itself or where its references lead. */
static bool says(const struct schema_view *v, uint32_t schema, const char *keyword)
{
    for (int hops = 0; hops < CEILING_REFERENCES && schema != JSONTAPE_NONE; hops++) {
        if (jsontape_true(v->tape, jsontape_get(v->tape, schema, keyword)))
            return true;
        schema = schema_view_target(v, jsontape_get(v->tape, schema, "$ref"));
    }
    return false;
}

static struct schema_names *required(const struct schema_view *v, uint32_t schema, uint32_t value)
{
    struct schema_names *names = mem_new(sizeof *names);
    const uint32_t properties = jsontape_get(v->tape, schema, "properties");
    for (struct jsontape_walk w = jsontape_walk(v->tape, value); jsontape_step(v->tape, &w);) {
        if (jsontape_kind(v->tape, w.value) != '"')
            continue;
        struct schema_name *n = add_name(names, v->tape, w.value, w.value);
        uint32_t own = jsontape_get_bytes(v->tape, properties, n->text, n->len);
        n->read_only = says(v, own, "readOnly");
        n->write_only = says(v, own, "writeOnly");
    }
    return names;
}

/* Of two members of one name the first comes first. */
static int order(const void *a, const void *b)
{
    const struct schema_name *x = a, *y = b;
    int by_name = schema_object_order(x->text, x->len, y->text, y->len);
    return by_name != 0 ? by_name : x->node < y->node ? -1 : 1;
}

/* Sorts names, and leaves the first of each. */
static void sort(struct schema_names *names)
{
    size_t kept = 0;
    if (names->count > 0)
        qsort(names->name, names->count, sizeof *names->name, order);
    for (size_t i = 0; i < names->count; i++) {
        struct schema_name *n = &names->name[i], *last = &names->name[kept > 0 ? kept - 1 : 0];
        if (kept > 0 && schema_object_order(n->text, n->len, last->text, last->len) == 0)
            free(n->text);
        else
            names->name[kept++] = *n;
    }
    names->count = kept;
}

static struct schema_shape *shape(const struct schema_view *v, uint32_t schema)
{
    const struct jsontape *t = v->tape;
    struct schema_shape *s = mem_new(sizeof *s);
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, schema, "properties"));
    while (jsontape_step(t, &w))
        add_name(&s->names, t, w.key, w.value);
    sort(&s->names);
    w = jsontape_walk(t, jsontape_get(t, schema, "patternProperties"));
    while (jsontape_step(t, &w)) {
        s->pattern = mem_grow(s->pattern, s->patterns, &s->room, sizeof *s->pattern);
        s->pattern[s->patterns++] = (struct schema_named_by){schema_view_regex(v, w.key), w.value};
    }
    s->rest = jsontape_get(t, schema, "additionalProperties");
    return s;
}

/* What a rule has at hand. */
static void prepare(const struct schema_view *v, struct schema_rule *rule)
{
    const struct jsontape *t = v->tape;
    char *format;
    switch (rule->keyword->need) {
    case SCHEMA_NEED_COUNT:
        rule->count = jsontape_count(t, rule->value, rule->keyword->upper ? INT64_MAX : 0);
        break;
    case SCHEMA_NEED_TYPES:
        rule->types = schema_type_allowed(t, rule->schema, v->older);
        break;
    case SCHEMA_NEED_REGEX:
        rule->regex = schema_view_regex(v, rule->value);
        break;
    case SCHEMA_NEED_FORMAT:
        format = jsontape_text(t, rule->value);
        rule->format = format == NULL ? NULL : schema_format_find(format);
        free(format);
        break;
    case SCHEMA_NEED_TARGET:
        rule->target = schema_view_target(v, rule->value);
        break;
    case SCHEMA_NEED_NAMES:
        rule->names = required(v, rule->schema, rule->value);
        break;
    case SCHEMA_NEED_SHAPE:
        rule->shape = shape(v, rule->schema);
        break;
    case SCHEMA_NEED_ITEMS:
        rule->items.rest = jsontape_get(t, rule->schema, "items");
        rule->items.first = jsontape_get(t, rule->schema, "prefixItems");
        if (jsontape_kind(t, rule->items.rest) == '[') {
            rule->items.first = rule->items.rest;
            rule->items.rest = jsontape_get(t, rule->schema, "additionalItems");
        }
        break;
    default:
        break;
    }
}

/* Whether the keyword says something that can be a rule, and no other rule says it already. */
static bool counts(const struct schema_view *v, const struct schema_plan *plan,
                   const struct schema_rule *rule)
{
    const enum schema_need need = rule->keyword->need;
    const char kind = jsontape_kind(v->tape, rule->value);
    if ((need == SCHEMA_NEED_REGEX || need == SCHEMA_NEED_TARGET || need == SCHEMA_NEED_FORMAT) &&
        kind != '"')
        return false;
    if (need == SCHEMA_NEED_FORMAT && !v->formats)
        return false;
    for (size_t i = 0; i < plan->rules; i++)
        if (plan->rule[i].keyword == rule->keyword ||
            ((need == SCHEMA_NEED_SHAPE || need == SCHEMA_NEED_ITEMS) &&
             plan->rule[i].keyword->need == need))
            return false;
    return need != SCHEMA_NEED_COUNT || kind == '0';
}

static void add_rules(const struct schema_view *v, struct schema_plan *plan, uint32_t schema,
                      bool marks)
{
    const struct jsontape *t = v->tape;
    const bool alone = v->older && jsontape_kind(t, jsontape_get(t, schema, "$ref")) == '"';
    for (struct jsontape_walk w = jsontape_walk(t, schema); jsontape_step(t, &w);) {
        size_t len = 0;
        const char *key = jsontape_raw(t, w.key, &len);
        struct schema_rule rule = {schema_keyword_find(key + 1, len - 2), schema, w.value, {0}};
        if (rule.keyword == NULL || (rule.keyword->need == SCHEMA_NEED_MARKS) != marks ||
            (alone && rule.keyword->apply != schema_keyword_find("$ref", 4)->apply) ||
            !counts(v, plan, &rule))
            continue;
        prepare(v, &rule);
        plan->rule = mem_grow(plan->rule, plan->rules, &plan->room, sizeof *plan->rule);
        plan->rule[plan->rules++] = rule;
        plan->collects = plan->collects || marks;
    }
}

const struct schema_plan *schema_plan_of(const struct schema_view *v, uint32_t schema)
{
    struct plans *plans = v->cache->plans;
    if (plans == NULL) {
        plans = mem_new(sizeof *plans);
        plans->count = v->tape->count;
        plans->of = mem_array(plans->count, sizeof *plans->of);
        v->cache->plans = plans;
        v->cache->drop = drop;
    }
    if (plans->of[schema] == NULL) {
        struct schema_plan *plan = mem_new(sizeof *plan);
        add_rules(v, plan, schema, false);
        add_rules(v, plan, schema, true);
        plans->of[schema] = plan;
    }
    return plans->of[schema];
}
