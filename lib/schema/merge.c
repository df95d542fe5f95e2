#include "schema/merge.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "number.h"

/* Schemas that hold at one place; the largest public descriptions stay below 100. */
#define PARTS 512
/* Attempts at branches of oneOf and anyOf, nested ones counted. */
#define STEPS 4096

void schema_merge_init(struct schema_merge *m, const struct schema_view *v,
                       const struct schema_choice *choice)
{
    memset(m, 0, sizeof *m);
    m->view = v;
    m->choice = choice;
    m->types = SCHEMA_ANY;
    m->named = JSONTAPE_NONE;
}

void schema_merge_free(struct schema_merge *m)
{
    free(m->part);
    free(m->root);
    m->part = m->root = NULL;
    m->parts = m->room = m->roots = m->root_room = 0;
}

static void add(struct schema_merge *m, uint32_t schema, unsigned depth);

static bool fits(const struct schema_merge *m, bool null_too)
{
    return !m->never && (m->types & (null_too ? SCHEMA_ANY : SCHEMA_ANY & ~SCHEMA_NULL)) != 0;
}

static void back_to(struct schema_merge *m, const struct schema_merge *saved)
{
    m->parts = saved->parts;
    m->types = saved->types;
    m->never = saved->never;
    m->cut = saved->cut;
    m->tangled = saved->tangled;
    m->named = saved->named;
    m->bars = saved->bars;
    m->wants = saved->wants;
}

static void take_branch(struct schema_merge *m, uint32_t branch, unsigned depth)
{
    uint32_t ref = jsontape_get(m->view->tape, branch, "$ref");
    add(m, branch, depth);
    if (ref != JSONTAPE_NONE)
        m->named = ref;
}

static const struct schema_choice *choice_in(const struct schema_merge *m, uint32_t list)
{
    const struct schema_choice *c = m->choice;
    while (c != NULL && c->list != list)
        c = c->outer;
    return c;
}

static void pick(struct schema_merge *m, uint32_t list, unsigned depth)
{
    const struct jsontape *t = m->view->tape;
    const struct schema_merge saved = *m;
    const struct schema_choice *told = choice_in(m, list);
    if (jsontape_kind(t, list) != '[')
        return;
    for (int null_too = 0; null_too < 2; null_too++) {
        size_t i = 0;
        struct jsontape_walk w = jsontape_walk(t, list);
        for (; jsontape_step(t, &w); i++) {
            if ((told != NULL && i != told->branch) || m->steps++ > STEPS)
                continue;
            take_branch(m, w.value, depth);
            if (fits(m, null_too == 1))
                return;
            back_to(m, &saved);
        }
    }
    m->never = m->never || m->steps <= STEPS;
    m->cut = m->cut || m->steps > STEPS;
}

static bool has_part(const struct schema_merge *m, uint32_t schema)
{
    for (size_t i = 0; i < m->parts; i++)
        if (m->part[i] == schema)
            return true;
    return false;
}

static bool is_tangled(const struct jsontape *t, uint32_t schema)
{
    static const char *const keywords[] = {"oneOf",
                                           "anyOf",
                                           "not",
                                           "if",
                                           "maxProperties",
                                           "minProperties",
                                           "dependentRequired",
                                           "dependentSchemas",
                                           "propertyNames",
                                           "unevaluatedProperties"};
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        if (jsontape_get(t, schema, keywords[i]) != JSONTAPE_NONE)
            return true;
    return false;
}

static void bar(struct schema_merge *m, uint32_t schema)
{
    if (schema == JSONTAPE_NONE || m->bars == SCHEMA_MERGE_BARS)
        return;
    m->bar[m->bars++] = schema;
    m->tangled = true;
}

