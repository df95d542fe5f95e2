#include "schema/assert.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "number.h"
#include "schema/decimal.h"
#include "schema/equal.h"
#include "schema/format.h"
#include "schema/keyword.h"
#include "schema/merge.h"
#include "utf8.h"

/* Comparing every item with every other is left at that many: no description asks for more. */
#define UNIQUE_ITEMS 4096

/* The type of a value: one bit of enum schema_type; a whole number is an integer. */
static unsigned type_of(const struct jsontape *t, uint32_t n)
{
    size_t len = 0;
    const char *raw = jsontape_raw(t, n, &len);
    switch (jsontape_kind(t, n)) {
    case '{':
        return SCHEMA_OBJECT;
    case '[':
        return SCHEMA_ARRAY;
    case '"':
        return SCHEMA_STRING;
    case '0':
        return number_is_integer(raw, len) ? SCHEMA_INTEGER : SCHEMA_NUMBER;
    case 't':
    case 'f':
        return SCHEMA_BOOLEAN;
    case 'n':
        return SCHEMA_NULL;
    default:
        return 0;
    }
}

static enum schema_verdict test_type(const struct schema_spot *s, const struct schema_assertion *a,
                                     uint32_t schema, uint32_t value)
{
    (void)a;
    (void)value;
    unsigned allowed = schema_merge_own_types(s->view, schema);
    return schema_verdict_of((type_of(s->tape, s->at) & allowed) != 0);
}

static enum schema_verdict test_enum(const struct schema_spot *s, const struct schema_assertion *a,
                                     uint32_t schema, uint32_t value)
{
    (void)a;
    (void)schema;
    const struct jsontape *t = s->view->tape;
    struct jsontape_walk w = jsontape_walk(t, value);
    while (jsontape_step(t, &w))
        if (schema_equal(t, w.value, s->tape, s->at))
            return SCHEMA_VALID;
    return SCHEMA_INVALID;
}

static enum schema_verdict test_const(const struct schema_spot *s, const struct schema_assertion *a,
                                      uint32_t schema, uint32_t value)
{
    (void)a;
    (void)schema;
    return schema_verdict_of(schema_equal(s->view->tape, value, s->tape, s->at));
}

static bool are_numbers(const struct schema_spot *s, uint32_t value)
{
    return jsontape_kind(s->tape, s->at) == '0' && jsontape_kind(s->view->tape, value) == '0';
}

/* Whether the instance is within the keyword's number; strict: the number itself is outside. */
static enum schema_verdict within(const struct schema_spot *s, uint32_t value, bool upper,
                                  bool strict)
{
    size_t len = 0, limit_len = 0;
    if (!are_numbers(s, value))
        return SCHEMA_VALID;
    const char *raw = jsontape_raw(s->tape, s->at, &len);
    const char *limit = jsontape_raw(s->view->tape, value, &limit_len);
    int order = number_compare(raw, len, limit, limit_len);
    return schema_verdict_of(order == 0 ? !strict : upper ? order < 0 : order > 0);
}

static enum schema_verdict test_bound(const struct schema_spot *s, const struct schema_assertion *a,
                                      uint32_t schema, uint32_t value)
{
    const char *sibling = a->upper ? "exclusiveMaximum" : "exclusiveMinimum";
    bool strict = jsontape_true(s->view->tape, jsontape_get(s->view->tape, schema, sibling));
    return within(s, value, a->upper, strict);
}

static enum schema_verdict test_exclusive(const struct schema_spot *s,
                                          const struct schema_assertion *a, uint32_t schema,
                                          uint32_t value)
{
    (void)schema;
    return within(s, value, a->upper, true);
}

static enum schema_verdict test_multiple(const struct schema_spot *s,
                                         const struct schema_assertion *a, uint32_t schema,
                                         uint32_t value)
{
    (void)a;
    (void)schema;
    size_t len = 0, unit_len = 0;
    if (!are_numbers(s, value))
        return SCHEMA_VALID;
    const char *raw = jsontape_raw(s->tape, s->at, &len);
    const char *unit = jsontape_raw(s->view->tape, value, &unit_len);
    int whole = schema_decimal_divides(raw, len, unit, unit_len);
    return whole < 0 ? SCHEMA_UNKNOWN : schema_verdict_of(whole == 1);
}

