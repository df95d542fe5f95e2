#include "prompt/type.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "prompt/facet.h"
#include "prompt/named.h"
#include "prompt/parts.h"
#include "schema/view.h"

static void write(struct type *t, uint32_t schema, unsigned depth, bool tight);

struct type type_to(const struct jsontape *tape, struct buf *out)
{
    struct type t = {.tape = tape, .out = out, .older = schema_view_older(tape)};
    table_init(&t.named);
    return t;
}

void type_free(struct type *t)
{
    table_free(&t->named);
}

static uint32_t get(const struct type *t, uint32_t schema, const char *keyword)
{
    return jsontape_get(t->tape, schema, keyword);
}

static char kind(const struct type *t, uint32_t node)
{
    return jsontape_kind(t->tape, node);
}

static void add(struct type *t, const char *text)
{
    buf_text(t->out, text);
}

static void add_reference(struct type *t, uint32_t reference)
{
    struct buf name;
    buf_init(&name, CEILING_LINE);
    if (named_take(t->tape, reference, &t->named, &name))
        facet_name(name.data, name.len, t->out);
    else
        add(t, "any");
    buf_free(&name);
}

static void add_json(struct type *t, uint32_t schema, const char *keyword)
{
    uint32_t value = get(t, schema, keyword);
    if (value == JSONTAPE_NONE)
        return;
    buf_format(t->out, " %s=", keyword);
    jsontape_copy(t->tape, value, t->out);
    named_gather(t->tape, value, &t->named);
}

static void indent(struct type *t, unsigned depth)
{
    add(t, "\n");
    for (unsigned i = 0; i < depth; i++)
        add(t, " ");
}

static void read_names(const struct type *t, uint32_t list, struct table *names)
{
    struct buf name;
    buf_init(&name, CEILING_LINE);
    for (struct jsontape_walk w = jsontape_walk(t->tape, list); jsontape_step(t->tape, &w);) {
        buf_reset(&name);
        jsontape_string(t->tape, w.value, &name);
        table_put(names, name.data, name.len);
    }
    buf_free(&name);
}

/* The members; those that are required become 1 in the table. */
static void add_members(struct type *t, uint32_t members, const struct table *required,
                        unsigned depth)
{
    struct buf name;
    buf_init(&name, CEILING_LINE);
    for (struct jsontape_walk w = jsontape_walk(t->tape, members); jsontape_step(t->tape, &w);) {
        buf_reset(&name);
        jsontape_string(t->tape, w.key, &name);
        struct table_entry *must = table_get(required, name.data, name.len);
        indent(t, depth);
        facet_name(name.data, name.len, t->out);
        add(t, must != NULL ? ": " : "?: ");
        if (must != NULL)
            must->value.number = 1;
        type_write(t, w.value, depth);
    }
    buf_free(&name);
}

/* Members that must be there and of which nothing else is said; lines: each on its own. */
static void add_bare(struct type *t, const struct table *required, bool lines, unsigned depth)
{
    const char *sign = "";
    for (size_t i = 0; i < required->count; i++) {
        const struct table_entry *e = &required->entry[i];
        if (e->value.number == 1)
            continue;
        if (lines)
            indent(t, depth);
        else
            add(t, sign);
        facet_name(e->key, e->len, t->out);
        add(t, ": any");
        sign = ", ";
    }
}

static void add_object(struct type *t, uint32_t schema, unsigned depth)
{
    uint32_t others = get(t, schema, "additionalProperties");
    uint32_t members = get(t, schema, "properties");
    bool typed = kind(t, others) == '{' && jsontape_size(t->tape, others) > 0;
    bool lines = typed || jsontape_size(t->tape, members) > 0;
    struct table required;
    table_init(&required);
    read_names(t, get(t, schema, "required"), &required);
    add(t, "{");
    add_members(t, members, &required, depth + 1);
    add_bare(t, &required, lines, depth + 1);
    if (typed) {
        indent(t, depth + 1);
        add(t, "*: ");
        type_write(t, others, depth + 1);
    }
    if (lines)
        indent(t, depth);
    add(t, kind(t, others) == 'f' ? "} closed" : "}");
    facet_range(t->tape, schema, "minProperties", "maxProperties", t->out);
    table_free(&required);
}

static void add_array(struct type *t, uint32_t schema, unsigned depth)
{
    uint32_t items = get(t, schema, "items");
    add(t, "[");
    if (items != JSONTAPE_NONE && kind(t, items) != '[')
        type_write(t, items, depth);
    add(t, "]");
    facet_range(t->tape, schema, "minItems", "maxItems", t->out);
    if (jsontape_true(t->tape, get(t, schema, "uniqueItems")))
        add(t, " unique");
}

