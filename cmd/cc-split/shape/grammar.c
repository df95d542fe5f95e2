#include "grammar.h"

#include <string.h>

#include "buf.h"
#include "jsonstring.h"

static const struct grammar_row rows[] = {
    {GRAMMAR_SCHEMA, "properties", GRAMMAR_MAP, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "items", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "allOf", GRAMMAR_LIST, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "anyOf", GRAMMAR_LIST, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "oneOf", GRAMMAR_LIST, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "not", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "additionalProperties", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "patternProperties", GRAMMAR_MAP, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "prefixItems", GRAMMAR_LIST, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "additionalItems", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "contains", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "propertyNames", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "if", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "then", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "else", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "dependentSchemas", GRAMMAR_MAP, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "unevaluatedItems", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "unevaluatedProperties", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "contentSchema", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "$defs", GRAMMAR_MAP, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "definitions", GRAMMAR_MAP, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "discriminator", GRAMMAR_ONE, GRAMMAR_DISCRIMINATOR},
    {GRAMMAR_SCHEMA, "dependencies", GRAMMAR_MAP, GRAMMAR_SCHEMA},
    {GRAMMAR_SCHEMA, "$id", GRAMMAR_GONE, GRAMMAR_DATA},
    {GRAMMAR_SCHEMA, "$anchor", GRAMMAR_GONE, GRAMMAR_DATA},
    {GRAMMAR_SCHEMA, "$dynamicAnchor", GRAMMAR_GONE, GRAMMAR_DATA},
    {GRAMMAR_SCHEMA, "$dynamicRef", GRAMMAR_GONE, GRAMMAR_DATA},
    {GRAMMAR_DISCRIMINATOR, "mapping", GRAMMAR_MAP, GRAMMAR_MAPPING},
    {GRAMMAR_DISCRIMINATOR, "defaultMapping", GRAMMAR_ONE, GRAMMAR_MAPPING},
    {GRAMMAR_PARAMETER, "schema", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_PARAMETER, "content", GRAMMAR_MAP, GRAMMAR_MEDIA},
    {GRAMMAR_PARAMETER, "examples", GRAMMAR_MAP, GRAMMAR_EXAMPLE},
    {GRAMMAR_BODY, "content", GRAMMAR_MAP, GRAMMAR_MEDIA},
    {GRAMMAR_RESPONSE, "content", GRAMMAR_MAP, GRAMMAR_MEDIA},
    {GRAMMAR_RESPONSE, "headers", GRAMMAR_MAP, GRAMMAR_PARAMETER},
    {GRAMMAR_RESPONSE, "links", GRAMMAR_MAP, GRAMMAR_EXAMPLE},
    {GRAMMAR_MEDIA, "schema", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_MEDIA, "itemSchema", GRAMMAR_ONE, GRAMMAR_SCHEMA},
    {GRAMMAR_MEDIA, "examples", GRAMMAR_MAP, GRAMMAR_EXAMPLE},
    {GRAMMAR_MEDIA, "encoding", GRAMMAR_MAP, GRAMMAR_ENCODING},
    {GRAMMAR_MEDIA, "prefixEncoding", GRAMMAR_LIST, GRAMMAR_ENCODING},
    {GRAMMAR_MEDIA, "itemEncoding", GRAMMAR_ONE, GRAMMAR_ENCODING},
    {GRAMMAR_ENCODING, "headers", GRAMMAR_MAP, GRAMMAR_PARAMETER},
    {GRAMMAR_ENCODING, "encoding", GRAMMAR_MAP, GRAMMAR_ENCODING},
    {GRAMMAR_SWAGGER, "type", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "format", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "items", GRAMMAR_VALUE, GRAMMAR_SCHEMA},
    {GRAMMAR_SWAGGER, "default", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "maximum", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "exclusiveMaximum", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "minimum", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "exclusiveMinimum", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "maxLength", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "minLength", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "pattern", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "maxItems", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "minItems", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "uniqueItems", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "enum", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "multipleOf", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "x-nullable", GRAMMAR_VALUE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "collectionFormat", GRAMMAR_GONE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "schema", GRAMMAR_GONE, GRAMMAR_DATA},
    {GRAMMAR_SWAGGER, "x-exportParamName", GRAMMAR_GONE, GRAMMAR_DATA},
};

static uint32_t bit_of(char c)
{
    return UINT32_C(1) << (c & 31);
}

void grammar_init(struct grammar *g)
{
    *g = (struct grammar){0};
    for (size_t i = 0; i < GRAMMAR_KINDS; i++)
        table_init(&g->member[i]);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t len = strlen(rows[i].member);
        table_put(&g->member[rows[i].kind], rows[i].member, len)->value.number = i;
        g->second[rows[i].kind][len] |= bit_of(rows[i].member[1]);
    }
}

void grammar_free(struct grammar *g)
{
    for (size_t i = 0; i < GRAMMAR_KINDS; i++)
        table_free(&g->member[i]);
}

static const struct grammar_row *find(const struct grammar *g, enum grammar_kind kind,
                                      const char *name, size_t len)
{
    if (len < 2 || len > GRAMMAR_NAME || (g->second[kind][len] & bit_of(name[1])) == 0)
        return NULL;
    const struct table_entry *e = table_get(&g->member[kind], name, len);
    return e != NULL ? &rows[e->value.number] : NULL;
}

const struct grammar_row *grammar_find(const struct grammar *g, enum grammar_kind kind,
                                       const char *raw, size_t len)
{
    if (memchr(raw, '\\', len) == NULL)
        return find(g, kind, raw + 1, len - 2);
    struct buf name;
    buf_init(&name, len);
    jsonstring_decode(raw, len, &name);
    const struct grammar_row *row = find(g, kind, name.data, name.len);
    buf_free(&name);
    return row;
}
