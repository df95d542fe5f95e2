#include "jsonpointer.h"

#include <stdbool.h>
#include <string.h>

static void add(const char *name, size_t len, bool percent, struct buf *out)
{
    for (size_t i = 0; i < len; i++) {
        if (name[i] == '~')
            buf_text(out, "~0");
        else if (name[i] == '/')
            buf_text(out, "~1");
        else if (name[i] == '%' && percent)
            buf_text(out, "%25");
        else
            buf_char(out, name[i]);
    }
}

void jsonpointer_token(const char *name, size_t len, struct buf *out)
{
    add(name, len, false, out);
}

void jsonpointer_fragment(const char *name, size_t len, struct buf *out)
{
    add(name, len, true, out);
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char low = (char)(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

void jsonpointer_name(const char *p, size_t len, struct buf *out)
{
    if (memchr(p, '%', len) == NULL && memchr(p, '~', len) == NULL) {
        buf_add(out, p, len);
        return;
    }
    struct buf plain;
    buf_init(&plain, len);
    for (size_t i = 0; i < len; i++) {
        bool coded = p[i] == '%' && i + 2 < len && hex(p[i + 1]) >= 0 && hex(p[i + 2]) >= 0;
        buf_char(&plain, coded ? (char)(hex(p[i + 1]) * 16 + hex(p[i + 2])) : p[i]);
        i += coded ? 2 : 0;
    }
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.data[i], next = plain.data[i + 1];
        bool coded = c == '~' && (next == '0' || next == '1');
        buf_char(out, !coded ? c : next == '0' ? '~' : '/');
        i += coded;
    }
    buf_free(&plain);
}
