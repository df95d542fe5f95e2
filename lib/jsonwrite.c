#include "jsonwrite.h"

#include <string.h>

#include "jsonstring.h"
#include "utf8.h"

struct jsonwrite jsonwrite_to(struct buf *out)
{
    return (struct jsonwrite){.out = out};
}

void jsonwrite_begin(struct jsonwrite *w)
{
    if (w->comma)
        buf_char(w->out, ',');
    w->comma = true;
}

void jsonwrite_open(struct jsonwrite *w, char bracket)
{
    jsonwrite_begin(w);
    buf_char(w->out, bracket);
    w->comma = false;
}

void jsonwrite_close(struct jsonwrite *w, char bracket)
{
    buf_char(w->out, bracket);
    w->comma = true;
}

static void escape(struct buf *out, unsigned char c)
{
    static const char of[] = "\\b\\t\\n\\v\\f\\r";
    if (c == '"' || c == '\\')
        buf_add(out, c == '"' ? "\\\"" : "\\\\", 2);
    else if (c >= 8 && c <= 13 && c != 11)
        buf_add(out, of + 2 * (c - 8), 2);
    else
        buf_format(out, "\\u%04x", c);
}

/* Copies bytes up to the first that is not plain, and maybe some behind it; returns how many are plain. */
static inline size_t copy_plain(char *to, const char *bytes, size_t len)
{
    size_t n = 0;
    for (; len - n >= 8; n += 8) {
        size_t plain = jsonstring_plain_of_8(bytes + n);
        memcpy(to + n, bytes + n, 8);
        if (plain < 8)
            return n + plain;
    }
    if (len >= 8) { /* those that are looked at and copied twice are plain */
        memcpy(to + len - 8, bytes + len - 8, 8);
        return len - 8 + jsonstring_plain_of_8(bytes + len - 8);
    }
    for (; n < len && jsonstring_is_plain(bytes[n]); n++)
        to[n] = bytes[n];
    return n;
}

/* Adds what is plain; where there is room for all, it is looked at and copied at once.  Returns how many bytes. */
static inline size_t add_plain(struct buf *out, const char *bytes, size_t len)
{
    if (len < out->room - out->len) {
        size_t plain = copy_plain(out->data + out->len, bytes, len);
        out->len += plain;
        out->data[out->len] = '\0';
        return plain;
    }
    size_t plain = jsonstring_plain(bytes, len);
    buf_add(out, bytes, plain);
    return plain;
}

/* Adds what begins with a byte that is not plain; returns how many bytes that was. */
static size_t add_special(struct buf *out, const char *bytes, size_t len)
{
    unsigned char c = (unsigned char)*bytes;
    if (c < 0x80) {
        escape(out, c);
        return 1;
    }
    size_t n = 0, more;
    while (n < len && (more = utf8_length(bytes + n, len - n)) > 1)
        n += more;
    if (n > 0)
        buf_add(out, bytes, n);
    else
        buf_text(out, "\xef\xbf\xbd");
    return n > 0 ? n : 1;
}

static void quoted(struct buf *out, const char *bytes, size_t len)
{
    buf_char(out, '"');
    size_t n = add_plain(out, bytes, len);
    while (n < len) {
        n += add_special(out, bytes + n, len - n);
        n += add_plain(out, bytes + n, len - n);
    }
    buf_char(out, '"');
}

void jsonwrite_key_bytes(struct jsonwrite *w, const char *key, size_t len)
{
    jsonwrite_begin(w);
    quoted(w->out, key, len);
    buf_char(w->out, ':');
    w->comma = false;
}

void jsonwrite_key_raw(struct jsonwrite *w, const char *json, size_t len)
{
    jsonwrite_begin(w);
    buf_add(w->out, json, len);
    buf_char(w->out, ':');
    w->comma = false;
}

void jsonwrite_key(struct jsonwrite *w, const char *key)
{
    jsonwrite_key_bytes(w, key, strlen(key));
}

void jsonwrite_bytes(struct jsonwrite *w, const char *bytes, size_t len)
{
    jsonwrite_begin(w);
    quoted(w->out, bytes, len);
}

void jsonwrite_text(struct jsonwrite *w, const char *text)
{
    jsonwrite_bytes(w, text, strlen(text));
}

void jsonwrite_int(struct jsonwrite *w, long long value)
{
    jsonwrite_begin(w);
    buf_format(w->out, "%lld", value);
}

void jsonwrite_bool(struct jsonwrite *w, bool value)
{
    jsonwrite_begin(w);
    buf_text(w->out, value ? "true" : "false");
}

void jsonwrite_null(struct jsonwrite *w)
{
    jsonwrite_begin(w);
    buf_text(w->out, "null");
}

void jsonwrite_raw(struct jsonwrite *w, const char *json, size_t len)
{
    jsonwrite_begin(w);
    buf_add(w->out, json, len);
}

void jsonwrite_member(struct jsonwrite *w, const char *key, const char *text)
{
    if (text == NULL)
        return;
    jsonwrite_key(w, key);
    jsonwrite_text(w, text);
}

void jsonwrite_member_int(struct jsonwrite *w, const char *key, long long value)
{
    jsonwrite_key(w, key);
    jsonwrite_int(w, value);
}
