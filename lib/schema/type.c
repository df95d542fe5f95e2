#include "schema/type.h"

#include <stddef.h>
#include <string.h>

#include "number.h"

static const struct {
    const char *name;
    unsigned types;
} names[] = {
    {"null", SCHEMA_NULL},       {"boolean", SCHEMA_BOOLEAN},
    {"integer", SCHEMA_INTEGER}, {"string", SCHEMA_STRING},
    {"array", SCHEMA_ARRAY},     {"object", SCHEMA_OBJECT},
    {"file", SCHEMA_STRING},     {"number", SCHEMA_INTEGER | SCHEMA_NUMBER},
};

static unsigned of_number(const struct jsontape *t, uint32_t n)
{
    size_t len = 0;
    const char *raw = jsontape_raw(t, n, &len);
    for (size_t i = 0; i < len; i++)
        if (raw[i] == '.' || raw[i] == 'e' || raw[i] == 'E')
            return number_is_integer(raw, len) ? SCHEMA_INTEGER : SCHEMA_NUMBER;
    return SCHEMA_INTEGER;
}

unsigned schema_type_of(const struct jsontape *t, uint32_t n)
{
    switch (jsontape_kind(t, n)) {
    case '{':
        return SCHEMA_OBJECT;
    case '[':
        return SCHEMA_ARRAY;
    case '"':
        return SCHEMA_STRING;
    case '0':
        return of_number(t, n);
    case 't':
    case 'f':
        return SCHEMA_BOOLEAN;
    case 'n':
        return SCHEMA_NULL;
    default:
        return 0;
    }
}

static unsigned type_named(const struct jsontape *t, uint32_t n)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (jsontape_is(t, n, names[i].name))
            return names[i].types;
    return 0;
}

unsigned schema_type_allowed(const struct jsontape *t, uint32_t schema, bool nullable)
{
    uint32_t type = jsontape_get(t, schema, "type");
    unsigned set = 0;
    if (jsontape_kind(t, type) == '"')
        set = type_named(t, type);
    struct jsontape_walk w = jsontape_walk(t, type);
    while (jsontape_step(t, &w))
        set |= type_named(t, w.value);
    if (set == 0)
        return SCHEMA_ANY;
    if (nullable && jsontape_true(t, jsontape_get(t, schema, "nullable")))
        set |= SCHEMA_NULL;
    return set;
}
