#include "jsontape.h"

#include <stdlib.h>
#include <string.h>

#include "jsonstring.h"
#include "limits.h"
#include "mem.h"
#include "number.h"
#include "utf8.h"

/* The pass: where it is, and the containers that are open around it. */
struct pass {
    struct jsontape *t;
    const char *p, *end;
    const char *why; /* it failed, at p */
    size_t depth;
    uint32_t open[LIMITS_DEPTH];
};

void jsontape_init(struct jsontape *t)
{
    *t = (struct jsontape){0};
}

void jsontape_free(struct jsontape *t)
{
    free(t->node);
    jsontape_init(t);
}

static uint32_t add(struct pass *s)
{
    struct jsontape *t = s->t;
    t->node = mem_grow(t->node, t->count, &t->room, sizeof *t->node);
    t->node[t->count].at = (uint32_t)(s->p - t->text);
    return (uint32_t)t->count++;
}

/* The value that began at node n and has nothing below it ends here. */
static void end_scalar(struct pass *s, uint32_t n)
{
    s->t->node[n].end = (uint32_t)(s->p - s->t->text);
    s->t->node[n].next = n + 1;
}

static bool fail(struct pass *s, const char *why)
{
    s->why = why;
    return false;
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
    uint32_t n = add(s);
    s->p++;
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
    end_scalar(s, n);
    return true;
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
    uint32_t n = add(s);
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
    end_scalar(s, n);
    return true;
}

static bool read_word(struct pass *s, const char *word)
{
    size_t len = strlen(word);
    if ((size_t)(s->end - s->p) < len || memcmp(s->p, word, len) != 0)
        return fail(s, "a value is expected");
    uint32_t n = add(s);
    s->p += len;
    end_scalar(s, n);
    return true;
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
    struct jsontape_node *node = &s->t->node[s->open[--s->depth]];
    s->p++;
    node->end = (uint32_t)(s->p - s->t->text);
    node->next = (uint32_t)s->t->count;
}

/* Opens a container; leaves the pass before its first value, or behind it when it is empty (*value false). */
static bool open_container(struct pass *s, bool *value)
{
    if (s->depth == LIMITS_DEPTH)
        return fail(s, "nested too deep");
    bool object = *s->p == '{';
    s->open[s->depth++] = add(s);
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
        bool object = s->t->text[s->t->node[s->open[s->depth - 1]].at] == '{';
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

int jsontape_read(struct jsontape *t, const char *text, size_t len, struct diag_error *err)
{
    t->text = text;
    t->len = len;
    t->count = 0;
    t->stopped = 0;
    if (len >= UINT32_MAX)
        return diag_fail(err, "more than 4 GiB of JSON");
    struct pass s;
    s.t = t;
    s.p = text;
    s.end = text + len;
    s.depth = 0;
    bool more = true, ok = true;
    while (ok && more) {
        ok = read_value(&s, &more);
        if (ok && !more)
            ok = read_after(&s, &more);
    }
    t->stopped = (size_t)(s.p - text);
    if (ok)
        return 0;
    t->count = 0;
    return diag_fail(err, "at byte %zu: %s", t->stopped, s.why);
}

char jsontape_kind(const struct jsontape *t, uint32_t n)
{
    if (n >= t->count)
        return 0;
    char c = t->text[t->node[n].at];
    return c == '-' || (c >= '0' && c <= '9') ? '0' : c;
}

const char *jsontape_raw(const struct jsontape *t, uint32_t n, size_t *len)
{
    *len = n < t->count ? t->node[n].end - t->node[n].at : 0;
    return n < t->count ? t->text + t->node[n].at : "";
}

struct jsontape_walk jsontape_walk(const struct jsontape *t, uint32_t n)
{
    char kind = jsontape_kind(t, n);
    struct jsontape_walk w = {JSONTAPE_NONE, JSONTAPE_NONE, 0, 0, kind == '{'};
    if (kind == '{' || kind == '[') {
        w.at = n + 1;
        w.end = t->node[n].next;
    }
    return w;
}

bool jsontape_step(const struct jsontape *t, struct jsontape_walk *w)
{
    if (w->at >= w->end)
        return false;
    w->key = w->keyed ? w->at++ : JSONTAPE_NONE;
    w->value = w->at;
    w->at = t->node[w->value].next;
    return true;
}

size_t jsontape_size(const struct jsontape *t, uint32_t n)
{
    size_t size = 0;
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);)
        size++;
    return size;
}

static bool equals(const struct jsontape *t, uint32_t n, const char *bytes, size_t count)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    return jsonstring_equals(raw, len, bytes, count);
}

uint32_t jsontape_get_bytes(const struct jsontape *t, uint32_t object, const char *key, size_t len)
{
    if (jsontape_kind(t, object) != '{')
        return JSONTAPE_NONE;
    for (struct jsontape_walk w = jsontape_walk(t, object); jsontape_step(t, &w);)
        if (equals(t, w.key, key, len))
            return w.value;
    return JSONTAPE_NONE;
}

uint32_t jsontape_get(const struct jsontape *t, uint32_t object, const char *key)
{
    return jsontape_get_bytes(t, object, key, strlen(key));
}

bool jsontape_is(const struct jsontape *t, uint32_t n, const char *text)
{
    return jsontape_kind(t, n) == '"' && equals(t, n, text, strlen(text));
}

void jsontape_string(const struct jsontape *t, uint32_t n, struct buf *out)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    if (jsontape_kind(t, n) == '"')
        jsonstring_decode(raw, len, out);
}

char *jsontape_text(const struct jsontape *t, uint32_t n)
{
    if (jsontape_kind(t, n) != '"')
        return NULL;
    struct buf decoded, text;
    size_t len;
    jsontape_raw(t, n, &len);
    buf_init(&decoded, len);
    jsontape_string(t, n, &decoded);
    if (memchr(decoded.data, '\0', decoded.len) == NULL)
        return decoded.data;
    buf_init(&text, 3 * len);
    for (size_t i = 0; i < decoded.len; i++) {
        if (decoded.data[i] == '\0')
            buf_text(&text, "\xef\xbf\xbd");
        else
            buf_char(&text, decoded.data[i]);
    }
    buf_free(&decoded);
    return text.data;
}

long long jsontape_count(const struct jsontape *t, uint32_t n, long long otherwise)
{
    size_t len;
    const char *raw = jsontape_raw(t, n, &len);
    return jsontape_kind(t, n) == '0' ? number_to_count(raw, len) : otherwise;
}

bool jsontape_true(const struct jsontape *t, uint32_t n)
{
    return jsontape_kind(t, n) == 't';
}

/* The bytes between two values: punctuation, without the white space. */
static void copy_gap(const char *p, const char *end, struct buf *out)
{
    for (; p < end; p++)
        if (*p != ' ' && *p != '\n' && *p != '\r' && *p != '\t')
            buf_char(out, *p);
}

void jsontape_copy(const struct jsontape *t, uint32_t n, struct buf *out)
{
    if (n >= t->count)
        return;
    const char *p = t->text + t->node[n].at;
    for (uint32_t i = n; i < t->node[n].next; i++) {
        const struct jsontape_node *node = &t->node[i];
        copy_gap(p, t->text + node->at, out);
        char kind = t->text[node->at];
        bool container = kind == '{' || kind == '[';
        p = t->text + (container ? node->at + 1 : node->end);
        buf_add(out, t->text + node->at, (size_t)(p - (t->text + node->at)));
    }
    copy_gap(p, t->text + t->node[n].end, out);
}
