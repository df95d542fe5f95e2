#include "schema/equal.h"

#include <string.h>

#include "ceiling.h"
#include "jsonstring.h"
#include "number.h"

static bool same_string(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m)
{
    size_t alen = 0, blen = 0;
    const char *x = jsontape_raw(a, n, &alen);
    const char *y = jsontape_raw(b, m, &blen);
    if (memchr(x, '\\', alen) == NULL)
        return jsonstring_equals(y, blen, x + 1, alen - 2);
    struct buf text;
    buf_init(&text, CEILING_LINE);
    jsonstring_decode(x, alen, &text);
    bool same = !buf_over(&text) && jsonstring_equals(y, blen, text.data, text.len);
    buf_free(&text);
    return same;
}

static bool same_array(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m)
{
    struct jsontape_walk x = jsontape_walk(a, n), y = jsontape_walk(b, m);
    while (jsontape_step(a, &x))
        if (!jsontape_step(b, &y) || !schema_equal(a, x.value, b, y.value))
            return false;
    return !jsontape_step(b, &y);
}

static bool same_object(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m)
{
    if (jsontape_size(a, n) != jsontape_size(b, m))
        return false;
    struct buf key;
    buf_init(&key, CEILING_LINE);
    bool same = true;
    struct jsontape_walk w = jsontape_walk(a, n);
    while (same && jsontape_step(a, &w)) {
        buf_reset(&key);
        jsontape_string(a, w.key, &key);
        uint32_t other = jsontape_get_bytes(b, m, key.data, key.len);
        same = other != JSONTAPE_NONE && schema_equal(a, w.value, b, other);
    }
    buf_free(&key);
    return same;
}

bool schema_equal(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m)
{
    char kind = jsontape_kind(a, n);
    if (kind != jsontape_kind(b, m))
        return false;
    size_t alen = 0, blen = 0;
    switch (kind) {
    case '0': {
        const char *x = jsontape_raw(a, n, &alen);
        const char *y = jsontape_raw(b, m, &blen);
        return number_compare(x, alen, y, blen) == 0;
    }
    case '"':
        return same_string(a, n, b, m);
    case '[':
        return same_array(a, n, b, m);
    case '{':
        return same_object(a, n, b, m);
    default:
        return true;
    }
}

bool schema_equal_none(const struct jsontape *t, uint32_t array)
{
    struct jsontape_walk w = jsontape_walk(t, array);
    while (jsontape_step(t, &w)) {
        struct jsontape_walk rest = w;
        while (jsontape_step(t, &rest))
            if (schema_equal(t, w.value, t, rest.value))
                return false;
    }
    return true;
}