/* One type with all that is said of it; type is JSONTAPE_NONE where only its keywords tell that it is meant. */
static void add_type(struct type *t, uint32_t schema, uint32_t type, enum parts_family f,
                     unsigned depth)
{
    if (f == PARTS_OBJECT) {
        add_object(t, schema, depth);
        return;
    }
    if (f == PARTS_ARRAY) {
        add_array(t, schema, depth);
        return;
    }
    if (type != JSONTAPE_NONE)
        jsontape_string(t->tape, type, t->out);
    else
        add(t, f == PARTS_FAMILIES ? "any" : parts_type(f));
    if (f != PARTS_FAMILIES || type == JSONTAPE_NONE)
        facet_format(t->tape, schema, t->out);
    if (f == PARTS_STRING)
        facet_string(t->tape, schema, t->out);
    else if (f == PARTS_NUMBER)
        facet_number(t->tape, schema, t->out);
}

/* The types of a schema; returns the families that were written, as bits. */
static unsigned add_types(struct type *t, uint32_t schema, unsigned said, unsigned depth)
{
    uint32_t type = get(t, schema, "type");
    unsigned written = 0;
    if (kind(t, type) == '[') {
        for (struct jsontape_walk w = jsontape_walk(t->tape, type); jsontape_step(t->tape, &w);) {
            enum parts_family f = parts_family_of(t->tape, w.value);
            add(t, written == 0 ? "" : "|");
            add_type(t, schema, w.value, f, depth);
            written |= 1U << f;
        }
        return written;
    }
    if (type != JSONTAPE_NONE || said == 0) {
        enum parts_family f = parts_family_of(t->tape, type);
        add_type(t, schema, type, f, depth);
        return 1U << f;
    }
    for (enum parts_family f = PARTS_OBJECT; f < PARTS_FAMILIES; f++) {
        if ((said & 1U << f) == 0)
            continue;
        add(t, written == 0 ? "" : "|");
        add_type(t, schema, JSONTAPE_NONE, f, depth);
        written |= 1U << f;
    }
    return written;
}

/* "one of (A | B)" and the like. */
static void add_fork(struct type *t, uint32_t schema, size_t which, unsigned depth)
{
    static const struct {
        const char *keyword, *word, *sign;
    } forks[PARTS_FORKS] = {
        {"oneOf", "one of (", " | "}, {"anyOf", "any of (", " | "}, {"allOf", "(", " & "}};
    uint32_t list = get(t, schema, forks[which].keyword);
    bool tight = which == PARTS_ALL && jsontape_size(t->tape, list) > 1;
    const char *sign = forks[which].word;
    add(t, jsontape_size(t->tape, list) == 0 ? sign : "");
    for (struct jsontape_walk w = jsontape_walk(t->tape, list); jsontape_step(t->tape, &w);) {
        add(t, sign);
        write(t, w.value, depth, tight);
        sign = forks[which].sign;
    }
    add(t, ")");
}

/* Joins the parts: several alternatives that are one of them go in brackets. */
static void begin_part(struct type *t, size_t *n, bool bracket)
{
    add(t, (*n)++ > 0 ? " & " : "");
    add(t, bracket ? "(" : "");
}

/* All parts of a schema; returns the families that were written, as bits. */
static unsigned add_parts(struct type *t, uint32_t schema, const struct parts *p, unsigned depth)
{
    unsigned written = 0;
    size_t n = 0;
    if (p->reference) {
        begin_part(t, &n, false);
        add_reference(t, get(t, schema, "$ref"));
    }
    if (p->constant) {
        begin_part(t, &n, false);
        jsontape_copy(t->tape, get(t, schema, "const"), t->out);
    }
    if (p->values) {
        bool bracket = p->count > 1 && p->values_loose;
        begin_part(t, &n, bracket);
        facet_values(t->tape, get(t, schema, "enum"), t->out);
        add(t, bracket ? ")" : "");
    }
    for (size_t i = 0; i < PARTS_FORKS; i++) {
        if (!p->fork[i])
            continue;
        begin_part(t, &n, false);
        add_fork(t, schema, i, depth);
    }
    if (p->types) {
        bool bracket = p->count > 1 && p->types_loose;
        begin_part(t, &n, bracket);
        written = add_types(t, schema, p->said, depth);
        add(t, bracket ? ")" : "");
    }
    return written;
}

