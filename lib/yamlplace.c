#include "yamlplace.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

int yamlplace_fail(struct diag_error *err, struct yamlplace_mark mark, const char *fmt, ...)
{
    if (err == NULL)
        return -1;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err->text, sizeof err->text, fmt, ap);
    va_end(ap);
    return diag_within(err, "line %u, column %u", mark.line, mark.column);
}

struct yamlplace yamlplace_start(const char *text, size_t len)
{
    struct yamlplace p = {.text = text, .len = len, .mark = {1, 1}, .unit = 1};
    if (len >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) {
        p.at = 3;
    } else if (len >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0)) {
        p.at = 2;
        p.unit = 2;
        p.big = text[0] == '\xfe';
    }
    return p;
}

uint32_t yamlplace_char(const struct yamlplace *p)
{
    if (p->len - p->at < (size_t)p->unit)
        return 0;
    const unsigned char *s = (const unsigned char *)p->text + p->at;
    if (p->unit == 1)
        return s[0];
    return p->big ? (uint32_t)s[0] << 8 | s[1] : (uint32_t)s[1] << 8 | s[0];
}

static void advance(struct yamlplace *p)
{
    uint32_t c = yamlplace_char(p);
    size_t width = (size_t)p->unit;
    if (p->unit == 1 && c >= 0x80) {
        size_t length = utf8_length(p->text + p->at, p->len - p->at);
        width = length > 0 ? length : 1;
    } else if (p->unit == 2 && c >= 0xd800 && c < 0xdc00) {
        width = 4;
    }
    p->at = p->len - p->at > width ? p->at + width : p->len;
    p->index++;
    if (c == '\n' || (c == '\r' && yamlplace_char(p) != '\n')) {
        p->mark.line++;
        p->mark.column = 1;
    } else {
        p->mark.column++;
    }
}

void yamlplace_to_index(struct yamlplace *p, size_t index)
{
    while (p->index < index && p->at < p->len)
        advance(p);
}

void yamlplace_to_byte(struct yamlplace *p, size_t at)
{
    while (p->at < at && p->at < p->len)
        advance(p);
}

static bool is_blank(uint32_t c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool yamlplace_is_tagged(struct yamlplace *p, size_t start, size_t end)
{
    yamlplace_to_index(p, start);
    while (p->index < end && p->at < p->len) {
        uint32_t c = yamlplace_char(p);
        if (c == '&')
            while (p->at < p->len && !is_blank(yamlplace_char(p)))
                advance(p);
        else if (c == '#')
            while (p->at < p->len && yamlplace_char(p) != '\n' && yamlplace_char(p) != '\r')
                advance(p);
        else if (is_blank(c))
            advance(p);
        else
            return c == '!';
    }
    return false;
}
