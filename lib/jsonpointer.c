#include "jsonpointer.h"

#include <stdbool.h>
#include <string.h>

#include "number.h"

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

void jsonpointer_name(const char *p, size_t len, struct buf *out)
{
    if (memchr(p, '%', len) == NULL && memchr(p, '~', len) == NULL) {
        buf_add(out, p, len);
        return;
    }
    struct buf plain;
    buf_init(&plain, len);
    for (size_t i = 0; i < len; i++) {
        const int byte = number_percent(p + i, len - i);
        buf_char(&plain, byte >= 0 ? (char)byte : p[i]);
        i += byte >= 0 ? 2 : 0;
    }
    for (size_t i = 0; i < plain.len; i++) {
        char c = plain.data[i], next = plain.data[i + 1];
        bool coded = c == '~' && (next == '0' || next == '1');
        buf_char(out, !coded ? c : next == '0' ? '~' : '/');
        i += coded;
    }
    buf_free(&plain);
}
