#include "jsonscan.h"

#include <endian.h>
#include <stdbool.h>
#include <string.h>

#include "ceiling.h"
#include "jsonstring.h"
#include "mem.h"
#include "utf8.h"

/*
 * The pass.  Its functions take the place in the text where they begin and return the one behind what they
 * read, or NULL when they failed.
 */
struct pass {
    struct jsonscan *scan;
    const char *end;
    size_t depth;
    uint32_t open[CEILING_DEPTH]; /* the containers around the place */
    bool object;                  /* the innermost is one */
};

static const char *fail(struct pass *s, const char *p, const char *why)
{
    s->scan->stopped = (size_t)(p - s->scan->text);
    s->scan->why = why;
    return NULL;
}

static inline const char *put(struct pass *s, const char *at, const char *p, uint32_t next)
{
    struct jsonscan *t = s->scan;
    t->node[t->count++] = (struct jsonscan_node){(uint32_t)(at - t->text), (uint32_t)(p - t->text),
                                                 next};
    return p;
}

__attribute__((noinline)) static const char *grow_and_put(struct pass *s, const char *at,
                                                          const char *p, uint32_t next)
{
    struct jsonscan *t = s->scan;
    if (t->room >= CEILING_JSON_NODES)
        return fail(s, at, "these are more than 32 million keys and values");
    t->room = t->room < CEILING_JSON_NODES / 2 ? t->room * 2 + 64 : CEILING_JSON_NODES;
    t->node = mem_resize(t->node, t->room, sizeof *t->node);
    return put(s, at, p, next);
}

/* Adds the node of what stands from at to p.  next: the node behind it, 0 for a container that has not
 * ended. */
static inline const char *add(struct pass *s, const char *at, const char *p, uint32_t next)
{
    bool full = s->scan->count == s->scan->room;
    return full ? grow_and_put(s, at, p, next) : put(s, at, p, next);
}

static inline const char *add_scalar(struct pass *s, const char *at, const char *p)
{
    return add(s, at, p, (uint32_t)s->scan->count + 1);
}

/* How many of 8 bytes, from the first on, are blanks. */
static size_t blanks_of_8(const char *p)
{
    uint64_t v;
    memcpy(&v, p, 8);
    v = le64toh(v) ^ UINT64_C(0x2020202020202020);
    return v == 0 ? 8 : (size_t)__builtin_ctzll(v) / 8;
}

const char *jsonscan_space(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\n' || *p == '\r' || *p == '\t')) {
        p++;
        while (end - p >= 8 && *p == ' ')
            p += blanks_of_8(p);
    }
    return p;
}

static inline const char *skip_space(const struct pass *s, const char *p)
{
    return p < s->end && (unsigned char)*p > ' ' ? p : jsonscan_space(p, s->end);
}

static bool is_hex(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (!((p[i] >= '0' && p[i] <= '9') || ((p[i] | 32) >= 'a' && (p[i] | 32) <= 'f')))
            return false;
    return true;
}

/* What may stand behind a backslash, but for u. */
static bool is_letter(char c)
{
    switch (c) {
    case 'n':
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'r':
    case 't':
        return true;
    default:
        return false;
    }
}

/* A backslash and what belongs to it. */
static const char *skip_escape(struct pass *s, const char *p)
{
    if (s->end - p < 2)
        return fail(s, p, "the text ends inside a string");
    if (p[1] == 'u') {
        if (s->end - p < 6 || !is_hex(p + 2, 4))
            return fail(s, p, "\\u needs four hexadecimal digits");
        if ((p[2] | 32) == 'd' && p[3] >= '8')
            s->scan->surrogates = true;
        return p + 6;
    }
    if (!is_letter(p[1]))
        return fail(s, p, "unknown escape in a string");
    return p + 2;
}

/* What is not plain in a string and does not end it. */
static const char *skip_special(struct pass *s, const char *p)
{
    if (p == s->end)
        return fail(s, p, "the text ends inside a string");
    if (*p == '\\')
        return skip_escape(s, p);
    if ((unsigned char)*p < 0x20)
        return fail(s, p, "a control character stands in a string");
    while (p < s->end && (unsigned char)*p >= 0x80) {
        size_t len = utf8_length(p, (size_t)(s->end - p));
        if (len == 0)
            return fail(s, p, "this is not UTF-8");
        p += len;
    }
    return p;
}

/* A string that began at `at`, from p on. */
__attribute__((noinline)) static const char *read_rest(struct pass *s, const char *at,
                                                       const char *p)
{
    for (;;) {
        p += jsonstring_plain(p, (size_t)(s->end - p));
        if (p < s->end && *p == '"')
            return add_scalar(s, at, p + 1);
        p = skip_special(s, p);
        if (p == NULL)
            return NULL;
    }
}

