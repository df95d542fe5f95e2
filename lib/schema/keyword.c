#include "schema/keyword.h"

#include <stdlib.h>
#include <string.h>

#include "schema/apply.h"
#include "schema/array.h"
#include "schema/assert.h"
#include "schema/object.h"

#define NUMBERS (SCHEMA_INTEGER | SCHEMA_NUMBER)

struct wanted {
    const char *name;
    size_t len;
};

static int compare(const void *key, const void *row)
{
    const struct wanted *wanted = key;
    const char *name = ((const struct schema_keyword *)row)->name;
    int order = strncmp(wanted->name, name, wanted->len);
    return order == 0 && name[wanted->len] != '\0' ? -1 : order;
}

const struct schema_keyword *schema_keyword_find(const char *name, size_t len)
{
    static const struct schema_keyword sorted[] = {
        {"$dynamicRef", schema_apply_dynamic, SCHEMA_ANY, SCHEMA_NEED_TARGET, false},
        {"$recursiveRef", schema_apply_unknown, SCHEMA_ANY, SCHEMA_NEED_NOTHING, false},
        {"$ref", schema_apply_ref, SCHEMA_ANY, SCHEMA_NEED_TARGET, false},
        {"additionalItems", schema_array_items, SCHEMA_ARRAY, SCHEMA_NEED_ITEMS, false},
        {"additionalProperties", schema_object_shape, SCHEMA_OBJECT, SCHEMA_NEED_SHAPE, false},
        {"allOf", schema_apply_all, SCHEMA_ANY, SCHEMA_NEED_NOTHING, false},
        {"anyOf", schema_apply_any, SCHEMA_ANY, SCHEMA_NEED_NOTHING, false},
        {"const", schema_assert_const, SCHEMA_ANY, SCHEMA_NEED_NOTHING, false},
        {"contains", schema_array_contains, SCHEMA_ARRAY, SCHEMA_NEED_NOTHING, false},
        {"dependencies", schema_object_dependent, SCHEMA_OBJECT, SCHEMA_NEED_NOTHING, false},
        {"dependentRequired", schema_object_dependent, SCHEMA_OBJECT, SCHEMA_NEED_NOTHING, false},
        {"dependentSchemas", schema_object_dependent, SCHEMA_OBJECT, SCHEMA_NEED_NOTHING, false},
        {"enum", schema_assert_enum, SCHEMA_ANY, SCHEMA_NEED_NOTHING, false},
        {"exclusiveMaximum", schema_assert_exclusive, NUMBERS, SCHEMA_NEED_NOTHING, true},
        {"exclusiveMinimum", schema_assert_exclusive, NUMBERS, SCHEMA_NEED_NOTHING, false},
        {"format", schema_assert_format, NUMBERS | SCHEMA_STRING, SCHEMA_NEED_FORMAT, false},
        {"if", schema_apply_if, SCHEMA_ANY, SCHEMA_NEED_NOTHING, false},
        {"items", schema_array_items, SCHEMA_ARRAY, SCHEMA_NEED_ITEMS, false},
        {"maxItems", schema_assert_count, SCHEMA_ARRAY, SCHEMA_NEED_COUNT, true},
        {"maxLength", schema_assert_count, SCHEMA_STRING, SCHEMA_NEED_COUNT, true},
        {"maxProperties", schema_assert_count, SCHEMA_OBJECT, SCHEMA_NEED_COUNT, true},
        {"maximum", schema_assert_bound, NUMBERS, SCHEMA_NEED_NOTHING, true},
        {"minItems", schema_assert_count, SCHEMA_ARRAY, SCHEMA_NEED_COUNT, false},
        {"minLength", schema_assert_count, SCHEMA_STRING, SCHEMA_NEED_COUNT, false},
        {"minProperties", schema_assert_count, SCHEMA_OBJECT, SCHEMA_NEED_COUNT, false},
        {"minimum", schema_assert_bound, NUMBERS, SCHEMA_NEED_NOTHING, false},
        {"multipleOf", schema_assert_multiple, NUMBERS, SCHEMA_NEED_NOTHING, false},
        {"not", schema_apply_not, SCHEMA_ANY, SCHEMA_NEED_NOTHING, false},
        {"oneOf", schema_apply_one, SCHEMA_ANY, SCHEMA_NEED_NOTHING, false},
        {"pattern", schema_assert_pattern, SCHEMA_STRING, SCHEMA_NEED_REGEX, false},
        {"patternProperties", schema_object_shape, SCHEMA_OBJECT, SCHEMA_NEED_SHAPE, false},
        {"prefixItems", schema_array_items, SCHEMA_ARRAY, SCHEMA_NEED_ITEMS, false},
        {"properties", schema_object_shape, SCHEMA_OBJECT, SCHEMA_NEED_SHAPE, false},
        {"propertyNames", schema_object_names, SCHEMA_OBJECT, SCHEMA_NEED_NOTHING, false},
        {"required", schema_object_required, SCHEMA_OBJECT, SCHEMA_NEED_NAMES, false},
        {"type", schema_assert_type, SCHEMA_ANY, SCHEMA_NEED_TYPES, false},
        {"unevaluatedItems", schema_array_unevaluated, SCHEMA_ARRAY, SCHEMA_NEED_MARKS, false},
        {"unevaluatedProperties", schema_object_unevaluated, SCHEMA_OBJECT, SCHEMA_NEED_MARKS,
         false},
        {"uniqueItems", schema_array_unique, SCHEMA_ARRAY, SCHEMA_NEED_NOTHING, false},
    };
    const struct wanted wanted = {name, len};
    return bsearch(&wanted, sorted, sizeof sorted / sizeof *sorted, sizeof *sorted, compare);
}
