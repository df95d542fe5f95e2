#include "target.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"

/* How a parameter goes out. */
struct style {
    const char *name; /* of the parameter */
    char style[16];   /* form, simple, deepObject… */
    bool explode;
    bool reserved; /* reserved characters stay: allowReserved */
    bool json;     /* declared by `content`: as JSON */
};

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

static void encode(const char *text, size_t len, bool reserved, struct buf *out)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (is_unreserved(c) || (reserved && c != '\0' && strchr(":/?#[]@!$&'()*+,;=", c) != NULL))
            buf_char(out, text[i]);
        else
            buf_format(out, "%%%02X", c);
    }
}

static bool is_placeholder(const char *text)
{
    return strcmp(text, "${API_KEY}") == 0 || strcmp(text, "${AUTH_TOKEN}") == 0 ||
           strcmp(text, "${BASIC_CREDENTIALS}") == 0;
}

/* A string's characters, anything else as JSON. */
static void plain(const struct jsontape *t, uint32_t value, struct buf *out)
{
    if (jsontape_kind(t, value) == '"')
        jsontape_string(t, value, out);
    else
        jsontape_copy(t, value, out);
}

static void add_value(const struct jsontape *t, uint32_t value, bool reserved, struct buf *out)
{
    struct buf text;
    buf_init(&text, CEILING_LINE);
    plain(t, value, &text);
    if (is_placeholder(text.data))
        buf_add(out, text.data, text.len);
    else
        encode(text.data, text.len, reserved, out);
    buf_free(&text);
}

static void add_key(const struct jsontape *t, uint32_t key, struct buf *out)
{
    add_value(t, key, false, out);
}

void target_text(const struct jsontape *values, uint32_t value, struct buf *out)
{
    if (jsontape_kind(values, value) != '[') {
        plain(values, value, out);
        return;
    }
    bool comma = false;
    struct jsontape_walk w = jsontape_walk(values, value);
    while (jsontape_step(values, &w)) {
        if (comma)
            buf_char(out, ',');
        plain(values, w.value, out);
        comma = true;
    }
}

/* The items, or the keys and values, in one value: "a,b" and "k,v,k,v" or, exploded, "k=v,k=v". */
static void add_joined(const struct style *s, const char *separator, const struct jsontape *t,
                       uint32_t value, struct buf *out)
{
    bool first = true;
    struct jsontape_walk w = jsontape_walk(t, value);
    while (jsontape_step(t, &w)) {
        if (!first)
            buf_text(out, separator);
        first = false;
        if (w.key != JSONTAPE_NONE) {
            add_key(t, w.key, out);
            buf_text(out, s->explode ? "=" : separator);
        }
        add_value(t, w.value, s->reserved, out);
    }
}

static bool is_container(const struct jsontape *t, uint32_t value)
{
    char kind = jsontape_kind(t, value);
    return kind == '{' || kind == '[';
}

static void add_pair_name(struct buf *out, char *joint)
{
    if (*joint != '\0')
        buf_char(out, *joint);
    *joint = '&';
}

/* name[a][b]=v, to any depth. */
static void add_deep(const struct buf *name, const struct jsontape *t, uint32_t value, char *joint,
                     struct buf *out)
{
    if (!is_container(t, value)) {
        add_pair_name(out, joint);
        buf_add(out, name->data, name->len);
        buf_char(out, '=');
        add_value(t, value, false, out);
        return;
    }
    size_t index = 0;
    struct jsontape_walk w = jsontape_walk(t, value);
    while (jsontape_step(t, &w)) {
        struct buf below;
        buf_init(&below, CEILING_TEXT);
        buf_add(&below, name->data, name->len);
        buf_text(&below, "%5B");
        if (w.key == JSONTAPE_NONE)
            buf_format(&below, "%zu", index++);
        else
            add_key(t, w.key, &below);
        buf_text(&below, "%5D");
        add_deep(&below, t, w.value, joint, out);
        buf_free(&below);
    }
}

/* name=v for each item, k=v for each member. */
static void add_exploded(const struct style *s, const struct buf *name, const struct jsontape *t,
                         uint32_t value, char *joint, struct buf *out)
{
    struct jsontape_walk w = jsontape_walk(t, value);
    while (jsontape_step(t, &w)) {
        add_pair_name(out, joint);
        if (w.key == JSONTAPE_NONE)
            buf_add(out, name->data, name->len);
        else
            add_key(t, w.key, out);
        buf_char(out, '=');
        add_value(t, w.value, s->reserved, out);
    }
}

/* One name and its value, in whatever number of pairs its style makes of it. */
static void add_pairs(const struct style *s, const struct jsontape *t, uint32_t value, char *joint,
                      struct buf *out)
{
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    encode(s->name, strlen(s->name), false, &name);
    const bool container = is_container(t, value) && !s->json;
    if (container && strcmp(s->style, "deepObject") == 0) {
        add_deep(&name, t, value, joint, out);
    } else if (container && s->explode) {
        add_exploded(s, &name, t, value, joint, out);
    } else if (!container || jsontape_size(t, value) > 0) {
        add_pair_name(out, joint);
        buf_add(out, name.data, name.len);
        buf_char(out, '=');
        if (!container)
            add_value(t, value, s->reserved, out);
        else if (strcmp(s->style, "spaceDelimited") == 0)
            add_joined(s, "%20", t, value, out);
        else if (strcmp(s->style, "pipeDelimited") == 0)
            add_joined(s, "%7C", t, value, out);
        else
            add_joined(s, ",", t, value, out);
    }
    buf_free(&name);
}