/* Most strings are plain. */
static const char *read_string(struct pass *s, const char *p)
{
    const char *at = p++;
    while (s->end - p >= 8) {
        size_t plain = jsonstring_plain_of_8(p);
        p += plain;
        if (plain == 8)
            continue;
        if (*p == '"')
            return add_scalar(s, at, p + 1);
        break;
    }
    return read_rest(s, at, p);
}

static const char *skip_digits(struct pass *s, const char *p)
{
    const char *start = p;
    while (p < s->end && *p >= '0' && *p <= '9')
        p++;
    return p > start ? p : fail(s, p, "a digit is missing in a number");
}

static const char *read_number(struct pass *s, const char *p)
{
    const char *at = p;
    p += *p == '-';
    p = p < s->end && *p == '0' ? p + 1 : skip_digits(s, p);
    if (p != NULL && p < s->end && *p == '.')
        p = skip_digits(s, p + 1);
    if (p != NULL && p < s->end && (*p == 'e' || *p == 'E')) {
        p++;
        p += p < s->end && (*p == '+' || *p == '-');
        p = skip_digits(s, p);
    }
    return p != NULL ? add_scalar(s, at, p) : NULL;
}

static inline const char *read_word(struct pass *s, const char *p, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(s->end - p) < len || memcmp(p, word, len) != 0)
        return fail(s, p, "a value is expected");
    return add_scalar(s, p, p + len);
}

/* A key and its colon. */
static const char *read_key(struct pass *s, const char *p)
{
    p = skip_space(s, p);
    if (p == s->end || *p != '"')
        return fail(s, p, "a member name in quotes is expected");
    p = read_string(s, p);
    if (p == NULL)
        return NULL;
    p = skip_space(s, p);
    if (p == s->end || *p != ':')
        return fail(s, p, "a colon is expected");
    return p + 1;
}

/* The bracket that ends the innermost container. */
static const char *close_container(struct pass *s, const char *p)
{
    struct jsonscan_node *node = &s->scan->node[s->open[--s->depth]];
    p++;
    node->end = (uint32_t)(p - s->scan->text);
    node->next = (uint32_t)s->scan->count;
    if (s->depth > 0)
        s->object = s->scan->text[s->scan->node[s->open[s->depth - 1]].at] == '{';
    return p;
}

/* The bracket that opens a container, up to its first value, or all of it when it is empty (*value false). */
static const char *open_container(struct pass *s, const char *p, bool *value)
{
    if (s->depth == CEILING_DEPTH)
        return fail(s, p, "nested too deep");
    s->open[s->depth++] = (uint32_t)s->scan->count;
    if (s->depth > s->scan->deepest)
        s->scan->deepest = s->depth;
    s->object = *p == '{';
    p = add(s, p, p + 1, 0);
    if (p == NULL)
        return NULL;
    p = skip_space(s, p);
    *value = p == s->end || *p != (s->object ? '}' : ']');
    if (!*value)
        return close_container(s, p);
    return s->object ? read_key(s, p) : p;
}

/* One value; of a container only its opening.  *inside: what comes next is a value too. */
static const char *read_value(struct pass *s, const char *p, bool *inside)
{
    *inside = false;
    p = skip_space(s, p);
    if (p == s->end)
        return fail(s, p, "the text ends where a value is expected");
    switch (*p) {
    case '{':
    case '[':
        return open_container(s, p, inside);
    case '"':
        return read_string(s, p);
    case 't':
        return read_word(s, p, "true");
    case 'f':
        return read_word(s, p, "false");
    case 'n':
        return read_word(s, p, "null");
    default:
        if (*p != '-' && (*p < '0' || *p > '9'))
            return fail(s, p, "a value is expected");
        return read_number(s, p);
    }
}

/* What stands behind a value: closes what ends there.  *more: another value follows. */
static const char *read_after(struct pass *s, const char *p, bool *more)
{
    *more = false;
    while (s->depth > 0) {
        p = skip_space(s, p);
        if (p == s->end)
            return fail(s, p, "the text ends before its last bracket");
        if (*p == ',') {
            *more = true;
            return s->object ? read_key(s, p + 1) : p + 1;
        }
        if (*p != (s->object ? '}' : ']'))
            return fail(s, p, s->object ? "a comma or } is expected" : "a comma or ] is expected");
        p = close_container(s, p);
    }
    p = skip_space(s, p);
    return p == s->end ? p : fail(s, p, "something stands behind the value");
}

int jsonscan_run(struct jsonscan *scan)
{
    struct pass s;
    s.scan = scan;
    s.end = scan->text + scan->len;
    s.depth = 0;
    s.object = false;
    const char *p = scan->text + scan->at;
    bool more = true;
    while (p != NULL && more) {
        p = read_value(&s, p, &more);
        if (p != NULL && !more)
            p = read_after(&s, p, &more);
    }
    if (p == NULL)
        return -1;
    scan->stopped = scan->len;
    return 0;
}
