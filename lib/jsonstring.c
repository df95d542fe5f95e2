#include "jsonstring.h"

#include <string.h>

#include "utf8.h"

size_t jsonstring_plain(const char *s, size_t len)
{
    size_t n = 0;
    while (len - n >= 8) {
        size_t plain = jsonstring_plain_of_8(s + n);
        n += plain;
        if (plain < 8)
            return n;
    }
    if (len >= 8) /* those that are looked at twice are plain */
        return len - 8 + jsonstring_plain_of_8(s + len - 8);
    while (n < len && jsonstring_is_plain(s[n]))
        n++;
    return n;
}

static uint32_t hex4(const char *p)
{
    uint32_t code = 0;
    for (int i = 0; i < 4; i++)
        code = code * 16 + (uint32_t)(p[i] <= '9' ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
    return code;
}

/* Adds what the escape at p (a backslash) stands for; returns its length in the text. */
static size_t decode_escape(const char *p, const char *end, struct buf *out)
{
    static const char letters[] = "bfnrt", bytes[] = "\b\f\n\r\t";
    const char *letter = strchr(letters, p[1]);
    if (p[1] != 'u') {
        buf_char(out, letter != NULL ? bytes[letter - letters] : p[1]);
        return 2;
    }
    uint32_t code = hex4(p + 2);
    size_t used = 6;
    bool pair = code >= 0xd800 && code < 0xdc00 && end - p >= 12 && p[6] == '\\' && p[7] == 'u';
    if (pair && hex4(p + 8) >= 0xdc00 && hex4(p + 8) < 0xe000) {
        code = 0x10000 + ((code - 0xd800) << 10) + (hex4(p + 8) - 0xdc00);
        used = 12;
    }
    char utf8[4];
    size_t length = utf8_put(code, utf8);
    buf_add(out, utf8, length);
    return used;
}

void jsonstring_decode(const char *raw, size_t len, struct buf *out)
{
    const char *p = raw + 1, *end = raw + len - 1;
    while (p < end) {
        const char *slash = memchr(p, '\\', (size_t)(end - p));
        const char *stop = slash != NULL ? slash : end;
        buf_add(out, p, (size_t)(stop - p));
        p = stop;
        if (slash != NULL)
            p += decode_escape(p, end, out);
    }
}

bool jsonstring_equals_escaped(const char *raw, size_t len, const char *bytes, size_t count)
{
    size_t plain = 0;
    while (plain < count && raw[plain + 1] == bytes[plain] && bytes[plain] != '\\')
        plain++;
    if (raw[plain + 1] != '\\')
        return false;
    struct buf decoded;
    buf_init(&decoded, len);
    jsonstring_decode(raw, len, &decoded);
    bool same = decoded.len == count && memcmp(decoded.data, bytes, count) == 0;
    buf_free(&decoded);
    return same;
}

size_t jsonstring_mend(char *json, size_t len)
{
    size_t mended = 0;
    char *end = json + len;
    for (char *p = json; (p = memchr(p, '\\', (size_t)(end - p))) != NULL;) {
        if (p[1] != 'u') {
            p += 2;
            continue;
        }
        uint32_t code = hex4(p + 2);
        bool high = code >= 0xd800 && code < 0xdc00, low = code >= 0xdc00 && code < 0xe000;
        if (high && end - p >= 12 && p[6] == '\\' && p[7] == 'u' && hex4(p + 8) >= 0xdc00 &&
            hex4(p + 8) < 0xe000) {
            p += 12;
            continue;
        }
        if (high || low) {
            memcpy(p, "\\ufffd", 6);
            mended++;
        }
        p += 6;
    }
    return mended;
}