/* What a declaration (a parameter, or one row of `encoding`) says of style. */
static void read_style(const struct jsontape *record, uint32_t declared, const char *otherwise,
                       struct style *s)
{
    char *style = jsontape_text(record, jsontape_get(record, declared, "style"));
    if (style != NULL && strlen(style) < sizeof s->style)
        otherwise = style;
    memcpy(s->style, otherwise, strlen(otherwise) + 1);
    free(style);
    uint32_t explode = jsontape_get(record, declared, "explode");
    s->explode = explode == JSONTAPE_NONE ? strcmp(s->style, "form") == 0
                                          : jsontape_true(record, explode);
    s->reserved = jsontape_true(record, jsontape_get(record, declared, "allowReserved"));
    s->json = jsontape_kind(record, jsontape_get(record, declared, "content")) == '{';
}

void target_pairs(const struct jsontape *record, uint32_t declaration, const char *name,
                  const struct jsontape *values, uint32_t value, char *joint, struct buf *out)
{
    struct style s = {.name = name};
    read_style(record, declaration, "form", &s);
    add_pairs(&s, values, value, joint, out);
}

static uint32_t declared(const struct jsontape *record, uint32_t parameters, const char *in,
                         const char *name)
{
    struct jsontape_walk w = jsontape_walk(record, parameters);
    while (jsontape_step(record, &w))
        if (jsontape_is(record, jsontape_get(record, w.value, "in"), in) &&
            jsontape_is(record, jsontape_get(record, w.value, "name"), name))
            return w.value;
    return JSONTAPE_NONE;
}

static int add_path_value(const struct jsontape *record, uint32_t parameters, const char *name,
                          const struct jsontape *values, uint32_t params, struct buf *out,
                          struct diag_error *err)
{
    uint32_t value = jsontape_get(values, params, name);
    struct style s = {.name = name};
    if (value == JSONTAPE_NONE)
        return diag_fail(err, "the path's {%s} has no value in path_params", name);
    read_style(record, declared(record, parameters, "path", name), "simple", &s);
    s.reserved = false;
    const size_t start = out->len;
    if (strcmp(s.style, "label") == 0) {
        buf_char(out, '.');
    } else if (strcmp(s.style, "matrix") == 0) {
        buf_char(out, ';');
        encode(name, strlen(name), false, out);
        buf_char(out, '=');
    }
    if (is_container(values, value) && !s.json)
        add_joined(&s, ",", values, value, out);
    else
        add_value(values, value, false, out);
    if (out->len == start)
        return diag_fail(err, "the path's {%s} is empty: the request would go elsewhere", name);
    return 0;
}

/* A literal part of the template: what may stand in a path stays, "%20" too; the rest is encoded. */
static void add_literal(const char *text, size_t len, struct buf *out)
{
    static const char allowed[] = "/:@!$&'()*+,;=?";
    for (size_t i = 0; i < len; i++) {
        const bool encoded = text[i] == '%' && i + 2 < len &&
                             isxdigit((unsigned char)text[i + 1]) &&
                             isxdigit((unsigned char)text[i + 2]);
        if (encoded || is_unreserved((unsigned char)text[i]) ||
            (text[i] != '\0' && strchr(allowed, text[i]) != NULL))
            buf_char(out, text[i]);
        else
            buf_format(out, "%%%02X", (unsigned char)text[i]);
    }
}

static int check_segments(const char *path, size_t len, struct diag_error *err)
{
    for (size_t i = 0; i < len;) {
        size_t end = i;
        while (end < len && path[end] != '/')
            end++;
        if ((end - i == 1 && path[i] == '.') ||
            (end - i == 2 && path[i] == '.' && path[i + 1] == '.'))
            return diag_fail(err, "a segment of the path is \"%.*s\": clients take it away",
                             (int)(end - i), path + i);
        i = end + 1;
    }
    return 0;
}

static int add_path(const char *path, const struct jsontape *record, uint32_t parameters,
                    const struct jsontape *values, uint32_t params, struct buf *out,
                    struct diag_error *err)
{
    const size_t start = out->len;
    const char *p = path;
    while (*p != '\0') {
        const char *open = strchr(p, '{');
        const char *close = open == NULL ? NULL : strchr(open, '}');
        if (close == NULL) {
            add_literal(p, strlen(p), out);
            break;
        }
        add_literal(p, (size_t)(open - p), out);
        struct buf name;
        buf_init(&name, CEILING_TEXT);
        buf_add(&name, open + 1, (size_t)(close - open - 1));
        int rc = add_path_value(record, parameters, name.data, values, params, out, err);
        buf_free(&name);
        if (rc < 0)
            return -1;
        p = close + 1;
    }
    return check_segments(out->data + start, out->len - start, err);
}

int target_write(const char *path, const struct jsontape *record, uint32_t parameters,
                 const struct jsontape *values, uint32_t path_params, uint32_t query_params,
                 struct buf *out, struct diag_error *err)
{
    if (add_path(path, record, parameters, values, path_params, out, err) < 0)
        return -1;
    char joint = strchr(path, '?') == NULL ? '?' : '&';
    struct jsontape_walk w = jsontape_walk(values, query_params);
    while (jsontape_step(values, &w)) {
        char *name = jsontape_text(values, w.key);
        if (name == NULL)
            continue;
        target_pairs(record, declared(record, parameters, "query", name), name, values, w.value,
                     &joint, out);
        free(name);
    }
    return buf_over(out) ? diag_fail(err, "the path and query are too long") : 0;
}
