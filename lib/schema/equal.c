#include "schema/equal.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsondigest.h"
#include "jsonstring.h"
#include "mem.h"
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

/* Exponents beyond it are taken as this one, as lib/number does. */
#define FAR 1000000
/* So few items are compared each with each. */
#define FEW 8

/* The digest of a number by its value: its digits without zeros before and behind, and the power of ten of
 * the last one. */
static struct digest digest_number(const char *text, size_t len)
{
    struct buf form;
    size_t i = 0;
    long power = 0, exponent = 0;
    bool fraction = false;
    buf_init(&form, CEILING_LINE);
    for (; i < len && text[i] != 'e' && text[i] != 'E'; i++) {
        fraction = fraction || text[i] == '.';
        if (text[i] < '0' || text[i] > '9')
            continue;
        power -= fraction ? 1 : 0;
        if (form.len > 0 || text[i] != '0')
            buf_char(&form, text[i]);
    }
    const bool minus = i + 1 < len && text[i + 1] == '-';
    for (i++; i < len; i++)
        if (text[i] >= '0' && text[i] <= '9')
            exponent = exponent < FAR ? exponent * 10 + (text[i] - '0') : FAR;
    exponent = exponent < FAR ? exponent : FAR;
    power += minus ? -exponent : exponent;
    while (form.len > 0 && form.data[form.len - 1] == '0') {
        buf_cut(&form, form.len - 1);
        power++;
    }
    if (form.len > 0)
        buf_format(&form, "%ce%ld", text[0] == '-' ? '-' : '+', power);
    struct digest d = digest_of(form.data, form.len);
    buf_free(&form);
    return d;
}

/* Equal values have equal digests. */
static struct digest digest_value(const struct jsontape *t, uint32_t n)
{
    struct digest parts = {0, 0};
    struct jsontape_walk w = jsontape_walk(t, n);
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    const char kind = jsontape_kind(t, n);
    if (kind == '0')
        return digest_number(raw, len);
    if (kind != '{' && kind != '[')
        return jsondigest_value(t, n);
    while (jsontape_step(t, &w)) {
        struct digest value = digest_value(t, w.value);
        parts = kind == '[' ? jsondigest_item(parts, value)
                            : jsondigest_member(parts, jsondigest_value(t, w.key), value);
    }
    return jsondigest_end(parts, kind);
}

struct item {
    struct digest digest;
    uint32_t node;
};

static int by_digest(const void *a, const void *b)
{
    const struct digest x = ((const struct item *)a)->digest, y = ((const struct item *)b)->digest;
    if (x.high != y.high)
        return x.high < y.high ? -1 : 1;
    return x.low < y.low ? -1 : x.low > y.low ? 1 : 0;
}

static bool none_of_many(const struct jsontape *t, uint32_t array, size_t count)
{
    struct item *items = mem_array(count, sizeof *items);
    size_t n = 0;
    bool none = true;
    for (struct jsontape_walk w = jsontape_walk(t, array); jsontape_step(t, &w); n++)
        items[n] = (struct item){digest_value(t, w.value), w.value};
    qsort(items, n, sizeof *items, by_digest);
    for (size_t i = 1; none && i < n; i++)
        none = by_digest(&items[i - 1], &items[i]) != 0 ||
               !schema_equal(t, items[i - 1].node, t, items[i].node);
    free(items);
    return none;
}

bool schema_equal_none(const struct jsontape *t, uint32_t array)
{
    const size_t count = jsontape_size(t, array);
    if (count > FEW)
        return none_of_many(t, array, count);
    struct jsontape_walk w = jsontape_walk(t, array);
    while (jsontape_step(t, &w)) {
        struct jsontape_walk rest = w;
        while (jsontape_step(t, &rest))
            if (schema_equal(t, w.value, t, rest.value))
                return false;
    }
    return true;
}
