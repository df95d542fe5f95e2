#include "jsonscan.h"

#include <string.h>

#include "ceiling.h"
#include "jsonstring.h"
#include "mem.h"
#include "utf8.h"

/* The pass: where it is, and the containers that are open around it. */
struct pass {
    struct jsonscan *scan;
    const char *p, *end;
    size_t depth;
    uint32_t open[CEILING_DEPTH];
};

static bool fail(struct pass *s, const char *why)
{
    s->scan->why = why;
    return false;
}

/* Adds the node of a value that begins there and ends at p, or with next 0 of a container that opens. */
static bool add(struct pass *s, const char *at, uint32_t next)
{
    struct jsonscan *t = s->scan;
    if (t->count == CEILING_JSON_NODES)
        return fail(s, "these are more than 32 million keys and values");
    t->node = mem_grow(t->node, t->count, &t->room, sizeof *t->node);
    t->node[t->count++] = (struct jsonscan_node){(uint32_t)(at - t->text),
                                                 (uint32_t)(s->p - t->text), next};
    return true;
}

static bool add_scalar(struct pass *s, const char *at)
{
    return add(s, at, (uint32_t)s->scan->count + 1);
}

static void skip_space(struct pass *s)
{
    while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
        s->p++;
}

static bool is_hex(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((p[i] >= '0' && p[i] <= '9') || ((p[i] | 32) >= 'a' && (p[i] | 32) <= 'f')))
            return false;
    return true;
}

/* Passes a backslash and what belongs to it. */
static bool skip_escape(struct pass *s)
{
    if (s->end - s->p < 2)
        return fail(s, "the text ends inside a string");
    if (s->p[1] == 'u') {
        if (s->end - s->p < 6 || !is_hex(s->p + 2, 4))
            return fail(s, "\\u needs four hexadecimal digits");
        s->p += 6;
        return true;
    }
    if (strchr("\"\\/bfnrt", s->p[1]) == NULL || s->p[1] == '\0')
        return fail(s, "unknown escape in a string");
    s->p += 2;
    return true;
}

static bool read_string(struct pass *s)
{
    const char *start = s->p++;
    for (;;) {
        s->p += jsonstring_plain(s->p, (size_t)(s->end - s->p));
        if (s->p >= s->end)
            return fail(s, "the text ends inside a string");
        unsigned char c = (unsigned char)*s->p;
        if (c == '"')
            break;
        if (c < 0x20)
            return fail(s, "a control character stands in a string");
        if (c == '\\') {
            if (!skip_escape(s))
                return false;
            continue;
        }
        size_t len = utf8_length(s->p, (size_t)(s->end - s->p));
        if (len == 0)
            return fail(s, "this is not UTF-8");
        s->p += len;
    }
    s->p++;
    return add_scalar(s, start);
}

static bool skip_digits(struct pass *s)
{
    const char *start = s->p;
    while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
        s->p++;
    return s->p > start || fail(s, "a digit is missing in a number");
}

static bool read_number(struct pass *s)
{
    const char *start = s->p;
    s->p += *s->p == '-';
    if (s->p < s->end && *s->p == '0')
        s->p++;
    else if (!skip_digits(s))
        return false;
    if (s->p < s->end && *s->p == '.') {
        s->p++;
        if (!skip_digits(s))
            return false;
    }
    if (s->p < s->end && (*s->p == 'e' || *s->p == 'E')) {
        s->p++;
        s->p += s->p < s->end && (*s->p == '+' || *s->p == '-');
        if (!skip_digits(s))
            return false;
    }
    return add_scalar(s, start);
}

static bool read_word(struct pass *s, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(s->end - s->p) < len || memcmp(s->p, word, len) != 0)
        return fail(s, "a value is expected");
    s->p += len;
    return add_scalar(s, s->p - len);
}

static bool read_key(struct pass *s)
{
    skip_space(s);
    if (s->p >= s->end || *s->p != '"')
        return fail(s, "a member name in quotes is expected");
    if (!read_string(s))
        return false;
    skip_space(s);
    if (s->p >= s->end || *s->p != ':')
        return fail(s, "a colon is expected");
    s->p++;
    return true;
}

/* The innermost container ends with the bracket at p. */
static void close_container(struct pass *s)
{
    struct jsonscan_node *node = &s->scan->node[s->open[--s->depth]];
    s->p++;
    node->end = (uint32_t)(s->p - s->scan->text);
    node->next = (uint32_t)s->scan->count;
}

/* Opens a container; leaves the pass before its first value, or behind it when it is empty (*value false). */
static bool open_container(struct pass *s, bool *value)
{
    if (s->depth == CEILING_DEPTH)
        return fail(s, "nested too deep");
    bool object = *s->p == '{';
    s->open[s->depth++] = (uint32_t)s->scan->count;
    if (!add(s, s->p, 0))
        return false;
    s->p++;
    skip_space(s);
    *value = s->p >= s->end || *s->p != (object ? '}' : ']');
    if (!*value)
        close_container(s);
    return !*value || !object || read_key(s);
}

/* One value; for a container only its opening.  *inside: what comes next is a value too. */
static bool read_value(struct pass *s, bool *inside)
{
    *inside = false;
    skip_space(s);
    if (s->p >= s->end)
        return fail(s, "the text ends where a value is expected");
    switch (*s->p) {
    case '{':
    case '[':
        return open_container(s, inside);
    case '"':
        return read_string(s);
    case 't':
        return read_word(s, "true");
    case 'f':
        return read_word(s, "false");
    case 'n':
        return read_word(s, "null");
    default:
        if (*s->p != '-' && (*s->p < '0' || *s->p > '9'))
            return fail(s, "a value is expected");
        return read_number(s);
    }
}

/* Behind a value: closes what ends here.  *more: another value follows. */
static bool read_after(struct pass *s, bool *more)
{
    *more = false;
    while (s->depth > 0) {
        bool object = s->scan->text[s->scan->node[s->open[s->depth - 1]].at] == '{';
        skip_space(s);
        if (s->p >= s->end)
            return fail(s, "the text ends before its last bracket");
        if (*s->p == ',') {
            s->p++;
            *more = true;
            return !object || read_key(s);
        }
        if (*s->p != (object ? '}' : ']'))
            return fail(s, object ? "a comma or } is expected" : "a comma or ] is expected");
        close_container(s);
    }
    skip_space(s);
    return s->p == s->end || fail(s, "something stands behind the value");
}

int jsonscan_run(struct jsonscan *scan)
{
    struct pass s;
    s.scan = scan;
    s.p = scan->text + scan->at;
    s.end = scan->text + scan->len;
    s.depth = 0;
    bool more = true, ok = true;
    while (ok && more) {
        ok = read_value(&s, &more);
        if (ok && !more)
            ok = read_after(&s, &more);
    }
    scan->stopped = (size_t)(s.p - scan->text);
    return ok ? 0 : -1;
}