/* The decoded bytes of a string: in the text itself where it has no escapes, else in spare. */
static const char *decoded(const struct jsontape *t, uint32_t n, struct buf *spare, size_t *len)
{
    size_t raw_len = 0;
    const char *raw = jsontape_raw(t, n, &raw_len);
    if (memchr(raw, '\\', raw_len) == NULL) {
        *len = raw_len - 2;
        return raw + 1;
    }
    jsontape_string(t, n, spare);
    *len = spare->len;
    return spare->data;
}

static long long count_of(const struct schema_spot *s, char kind)
{
    if (kind != '"')
        return (long long)jsontape_size(s->tape, s->at);
    struct buf spare;
    buf_init(&spare, CEILING_LINE);
    size_t len = 0;
    const char *text = decoded(s->tape, s->at, &spare, &len);
    long long count = (long long)utf8_count(text, len);
    buf_free(&spare);
    return count;
}

static enum schema_verdict test_count(const struct schema_spot *s, const struct schema_assertion *a,
                                      uint32_t schema, uint32_t value)
{
    (void)schema;
    size_t len = 0;
    if (jsontape_kind(s->tape, s->at) != a->kind || jsontape_kind(s->view->tape, value) != '0')
        return SCHEMA_VALID;
    const char *text = jsontape_raw(s->view->tape, value, &len);
    long long limit = number_to_count(text, len), count = count_of(s, a->kind);
    return schema_verdict_of(a->upper ? count <= limit : count >= limit);
}

static enum schema_verdict test_unique(const struct schema_spot *s,
                                       const struct schema_assertion *a, uint32_t schema,
                                       uint32_t value)
{
    (void)a;
    (void)schema;
    if (jsontape_kind(s->tape, s->at) != '[' || !jsontape_true(s->view->tape, value))
        return SCHEMA_VALID;
    if (jsontape_size(s->tape, s->at) > UNIQUE_ITEMS)
        return SCHEMA_UNKNOWN;
    return schema_verdict_of(schema_equal_none(s->tape, s->at));
}

static enum schema_verdict test_pattern(const struct schema_spot *s,
                                        const struct schema_assertion *a, uint32_t schema,
                                        uint32_t value)
{
    (void)a;
    (void)schema;
    if (jsontape_kind(s->tape, s->at) != '"' || jsontape_kind(s->view->tape, value) != '"')
        return SCHEMA_VALID;
    struct buf spare;
    buf_init(&spare, CEILING_LINE);
    size_t len = 0;
    const char *text = decoded(s->tape, s->at, &spare, &len);
    enum schema_verdict verdict = schema_view_matches(s->view, value, text, len);
    buf_free(&spare);
    return verdict;
}

static enum schema_verdict in_range(const struct schema_spot *s, const char *format)
{
    const char *low = NULL, *high = NULL;
    size_t len = 0;
    const char *raw = jsontape_raw(s->tape, s->at, &len);
    if (!schema_format_range(format, &low, &high))
        return SCHEMA_VALID;
    return schema_verdict_of(number_compare(raw, len, low, strlen(low)) >= 0 &&
                             number_compare(raw, len, high, strlen(high)) <= 0);
}

static enum schema_verdict test_format(const struct schema_spot *s,
                                       const struct schema_assertion *a, uint32_t schema,
                                       uint32_t value)
{
    (void)a;
    (void)schema;
    char kind = jsontape_kind(s->tape, s->at);
    char *format = kind == '"' || kind == '0' ? jsontape_text(s->view->tape, value) : NULL;
    enum schema_verdict verdict = SCHEMA_VALID;
    if (format != NULL && kind == '0') {
        verdict = in_range(s, format);
    } else if (format != NULL) {
        struct buf spare;
        buf_init(&spare, CEILING_LINE);
        size_t len = 0;
        const char *text = decoded(s->tape, s->at, &spare, &len);
        verdict = schema_format_check(format, text, len);
        buf_free(&spare);
    }
    free(format);
    return verdict;
}

