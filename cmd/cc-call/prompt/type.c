#include "prompt/type.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "prompt/plain.h"

enum { VALUES = 100, NOTE = 300 };

struct type type_to(const struct jsontape *tape, struct buf *out)
{
    struct type t = {.tape = tape, .out = out};
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

static bool has(const struct type *t, uint32_t schema, const char *keyword)
{
    return get(t, schema, keyword) != JSONTAPE_NONE;
}

static void add(struct type *t, const char *text)
{
    buf_text(t->out, text);
}

static void add_raw(struct type *t, uint32_t value)
{
    jsontape_copy(t->tape, value, t->out);
}

/* The name of one of the $defs that a reference leads to; remembered, so that it is written behind. */
static void add_reference(struct type *t, uint32_t reference)
{
    static const char head[] = "#/$defs/";
    char *target = jsontape_text(t->tape, reference);
    const char *name = target != NULL && strncmp(target, head, sizeof head - 1) == 0
                           ? target + sizeof head - 1
                           : "any";
    if (name != target)
        table_put(&t->named, name, strlen(name));
    add(t, name);
    free(target);
}

/* References in a keyword that goes out as JSON lead to $defs as well. */
static void remember_references(struct type *t, uint32_t value)
{
    struct buf dropped;
    struct buf *out = t->out;
    buf_init(&dropped, CEILING_LINE);
    for (struct jsontape_walk w = jsontape_walk(t->tape, value); jsontape_step(t->tape, &w);) {
        t->out = &dropped;
        if (w.key != JSONTAPE_NONE && jsontape_is(t->tape, w.key, "$ref"))
            add_reference(t, w.value);
        t->out = out;
        remember_references(t, w.value);
    }
    buf_free(&dropped);
}

static void add_values(struct type *t, uint32_t values)
{
    size_t n = 0;
    for (struct jsontape_walk w = jsontape_walk(t->tape, values); jsontape_step(t->tape, &w);) {
        if (n++ == VALUES)
            buf_format(t->out, "|… (%zu values)", jsontape_size(t->tape, values));
        if (n > VALUES)
            return;
        add(t, n > 1 ? "|" : "");
        add_raw(t, w.value);
    }
}

static bool is_type(const struct type *t, uint32_t schema, const char *name)
{
    uint32_t type = get(t, schema, "type");
    for (struct jsontape_walk w = jsontape_walk(t->tape, type); jsontape_step(t->tape, &w);)
        if (jsontape_is(t->tape, w.value, name))
            return true;
    return jsontape_is(t->tape, type, name);
}

/* exclusive is a limit of its own, or (OpenAPI 3.0) says so of the inclusive one. */
static void add_limit(struct type *t, uint32_t schema, const char *inclusive, const char *exclusive,
                      const char *sign)
{
    uint32_t limit = get(t, schema, exclusive);
    if (jsontape_kind(t->tape, limit) == '0') {
        add(t, sign);
    } else {
        limit = get(t, schema, inclusive);
        if (jsontape_true(t->tape, get(t, schema, exclusive)))
            add(t, sign);
    }
    add_raw(t, limit);
}

/* "(least..most)", or nothing where there is neither. */
static void add_range(struct type *t, uint32_t schema, const char *least, const char *most)
{
    if (!has(t, schema, least) && !has(t, schema, most))
        return;
    add(t, "(");
    add_raw(t, get(t, schema, least));
    add(t, "..");
    add_raw(t, get(t, schema, most));
    add(t, ")");
}

static void add_number_range(struct type *t, uint32_t schema)
{
    static const char *const limits[] = {"minimum", "maximum", "exclusiveMinimum",
                                         "exclusiveMaximum"};
    bool some = false;
    for (size_t i = 0; i < 4; i++)
        some = some || jsontape_kind(t->tape, get(t, schema, limits[i])) == '0';
    if (!some)
        return;
    add(t, "(");
    add_limit(t, schema, "minimum", "exclusiveMinimum", ">");
    add(t, "..");
    add_limit(t, schema, "maximum", "exclusiveMaximum", "<");
    add(t, ")");
}

static void indent(struct type *t, unsigned depth)
{
    add(t, "\n");
    for (unsigned i = 0; i < depth; i++)
        add(t, " ");
}

static bool is_required(const struct type *t, uint32_t schema, uint32_t key)
{
    struct buf name;
    bool found = false;
    buf_init(&name, CEILING_LINE);
    jsontape_string(t->tape, key, &name);
    uint32_t required = get(t, schema, "required");
    for (struct jsontape_walk w = jsontape_walk(t->tape, required);
         !found && jsontape_step(t->tape, &w);)
        found = jsontape_is(t->tape, w.value, name.data);
    buf_free(&name);
    return found;
}

static void add_name(struct type *t, uint32_t key)
{
    size_t len;
    const char *raw = jsontape_raw(t->tape, key, &len);
    bool plain = len > 2;
    for (size_t i = 1; plain && i + 1 < len; i++)
        plain = strchr(" :?*#\\{}", raw[i]) == NULL;
    buf_add(t->out, plain ? raw + 1 : raw, plain ? len - 2 : len);
}

static void add_object(struct type *t, uint32_t schema, unsigned depth)
{
    uint32_t others = get(t, schema, "additionalProperties");
    uint32_t members = get(t, schema, "properties");
    add(t, "{");
    for (struct jsontape_walk w = jsontape_walk(t->tape, members); jsontape_step(t->tape, &w);) {
        indent(t, depth + 1);
        add_name(t, w.key);
        add(t, is_required(t, schema, w.key) ? ": " : "?: ");
        type_write(t, w.value, depth + 1);
    }
    /* Names that must be there and of which nothing else is said. */
    uint32_t required = get(t, schema, "required");
    for (struct jsontape_walk w = jsontape_walk(t->tape, required); jsontape_step(t->tape, &w);) {
        char *name = jsontape_text(t->tape, w.value);
        if (name != NULL && get(t, members, name) == JSONTAPE_NONE) {
            indent(t, depth + 1);
            add_name(t, w.value);
            add(t, ": any");
        }
        free(name);
    }
    bool typed = jsontape_kind(t->tape, others) == '{' && jsontape_size(t->tape, others) > 0;
    if (typed) {
        indent(t, depth + 1);
        add(t, "*: ");
        type_write(t, others, depth + 1);
    }
    if (jsontape_size(t->tape, members) > 0 || typed)
        indent(t, depth);
    add(t, "}");
    if (jsontape_kind(t->tape, others) == 'f')
        add(t, " closed");
    add_range(t, schema, "minProperties", "maxProperties");
}

static void add_array(struct type *t, uint32_t schema, unsigned depth)
{
    add(t, "[");
    if (has(t, schema, "items"))
        type_write(t, get(t, schema, "items"), depth);
    add(t, "]");
    add_range(t, schema, "minItems", "maxItems");
    if (jsontape_true(t->tape, get(t, schema, "uniqueItems")))
        add(t, " unique");
}

/* "one of (A | B)" and the like. */
static bool add_branches(struct type *t, uint32_t schema, unsigned depth)
{
    static const struct {
        const char *keyword, *word, *sign;
    } kinds[] = {{"oneOf", "one of (", " | "}, {"anyOf", "any of (", " | "}, {"allOf", "(", " & "}};
    bool some = false;
    for (size_t i = 0; i < 3; i++) {
        uint32_t list = get(t, schema, kinds[i].keyword);
        if (jsontape_kind(t->tape, list) != '[')
            continue;
        add(t, some ? " & " : "");
        add(t, kinds[i].word);
        bool first = true;
        for (struct jsontape_walk w = jsontape_walk(t->tape, list); jsontape_step(t->tape, &w);) {
            add(t, first ? "" : kinds[i].sign);
            type_write(t, w.value, depth);
            first = false;
        }
        add(t, ")");
        some = true;
    }
    uint32_t by = get(t, get(t, schema, "discriminator"), "propertyName");
    if (by != JSONTAPE_NONE) {
        add(t, " by ");
        jsontape_string(t->tape, by, t->out);
    }
    return some;
}

static void add_scalar(struct type *t, uint32_t schema)
{
    uint32_t type = get(t, schema, "type");
    bool several = jsontape_kind(t->tape, type) == '[';
    if (several) {
        bool first = true;
        for (struct jsontape_walk w = jsontape_walk(t->tape, type); jsontape_step(t->tape, &w);) {
            add(t, first ? "" : "|");
            jsontape_string(t->tape, w.value, t->out);
            first = false;
        }
    } else if (type != JSONTAPE_NONE) {
        jsontape_string(t->tape, type, t->out);
    } else {
        add(t, has(t, schema, "pattern") || has(t, schema, "maxLength") ? "string" : "any");
    }
}

/* What the value is. */
static void add_kind(struct type *t, uint32_t schema, unsigned depth)
{
    bool object = is_type(t, schema, "object") || has(t, schema, "properties");
    bool array = is_type(t, schema, "array") || has(t, schema, "items");
    bool other = true;
    if (has(t, schema, "$ref"))
        add_reference(t, get(t, schema, "$ref"));
    else if (has(t, schema, "const"))
        add_raw(t, get(t, schema, "const"));
    else if (jsontape_kind(t->tape, get(t, schema, "enum")) == '[')
        add_values(t, get(t, schema, "enum"));
    else
        other = false;
    bool branches = add_branches(t, schema, depth);
    if (branches && object && has(t, schema, "properties"))
        add(t, " & ");
    if (other || (branches && !has(t, schema, "properties")))
        return;
    if (object)
        add_object(t, schema, depth);
    else if (array)
        add_array(t, schema, depth);
    else
        add_scalar(t, schema);
    if ((object || array) && is_type(t, schema, "null"))
        add(t, "|null");
}

static void add_facets(struct type *t, uint32_t schema)
{
    static const struct {
        const char *keyword, *word;
    } marks[] = {{"nullable", "|null"},
                 {"readOnly", " readonly"},
                 {"writeOnly", " writeonly"},
                 {"deprecated", " deprecated"}};
    if (has(t, schema, "format") && !has(t, schema, "$ref")) {
        add(t, "<");
        jsontape_string(t->tape, get(t, schema, "format"), t->out);
        add(t, ">");
    }
    add_range(t, schema, "minLength", "maxLength");
    add_number_range(t, schema);
    if (jsontape_kind(t->tape, get(t, schema, "pattern")) == '"') {
        add(t, " /");
        jsontape_string(t->tape, get(t, schema, "pattern"), t->out);
        add(t, "/");
    }
    if (has(t, schema, "multipleOf")) {
        add(t, " step ");
        add_raw(t, get(t, schema, "multipleOf"));
    }
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (jsontape_true(t->tape, get(t, schema, marks[i].keyword)))
            add(t, marks[i].word);
}

/* Keywords that constrain and have no word of their own. */
static void add_others(struct type *t, uint32_t schema)
{
    static const char *const keywords[] = {"not",
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
    for (size_t i = 0; i < sizeof keywords / sizeof *keywords; i++) {
        uint32_t value = get(t, schema, keywords[i]);
        if (value == JSONTAPE_NONE)
            continue;
        buf_format(t->out, " %s=", keywords[i]);
        add_raw(t, value);
        remember_references(t, value);
    }
}

static void add_notes(struct type *t, uint32_t schema)
{
    struct jsontape_walk examples = jsontape_walk(t->tape, get(t, schema, "examples"));
    uint32_t example = get(t, schema, "example"), by_default = get(t, schema, "default");
    size_t len;
    if (by_default != JSONTAPE_NONE) {
        add(t, " =");
        add_raw(t, by_default);
    }
    if (example == JSONTAPE_NONE && jsontape_step(t->tape, &examples))
        example = examples.value;
    jsontape_raw(t->tape, example, &len);
    if (example != JSONTAPE_NONE && len <= NOTE && !has(t, schema, "enum")) {
        add(t, " eg ");
        add_raw(t, example);
    }
    uint32_t description = get(t, schema, "description");
    if (jsontape_says(t->tape, description)) {
        add(t, " # ");
        plain_text(t->tape, description, NOTE, t->out);
    }
}

void type_write(struct type *t, uint32_t schema, unsigned depth)
{
    if (jsontape_kind(t->tape, schema) != '{') {
        add(t, jsontape_kind(t->tape, schema) == 'f' ? "never" : "any");
        return;
    }
    add_kind(t, schema, depth);
    add_facets(t, schema);
    add_others(t, schema);
    add_notes(t, schema);
}

void type_write_named(struct type *t, uint32_t defs)
{
    for (size_t i = 0; i < t->named.count; i++) {
        const char *name = t->named.entry[i].key;
        buf_format(t->out, "%s = ", name);
        type_write(t, jsontape_get(t->tape, defs, name), 0);
        add(t, "\n");
    }
}
