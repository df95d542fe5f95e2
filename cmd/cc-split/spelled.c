#include "spelled.h"

#include <string.h>

static bool is_scalar(const struct jsontape *t, uint32_t n)
{
    const char kind = jsontape_kind(t, n);
    return kind == '0' || kind == 't' || kind == 'f';
}

bool spelled_says(const struct jsontape *t, uint32_t n)
{
    return jsontape_kind(t, n) == '"' || is_scalar(t, n);
}

bool spelled_is(const struct jsontape *t, uint32_t n, const char *text)
{
    size_t len;
    if (!is_scalar(t, n))
        return jsontape_is(t, n, text);
    const char *raw = jsontape_raw(t, n, &len);
    return strlen(text) == len && memcmp(raw, text, len) == 0;
}

void spelled_text(const struct jsontape *t, uint32_t n, struct buf *out)
{
    if (is_scalar(t, n))
        jsontape_copy(t, n, out);
    else
        jsontape_string(t, n, out);
}

void spelled_write(const struct jsontape *t, uint32_t n, struct jsonwrite *w)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    if (is_scalar(t, n))
        jsonwrite_bytes(w, raw, len);
    else
        jsontape_write(t, n, w);
}