/* Of an `if`, and of the schemas that members bring with them, only what is chosen is taken. */
static void take_chosen(struct schema_merge *m, uint32_t schema, unsigned depth)
{
    const struct jsontape *t = m->view->tape;
    const uint32_t condition = jsontape_get(t, schema, "if");
    const struct schema_choice *told = choice_in(m, condition);
    if (condition != JSONTAPE_NONE && told != NULL) {
        if (told->branch == 0)
            add(m, condition, depth);
        else
            bar(m, condition);
        add(m, jsontape_get(t, schema, told->branch == 0 ? "then" : "else"), depth);
    }
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, schema, "dependentSchemas"));
    while (jsontape_step(t, &w)) {
        if (choice_in(m, w.value) == NULL || m->wants == SCHEMA_MERGE_BARS)
            continue;
        m->wanted[m->wants++] = w.key;
        add(m, w.value, depth);
    }
}

static void add_object(struct schema_merge *m, uint32_t schema, unsigned depth)
{
    const struct jsontape *t = m->view->tape;
    m->part = mem_grow(m->part, m->parts, &m->room, sizeof *m->part);
    m->part[m->parts++] = schema;
    m->types &= schema_type_allowed(t, schema, true);
    m->tangled = m->tangled || is_tangled(t, schema);
    bar(m, jsontape_get(t, schema, "not"));
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, schema, "allOf"));
    while (jsontape_step(t, &w))
        add(m, w.value, depth + 1);
    pick(m, jsontape_get(t, schema, "oneOf"), depth + 1);
    pick(m, jsontape_get(t, schema, "anyOf"), depth + 1);
    if (m->choice != NULL)
        take_chosen(m, schema, depth + 1);
}

static void add(struct schema_merge *m, uint32_t schema, unsigned depth)
{
    const struct jsontape *t = m->view->tape;
    if (jsontape_kind(t, schema) == 'f')
        m->never = true;
    if (jsontape_kind(t, schema) != '{' || has_part(m, schema))
        return;
    if (m->parts >= PARTS || depth > CEILING_DEPTH || !schema_view_step(m->view)) {
        m->cut = true;
        return;
    }
    uint32_t ref = jsontape_get(t, schema, "$ref");
    if (ref == JSONTAPE_NONE) {
        add_object(m, schema, depth);
        return;
    }
    if (!m->view->older)
        add_object(m, schema, depth);
    uint32_t target = schema_view_target(m->view, ref);
    if (target == JSONTAPE_NONE)
        m->cut = true;
    if (m->named == JSONTAPE_NONE)
        m->named = ref;
    add(m, target, depth + 1);
}

void schema_merge_add(struct schema_merge *m, uint32_t schema)
{
    if (schema == JSONTAPE_NONE)
        return;
    m->root = mem_grow(m->root, m->roots, &m->root_room, sizeof *m->root);
    m->root[m->roots++] = schema;
    add(m, schema, 0);
}

void schema_merge_bar(struct schema_merge *m, uint32_t schema)
{
    const size_t before = m->bars;
    bar(m, schema);
    if (m->bars > before)
        m->passed |= 1U << before;
}

bool schema_merge_same(const struct schema_merge *a, const struct schema_merge *b)
{
    return a->parts == b->parts && a->bars == b->bars && a->wants == b->wants &&
           (a->parts == 0 || memcmp(a->part, b->part, a->parts * sizeof *a->part) == 0);
}

uint32_t schema_merge_get(const struct schema_merge *m, const char *keyword)
{
    uint32_t n = JSONTAPE_NONE;
    for (size_t i = 0; i < m->parts && n == JSONTAPE_NONE; i++)
        n = jsontape_get(m->view->tape, m->part[i], keyword);
    return n;
}

bool schema_merge_says(const struct schema_merge *m, const char *keyword)
{
    for (size_t i = 0; i < m->parts; i++)
        if (jsontape_true(m->view->tape, jsontape_get(m->view->tape, m->part[i], keyword)))
            return true;
    return false;
}