/* Whether a member is the server's to set, as far as the schema that requires it says. */
static bool is_read_only(const struct schema_view *v, uint32_t schema, const char *name, size_t len)
{
    uint32_t own = jsontape_get_bytes(v->tape, jsontape_get(v->tape, schema, "properties"), name,
                                      len);
    for (int hops = 0; hops < CEILING_REFERENCES && own != JSONTAPE_NONE; hops++) {
        if (jsontape_true(v->tape, jsontape_get(v->tape, own, "readOnly")))
            return true;
        own = schema_view_target(v, jsontape_get(v->tape, own, "$ref"));
    }
    return false;
}

static enum schema_verdict has_all(const struct schema_spot *s, uint32_t schema, uint32_t names)
{
    const struct jsontape *t = s->view->tape;
    enum schema_verdict verdict = SCHEMA_VALID;
    struct buf spare;
    buf_init(&spare, CEILING_TEXT);
    struct jsontape_walk w = jsontape_walk(t, names);
    while (verdict == SCHEMA_VALID && jsontape_step(t, &w)) {
        size_t len = 0;
        if (jsontape_kind(t, w.value) != '"')
            continue;
        buf_reset(&spare);
        const char *name = decoded(t, w.value, &spare, &len);
        if (jsontape_get_bytes(s->tape, s->at, name, len) == JSONTAPE_NONE &&
            !(s->request && is_read_only(s->view, schema, name, len)))
            verdict = SCHEMA_INVALID;
    }
    buf_free(&spare);
    return verdict;
}

static enum schema_verdict test_required(const struct schema_spot *s,
                                         const struct schema_assertion *a, uint32_t schema,
                                         uint32_t value)
{
    (void)a;
    if (jsontape_kind(s->tape, s->at) != '{')
        return SCHEMA_VALID;
    return has_all(s, schema, value);
}

static enum schema_verdict test_dependent(const struct schema_spot *s,
                                          const struct schema_assertion *a, uint32_t schema,
                                          uint32_t value)
{
    (void)a;
    const struct jsontape *t = s->view->tape;
    enum schema_verdict verdict = SCHEMA_VALID;
    struct buf spare;
    buf_init(&spare, CEILING_TEXT);
    struct jsontape_walk w = jsontape_walk(t, jsontape_kind(s->tape, s->at) == '{' ? value
                                                                                   : JSONTAPE_NONE);
    while (jsontape_step(t, &w)) {
        size_t len = 0;
        buf_reset(&spare);
        const char *name = decoded(t, w.key, &spare, &len);
        if (jsontape_get_bytes(s->tape, s->at, name, len) != JSONTAPE_NONE)
            verdict = schema_verdict_and(verdict, has_all(s, schema, w.value));
    }
    buf_free(&spare);
    return verdict;
}

const struct schema_assertion *schema_assert_find(const char *name, size_t len)
{
    static const struct schema_assertion sorted[] = {
        {"const", test_const, 0, false},
        {"dependentRequired", test_dependent, 0, false},
        {"enum", test_enum, 0, false},
        {"exclusiveMaximum", test_exclusive, 0, true},
        {"exclusiveMinimum", test_exclusive, 0, false},
        {"format", test_format, 0, false},
        {"maxItems", test_count, '[', true},
        {"maxLength", test_count, '"', true},
        {"maxProperties", test_count, '{', true},
        {"maximum", test_bound, 0, true},
        {"minItems", test_count, '[', false},
        {"minLength", test_count, '"', false},
        {"minProperties", test_count, '{', false},
        {"minimum", test_bound, 0, false},
        {"multipleOf", test_multiple, 0, false},
        {"pattern", test_pattern, 0, false},
        {"required", test_required, 0, false},
        {"type", test_type, 0, false},
        {"uniqueItems", test_unique, 0, false},
    };
    return schema_keyword_find(sorted, sizeof sorted / sizeof *sorted, sizeof *sorted, name, len);
}
