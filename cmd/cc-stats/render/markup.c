#include "markup.h"

#include "ceiling.h"
#include "figure.h"

void markup_text(const char *text, struct buf *out)
{
    for (; *text != '\0'; text++) {
        switch (*text) {
        case '&':
            buf_text(out, "&amp;");
            break;
        case '<':
            buf_text(out, "&lt;");
            break;
        case '>':
            buf_text(out, "&gt;");
            break;
        case '"':
            buf_text(out, "&quot;");
            break;
        case '\'':
            buf_text(out, "&#39;");
            break;
        default:
            buf_char(out, *text);
        }
    }
}

void markup_name(const char *name, size_t columns, struct buf *out)
{
    struct buf shown;
    buf_init(&shown, CEILING_TEXT);
    figure_name(name, columns, &shown);
    markup_text(shown.data, out);
    buf_free(&shown);
}