static unsigned hinted(const struct schema_merge *m)
{
    static const struct {
        const char *keyword;
        unsigned types;
    } hints[] = {
        {"properties", SCHEMA_OBJECT},
        {"required", SCHEMA_OBJECT},
        {"items", SCHEMA_ARRAY},
        {"prefixItems", SCHEMA_ARRAY},
        {"minItems", SCHEMA_ARRAY},
        {"pattern", SCHEMA_STRING},
        {"minLength", SCHEMA_STRING},
        {"maxLength", SCHEMA_STRING},
        {"minimum", SCHEMA_INTEGER},
        {"maximum", SCHEMA_INTEGER},
        {"multipleOf", SCHEMA_INTEGER},
        {"exclusiveMinimum", SCHEMA_INTEGER},
        {"format", SCHEMA_STRING},
        {"additionalProperties", SCHEMA_OBJECT},
        {"contains", SCHEMA_ARRAY},
        {"maxItems", SCHEMA_ARRAY},
        {"uniqueItems", SCHEMA_ARRAY},
        {"patternProperties", SCHEMA_OBJECT},
        {"propertyNames", SCHEMA_OBJECT},
        {"dependentRequired", SCHEMA_OBJECT},
        {"dependentSchemas", SCHEMA_OBJECT},
        {"minProperties", SCHEMA_OBJECT},
        {"maxProperties", SCHEMA_OBJECT},
    };
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if ((m->types & hints[i].types) != 0 &&
            schema_merge_get(m, hints[i].keyword) != JSONTAPE_NONE)
            return hints[i].types;
    return 0;
}

static unsigned richest(const struct schema_merge *m)
{
    static const unsigned order[] = {SCHEMA_OBJECT, SCHEMA_ARRAY,   SCHEMA_STRING, SCHEMA_INTEGER,
                                     SCHEMA_NUMBER, SCHEMA_BOOLEAN, SCHEMA_NULL};
    for (size_t i = 0; i < sizeof order / sizeof *order; i++)
        if ((m->types & order[i]) != 0)
            return order[i];
    return 0;
}

unsigned schema_merge_type(const struct schema_merge *m)
{
    if (m->never)
        return 0;
    unsigned type = hinted(m);
    if (type == 0)
        type = m->types == SCHEMA_ANY ? SCHEMA_STRING : richest(m);
    if (type == SCHEMA_INTEGER && m->types != SCHEMA_ANY && (m->types & SCHEMA_NUMBER) != 0)
        return SCHEMA_NUMBER;
    return type;
}

static void tighten(struct schema_bound *b, const struct jsontape *t, uint32_t n, bool exclusive,
                    bool upper)
{
    if (jsontape_kind(t, n) != '0')
        return;
    size_t len = 0;
    const char *text = jsontape_raw(t, n, &len);
    int order = b->text == NULL ? 0 : number_compare(text, len, b->text, b->len);
    if (b->text == NULL || (upper ? order < 0 : order > 0) || (order == 0 && exclusive))
        *b = (struct schema_bound){text, len, exclusive};
}

struct schema_bound schema_merge_bound(const struct schema_merge *m, bool upper)
{
    const struct jsontape *t = m->view->tape;
    struct schema_bound b = {NULL, 0, false};
    for (size_t i = 0; i < m->parts; i++) {
        uint32_t own = jsontape_get(t, m->part[i], upper ? "maximum" : "minimum");
        uint32_t strict = jsontape_get(t, m->part[i],
                                       upper ? "exclusiveMaximum" : "exclusiveMinimum");
        tighten(&b, t, own, jsontape_true(t, strict), upper);
        tighten(&b, t, strict, true, upper);
    }
    return b;
}

long long schema_merge_least(const struct schema_merge *m, const char *keyword, long long otherwise)
{
    long long found = otherwise;
    for (size_t i = 0; i < m->parts; i++) {
        uint32_t n = jsontape_get(m->view->tape, m->part[i], keyword);
        long long count = jsontape_count(m->view->tape, n, otherwise);
        found = count > found ? count : found;
    }
    return found;
}

long long schema_merge_most(const struct schema_merge *m, const char *keyword, long long otherwise)
{
    long long found = -1;
    for (size_t i = 0; i < m->parts; i++) {
        uint32_t n = jsontape_get(m->view->tape, m->part[i], keyword);
        long long count = jsontape_count(m->view->tape, n, -1);
        if (count >= 0 && (found < 0 || count < found))
            found = count;
    }
    return found < 0 ? otherwise : found;
}
