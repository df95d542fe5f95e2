#include "pretty.h"

static void newline(struct buf *out, size_t depth)
{
    buf_char(out, '\n');
    for (size_t i = 0; i < depth; i++)
        buf_add(out, "  ", 2);
}

/* The bytes from `at` up to the next sign of structure: a string, or a number or word. */
static size_t token(const char *json, size_t len, size_t at)
{
    size_t i = at;
    if (json[i] == '"') {
        for (i++; i < len && json[i] != '"'; i++)
            i += json[i] == '\\';
        return i + 1 - at;
    }
    while (i < len && json[i] != ',' && json[i] != ']' && json[i] != '}' && json[i] != ':')
        i++;
    return i - at;
}

void pretty_print(const char *json, size_t len, struct buf *out)
{
    size_t depth = 0;
    for (size_t i = 0, n; i < len && !buf_over(out); i += n) {
        char c = json[i];
        n = 1;
        if (c == '{' || c == '[') {
            n += i + 1 < len && (json[i + 1] == '}' || json[i + 1] == ']');
            buf_add(out, json + i, n);
            if (n == 1)
                newline(out, ++depth);
        } else if (c == '}' || c == ']') {
            newline(out, --depth);
            buf_char(out, c);
        } else if (c == ',') {
            buf_char(out, c);
            newline(out, depth);
        } else if (c == ':') {
            buf_add(out, ": ", 2);
        } else {
            n = token(json, len, i);
            buf_add(out, json + i, n);
        }
    }
}
