#include "jsondigest.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"

struct digest jsondigest_text(const char *bytes, size_t len)
{
    struct digest d = digest_of(bytes, len);
    d.low ^= '"';
    return d;
}

struct digest jsondigest_member(struct digest object, struct digest key, struct digest value)
{
    return digest_add(object, digest_pair(key, value));
}

struct digest jsondigest_item(struct digest array, struct digest item)
{
    return digest_pair(array, item);
}

struct digest jsondigest_end(struct digest parts, char bracket)
{
    return digest_pair(parts, (struct digest){(uint64_t)bracket, 0});
}

static struct digest of_scalar(const struct jsontape *t, uint32_t n)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    if (*raw != '"')
        return digest_of(raw, len);
    if (memchr(raw, '\\', len) == NULL)
        return jsondigest_text(raw + 1, len - 2);
    struct buf decoded;
    buf_init(&decoded, len);
    jsontape_string(t, n, &decoded);
    struct digest d = jsondigest_text(decoded.data, decoded.len);
    buf_free(&decoded);
    return d;
}

struct digest jsondigest_value(const struct jsontape *t, uint32_t n)
{
    char kind = jsontape_kind(t, n);
    if (kind != '{' && kind != '[')
        return of_scalar(t, n);
    struct digest parts = {0, 0};
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        struct digest value = jsondigest_value(t, w.value);
        parts = kind == '{' ? jsondigest_member(parts, of_scalar(t, w.key), value)
                            : jsondigest_item(parts, value);
    }
    return jsondigest_end(parts, kind);
}

struct digest jsondigest_headers(const struct jsontape *t, uint32_t n)
{
    if (jsontape_kind(t, n) != '{')
        return jsondigest_value(t, n);
    struct digest parts = {0, 0};
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);) {
        char *name = jsontape_text(t, w.key);
        for (char *c = name; *c != '\0'; c++)
            *c = *c >= 'A' && *c <= 'Z' ? (char)(*c + 'a' - 'A') : *c;
        parts = jsondigest_member(parts, jsondigest_text(name, strlen(name)),
                                  jsondigest_value(t, w.value));
        free(name);
    }
    return jsondigest_end(parts, '{');
}

struct digest jsondigest_json(const char *json, size_t len)
{
    struct jsontape t;
    struct digest d = {0, 0};
    jsontape_init(&t);
    if (jsontape_read(&t, json, len, NULL) == 0)
        d = jsondigest_value(&t, 0);
    jsontape_free(&t);
    return d;
}