/* A keyword of a type that was not written: who wrote it meant something by it, but for `uniqueItems: true` and the
 * like, which whole descriptions have at every value. */
static void add_stray(struct type *t, uint32_t schema, const char *keyword)
{
    const char said = kind(t, get(t, schema, keyword));
    if (said != 't' && said != 'f' && parts_constrains(t->tape, schema, keyword))
        add_json(t, schema, keyword);
}

/* Keywords that constrain and have no word of their own, and those of types that were not written. */
static void add_others(struct type *t, uint32_t schema, unsigned written)
{
    static const char *const keywords[] = {"$dynamicRef",
                                           "$recursiveRef",
                                           "not",
                                           "if",
                                           "then",
                                           "else",
                                           "dependentRequired",
                                           "dependentSchemas",
                                           "dependencies",
                                           "patternProperties",
                                           "propertyNames",
                                           "contains",
                                           "minContains",
                                           "maxContains",
                                           "prefixItems",
                                           "unevaluatedItems",
                                           "unevaluatedProperties",
                                           "additionalItems",
                                           "contentEncoding",
                                           "contentMediaType"};
    const bool typed = get(t, schema, "type") != JSONTAPE_NONE;
    const unsigned formatted = 1U << PARTS_STRING | 1U << PARTS_NUMBER |
                               (typed ? 0 : 1U << PARTS_FAMILIES);
    for (unsigned f = 0; f < PARTS_FAMILIES; f++)
        for (const char *const *k = parts_keywords(f); (written & 1U << f) == 0 && *k != NULL; k++)
            add_stray(t, schema, *k);
    if ((written & formatted) == 0)
        add_json(t, schema, "format");
    if ((written & 1U << PARTS_ARRAY) != 0 && kind(t, get(t, schema, "items")) == '[')
        add_json(t, schema, "items");
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++)
        add_json(t, schema, keywords[i]);
}

/* tight: several alternatives go in brackets, because something else is said of them. */
static void write(struct type *t, uint32_t schema, unsigned depth, bool tight)
{
    if (kind(t, schema) != '{') {
        add(t, kind(t, schema) == 'f' ? "never" : "any");
        return;
    }
    if (t->older && kind(t, get(t, schema, "$ref")) == '"') {
        add_reference(t, get(t, schema, "$ref"));
        facet_notes(t->tape, schema, t->out);
        return;
    }
    const struct parts p = parts_of(t->tape, schema, t->older);
    const bool several = p.null || (p.count == 1 && (p.values_loose || p.types_loose));
    add(t, tight && several ? "(" : "");
    add(t, p.null && p.count > 1 ? "(" : "");
    unsigned written = add_parts(t, schema, &p, depth);
    named_discriminator(t->tape, get(t, schema, "discriminator"), &t->named, t->out);
    add(t, p.null && p.count > 1 ? ")" : "");
    add(t, p.null ? "|null" : "");
    add(t, tight && several ? ")" : "");
    facet_marks(t->tape, schema, t->out);
    add_others(t, schema, written);
    facet_notes(t->tape, schema, t->out);
}

void type_write(struct type *t, uint32_t schema, unsigned depth)
{
    write(t, schema, depth, false);
}

/* The schemas of $defs by their names: to look for each in a large map takes too long. */
static void read_defs(const struct type *t, uint32_t defs, struct table *schemas)
{
    struct buf name;
    buf_init(&name, CEILING_LINE);
    for (struct jsontape_walk w = jsontape_walk(t->tape, defs); jsontape_step(t->tape, &w);) {
        buf_reset(&name);
        jsontape_string(t->tape, w.key, &name);
        if (table_get(schemas, name.data, name.len) == NULL)
            table_put(schemas, name.data, name.len)->value.number = w.value;
    }
    buf_free(&name);
}

void type_write_named(struct type *t, uint32_t defs)
{
    struct table schemas;
    table_init(&schemas);
    if (t->named.count > 0)
        read_defs(t, defs, &schemas);
    for (size_t i = 0; i < t->named.count; i++) {
        /* The table may grow meanwhile; the bytes of a key stay where they are. */
        const struct table_entry e = t->named.entry[i];
        const struct table_entry *schema = table_get(&schemas, e.key, e.len);
        facet_name(e.key, e.len, t->out);
        add(t, " = ");
        type_write(t, schema != NULL ? (uint32_t)schema->value.number : JSONTAPE_NONE, 0);
        add(t, "\n");
    }
    table_free(&schemas);
}
