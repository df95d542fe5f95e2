#include "jsonwrite.h"

#include <string.h>

#include "jsonstring.h"
#include "utf8.h"

struct jsonwrite jsonwrite_to(struct buf *out)
{
    return (struct jsonwrite){.out = out};
}

static void before(struct jsonwrite *w)
{
    if (w->comma)
        buf_char(w->out, ',');
    w->comma = true;
}

void jsonwrite_open(struct jsonwrite *w, char bracket)
{
    before(w);
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

/* What is not all plain, or may not have room; the first n bytes are plain. */
static void quote_any(struct buf *out, const char *bytes, size_t len, size_t n)
{
    size_t plain = 0; /* bytes before i that wait to be added as they are */
    buf_char(out, '"');
    for (size_t i = n; i < len;) {
        unsigned char c = (unsigned char)bytes[i];
        bool special = c < 0x20 || c == '"' || c == '\\';
        n = special ? 0 : utf8_length(bytes + i, len - i);
        if (n == 0) {
            buf_add(out, bytes + plain, i - plain);
            if (special)
                escape(out, c);
            else
                buf_text(out, "\xef\xbf\xbd");
            plain = i + 1;
        }
        i += n > 0 ? n : 1;
        i += jsonstring_plain(bytes + i, len - i);
    }
    buf_add(out, bytes + plain, len - plain);
    buf_char(out, '"');
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

/* Most text is plain and has room: it is looked at and copied at once. */
static void quoted(struct buf *out, const char *bytes, size_t len)
{
    char *to = out->data + out->len;
    size_t plain = len + 2 < out->room - out->len ? copy_plain(to + 1, bytes, len) : 0;
    if (plain < len || len == 0) {
        quote_any(out, bytes, len, plain);
        return;
    }
    to[0] = to[len + 1] = '"';
    to[len + 2] = '\0';
    out->len += len + 2;
}

void jsonwrite_key_bytes(struct jsonwrite *w, const char *key, size_t len)
{
    before(w);
    quoted(w->out, key, len);
    buf_char(w->out, ':');
    w->comma = false;
}

void jsonwrite_key_raw(struct jsonwrite *w, const char *json, size_t len)
{
    before(w);
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
    before(w);
    quoted(w->out, bytes, len);
}

void jsonwrite_text(struct jsonwrite *w, const char *text)
{
    jsonwrite_bytes(w, text, strlen(text));
}

void jsonwrite_int(struct jsonwrite *w, long long value)
{
    before(w);
    buf_format(w->out, "%lld", value);
}

void jsonwrite_bool(struct jsonwrite *w, bool value)
{
    before(w);
    buf_text(w->out, value ? "true" : "false");
}

void jsonwrite_null(struct jsonwrite *w)
{
    before(w);
    buf_text(w->out, "null");
}

void jsonwrite_raw(struct jsonwrite *w, const char *json, size_t len)
{
    before(w);
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
