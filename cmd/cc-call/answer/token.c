#include "token.h"

#include <ctype.h>
#include <string.h>

#include "jsonstring.h"
#include "number.h"
#include "utf8.h"

struct quote {
    size_t len; /* 0: there is none */
    char mark;
    bool curved;
};

static struct quote quote_at(const char *p, const char *end)
{
    if (p < end && (*p == '"' || *p == '\''))
        return (struct quote){1, *p, false};
    if (end - p < 3 || memcmp(p, "\xe2\x80", 2) != 0)
        return (struct quote){0};
    switch ((unsigned char)p[2]) {
    case 0x98:
    case 0x99:
        return (struct quote){3, '\'', true};
    case 0x9c:
    case 0x9d:
        return (struct quote){3, '"', true};
    default:
        return (struct quote){0};
    }
}

bool token_is_quote(const struct token *t)
{
    return quote_at(t->p, t->end).len > 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/* The length of a blank that JSON does not know: a space without a break, a wide one, a byte order mark. */
static size_t odd_blank(const char *p, const char *end)
{
    if (end - p >= 2 && memcmp(p, "\xc2\xa0", 2) == 0)
        return 2;
    return end - p >= 3 && (memcmp(p, "\xe3\x80\x80", 3) == 0 || memcmp(p, "\xef\xbb\xbf", 3) == 0)
               ? 3
               : 0;
}

/* The place behind the comment at p, or p. */
static const char *skip_comment(const char *p, const char *end)
{
    if (end - p < 2 || *p != '/' || (p[1] != '/' && p[1] != '*'))
        return p;
    const char *close = p[1] == '/' ? memchr(p, '\n', (size_t)(end - p))
                                    : memmem(p + 2, (size_t)(end - p) - 2, "*/", 2);
    return close == NULL ? end : close + (p[1] == '/' ? 1 : 2);
}

void token_skip(struct token *t)
{
    const char *before;
    do {
        before = t->p;
        while (t->p < t->end && is_blank(*t->p))
            t->p++;
        t->p += odd_blank(t->p, t->end);
        t->p = skip_comment(t->p, t->end);
    } while (t->p > before);
}

/* Whether a second quote stands at p, and what may follow a string behind it: then that one ends it. */
static bool ends_with_next(const char *p, const char *end, char mark)
{
    if (p == end || *p++ != mark)
        return false;
    while (p < end && is_blank(*p))
        p++;
    return p < end && *p != '\0' && strchr(",:}]", *p) != NULL;
}

/* Whether the quote before p ends a string: what may follow one does.  Other quotes are text. */
static bool ends_string(const char *p, const char *end, char mark)
{
    if (ends_with_next(p, end, mark))
        return false;
    while (p < end && is_blank(*p))
        if (*p++ == '\n')
            return true;
    if (p == end || (*p != '\0' && strchr(",:}]/\"'+*", *p) != NULL))
        return true;
    return *p == '.' && end - p > 1 && isalpha((unsigned char)p[1]);
}

static bool is_hex(const char *p, const char *end, size_t digits)
{
    size_t i = 0;
    while (i < digits && p + i < end && number_hex(p[i]) >= 0)
        i++;
    return i == digits;
}

/* Adds bytes in the place of n that are read. */
static void replace(struct token *t, size_t n, const char *json)
{
    buf_text(t->out, json);
    t->p += n;
}

void token_copy(struct token *t, size_t n)
{
    buf_add(t->out, t->p, n);
    t->p += n;
}

static bool read_escape(struct token *t)
{
    const char *p = t->p;
    if (t->end - p < 2)
        return false;
    if (p[1] != '\0' && strchr("\"\\/bfnrt", p[1]) != NULL)
        token_copy(t, 2);
    else if (p[1] == 'u' && is_hex(p + 2, t->end, 4))
        token_copy(t, 6);
    else if (p[1] == '\'')
        replace(t, 2, "'");
    else if (p[1] == 'x' && is_hex(p + 2, t->end, 2)) {
        replace(t, 2, "\\u00");
        token_copy(t, 2);
    } else
        replace(t, 1, "\\\\");
    return true;
}

/* What is not plain in a string and does not end it. */
static bool read_special(struct token *t, bool name)
{
    const unsigned char c = (unsigned char)*t->p;
    const size_t len = utf8_length(t->p, (size_t)(t->end - t->p));
    if (c == '\\')
        return read_escape(t);
    if (c == '"')
        replace(t, 1, "\\\"");
    else if (c >= 0x20 && len > 0)
        token_copy(t, len);
    else if (c >= 0x80)
        replace(t, 1, "\xef\xbf\xbd");
    else if (name)
        return false;
    else if (c == '\r' && t->end - t->p > 1 && t->p[1] == '\n')
        replace(t, 2, "\\n");
    else if (c == '\n' || c == '\r' || c == '\t')
        replace(t, 1, c == '\n' ? "\\n" : c == '\r' ? "\\r" : "\\t");
    else {
        const char digits[] = {'0' + (c >> 4), "0123456789abcdef"[c & 15], '\0'};
        buf_text(t->out, "\\u00");
        replace(t, 1, digits);
    }
    return true;
}

bool token_string(struct token *t, bool name)
{
    const struct quote open = quote_at(t->p, t->end);
    replace(t, open.len, "\"");
    while (t->p < t->end) {
        size_t plain = 0;
        while (t->p + plain < t->end && jsonstring_is_plain(t->p[plain]) &&
               t->p[plain] != open.mark)
            plain++;
        token_copy(t, plain);
        const struct quote q = quote_at(t->p, t->end);
        if (q.len > 0 && q.mark == open.mark && q.curved <= open.curved &&
            ends_string(t->p + q.len, t->end, q.mark)) {
            replace(t, q.len, "\"");
            return true;
        }
        if (t->p < t->end && !read_special(t, name))
            return false;
    }
    return false;
}

static size_t word_length(const struct token *t)
{
    const char *p = t->p;
    while (p < t->end && *p != '\0' && (isalnum((unsigned char)*p) || strchr("_$+-.", *p) != NULL))
        p++;
    return (size_t)(p - t->p);
}

bool token_name(struct token *t)
{
    const size_t len = word_length(t);
    buf_char(t->out, '"');
    token_copy(t, len);
    buf_char(t->out, '"');
    return len > 0;
}

static const char *digits(const char *p, const char *end)
{
    while (p < end && *p >= '0' && *p <= '9')
        p++;
    return p;
}

static bool read_number(struct token *t, size_t len)
{
    const char *end = t->p + len, *sign = t->p + (*t->p == '+');
    const char *whole = sign + (sign < end && *sign == '-');
    const char *point = digits(whole, end);
    const char *power = point < end && *point == '.' ? digits(point + 1, end) : point;
    const char *last = power;
    if (last < end && (*last == 'e' || *last == 'E')) {
        last++;
        last += last < end && (*last == '+' || *last == '-');
        if (digits(last, end) == last)
            return false;
        last = digits(last, end);
    }
    if (last != end || (point == whole && power <= point + 1) ||
        (point > whole + 1 && *whole == '0'))
        return false;
    buf_add(t->out, sign, (size_t)(whole - sign));
    buf_add(t->out, point > whole ? whole : "0", point > whole ? (size_t)(point - whole) : 1);
    if (power > point + 1)
        buf_add(t->out, point, (size_t)(power - point));
    buf_add(t->out, power, (size_t)(end - power));
    t->p = end;
    return true;
}

bool token_word(struct token *t)
{
    static const struct {
        const char *written, *json;
    } words[] = {
        {"true", "true"},     {"false", "false"},    {"null", "null"},      {"True", "true"},
        {"False", "false"},   {"None", "null"},      {"undefined", "null"}, {"NaN", "null"},
        {"Infinity", "null"}, {"-Infinity", "null"}, {"+Infinity", "null"},
    };
    const size_t len = word_length(t);
    if (len == 0 || t->p + len == t->end)
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strlen(words[i].written) == len && memcmp(words[i].written, t->p, len) == 0) {
            replace(t, len, words[i].json);
            return true;
        }
    return read_number(t, len);
}
