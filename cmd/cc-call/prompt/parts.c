#include "prompt/parts.h"

#include <string.h>

#include "schema/type.h"

static const struct {
    const char *type;
    const char *keyword[6];
} families[PARTS_FAMILIES] = {
    {"object",
     {"properties", "required", "additionalProperties", "minProperties", "maxProperties"}},
    {"array", {"items", "minItems", "maxItems", "uniqueItems"}},
    {"string", {"minLength", "maxLength", "pattern"}},
    {"number", {"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}},
};

static const char *const forks[PARTS_FORKS] = {"oneOf", "anyOf", "allOf"};

const char *parts_type(enum parts_family f)
{
    return families[f].type;
}

const char *const *parts_keywords(enum parts_family f)
{
    return families[f].keyword;
}

enum parts_family parts_family_of(const struct jsontape *t, uint32_t type)
{
    enum parts_family f = PARTS_OBJECT;
    while (f < PARTS_FAMILIES && !jsontape_is(t, type, families[f].type))
        f++;
    return f == PARTS_FAMILIES && jsontape_is(t, type, "integer") ? PARTS_NUMBER : f;
}

bool parts_constrains(const struct jsontape *t, uint32_t schema, const char *keyword)
{
    uint32_t value = jsontape_get(t, schema, keyword);
    switch (jsontape_kind(t, value)) {
    case '{':
    case '[':
        return jsontape_size(t, value) > 0;
    case 't':
        return strcmp(keyword, "uniqueItems") == 0;
    case 'f':
        return strcmp(keyword, "additionalProperties") == 0 || strcmp(keyword, "items") == 0;
    default:
        return value != JSONTAPE_NONE;
    }
}

static unsigned said(const struct jsontape *t, uint32_t schema)
{
    unsigned bits = 0;
    for (unsigned f = 0; f < PARTS_FAMILIES; f++)
        for (const char *const *k = families[f].keyword; *k != NULL; k++)
            bits |= parts_constrains(t, schema, *k) ? 1U << f : 0;
    return bits;
}

/* The types of const and enum, as a set. */
static unsigned types_of_values(const struct jsontape *t, uint32_t schema)
{
    unsigned types = schema_type_of(t, jsontape_get(t, schema, "const"));
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, schema, "enum"));
    while (jsontape_step(t, &w))
        types |= schema_type_of(t, w.value);
    return types;
}

static size_t number_of_types(const struct jsontape *t, uint32_t schema, unsigned families_said)
{
    uint32_t type = jsontape_get(t, schema, "type");
    if (type == JSONTAPE_NONE)
        return (size_t)__builtin_popcount(families_said);
    return jsontape_kind(t, type) == '[' ? jsontape_size(t, type) : 1;
}

static bool is_object(const struct jsontape *t, uint32_t schema)
{
    return jsontape_kind(t, jsontape_get(t, schema, "$ref")) == '"' ||
           jsontape_is(t, jsontape_get(t, schema, "type"), "object") ||
           (said(t, schema) & 1U << PARTS_OBJECT) != 0;
}

/* Whether the branches of a fork tell that the value is an object: each of them, of allOf any. */
static bool forks_object(const struct jsontape *t, uint32_t list, bool all)
{
    size_t objects = 0;
    for (struct jsontape_walk w = jsontape_walk(t, list); jsontape_step(t, &w);)
        objects += is_object(t, w.value);
    return objects > 0 && (all || objects == jsontape_size(t, list));
}

/* Whether `type: object` says nothing that other parts do not. */
static bool is_told(const struct jsontape *t, uint32_t schema, const struct parts *p)
{
    if ((p->said & 1U << PARTS_OBJECT) != 0 ||
        !jsontape_is(t, jsontape_get(t, schema, "type"), "object"))
        return false;
    bool told = p->reference;
    for (size_t i = 0; i < PARTS_FORKS && !told; i++)
        told = p->fork[i] && forks_object(t, jsontape_get(t, schema, forks[i]), i == PARTS_ALL);
    return told;
}

struct parts parts_of(const struct jsontape *t, uint32_t schema, bool older)
{
    const unsigned values = types_of_values(t, schema);
    const bool typed = jsontape_get(t, schema, "type") != JSONTAPE_NONE;
    struct parts p = {
        .reference = jsontape_kind(t, jsontape_get(t, schema, "$ref")) == '"',
        .constant = jsontape_get(t, schema, "const") != JSONTAPE_NONE,
        .values = jsontape_kind(t, jsontape_get(t, schema, "enum")) == '[',
        .said = said(t, schema),
        .null = older && (values & SCHEMA_NULL) == 0 &&
                jsontape_true(t, jsontape_get(t, schema, "nullable")),
    };
    p.count = (size_t)p.reference + p.constant + p.values;
    for (size_t i = 0; i < PARTS_FORKS; i++) {
        p.fork[i] = jsontape_kind(t, jsontape_get(t, schema, forks[i])) == '[';
        p.count += p.fork[i];
    }
    const bool implied = values != 0 && (values & ~schema_type_allowed(t, schema, older)) == 0;
    const bool wanted = p.said != 0 || (typed && !implied) ||
                        jsontape_get(t, schema, "format") != JSONTAPE_NONE;
    p.types = p.count == 0 || (wanted && !is_told(t, schema, &p));
    p.count += p.types;
    p.values_loose = p.values && jsontape_size(t, jsontape_get(t, schema, "enum")) > 1;
    p.types_loose = p.types && number_of_types(t, schema, p.said) > 1;
    return p;
}
