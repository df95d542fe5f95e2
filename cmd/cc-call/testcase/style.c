#include "style.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "media.h"
#include "number.h"

/* What a value is written with. */
struct pen {
    const struct style *s;
    const struct jsontape *t;
    struct buf name; /* as it is sent */
    char *joint;
    struct buf *out;
};

static bool is_unreserved(unsigned char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c != '\0' && strchr("-._~", c) != NULL);
}

void style_encode(const char *text, size_t len, const char *kept, struct buf *out)
{
    for (size_t i = 0; i < len; i++) {
        const unsigned char c = (unsigned char)text[i];
        if (is_unreserved(c) || (c != '\0' && strchr(kept, c) != NULL) ||
            (*kept != '\0' && number_percent(text + i, len - i) >= 0))
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

static bool is_container(const struct jsontape *t, uint32_t value)
{
    char kind = jsontape_kind(t, value);
    return kind == '{' || kind == '[';
}

/* Whether a text is the JSON of a list or object. */
static bool is_json(const struct buf *text)
{
    struct jsontape t;
    jsontape_init(&t);
    const bool json = text->len > 0 && strchr("{[", text->data[0]) != NULL &&
                      jsontape_read(&t, text->data, text->len, NULL) == 0;
    jsontape_free(&t);
    return json;
}

/* A string's characters, anything else as JSON. */
static void add_text(const struct style *s, const struct jsontape *t, uint32_t value,
                     struct buf *out)
{
    if (jsontape_kind(t, value) == '"')
        jsontape_string(t, value, out);
    if (jsontape_kind(t, value) == '"' && (!s->json || is_json(out)))
        return;
    buf_reset(out);
    jsontape_copy(t, value, out);
}

/* What has a meaning in a query, or in a list, is encoded all the same. */
static const char *kept(const struct style *s, bool joined)
{
    return !s->reserved ? "" : joined ? ":/?@!$'()*;" : ":/?@!$'()*;,";
}

/* A key, an item, or all there is.  joined: with others in one piece. */
static void add_value(const struct pen *p, uint32_t value, bool joined)
{
    struct buf text;
    buf_init(&text, CEILING_LINE);
    add_text(p->s, p->t, value, &text);
    if (!p->s->encoded || is_placeholder(text.data))
        buf_add(p->out, text.data, text.len);
    else
        style_encode(text.data, text.len, kept(p->s, joined), p->out);
    buf_free(&text);
}

static void add_key(const struct pen *p, uint32_t key)
{
    struct buf text;
    buf_init(&text, CEILING_LINE);
    jsontape_string(p->t, key, &text);
    if (p->s->encoded)
        style_encode(text.data, text.len, "", p->out);
    else
        buf_add(p->out, text.data, text.len);
    buf_free(&text);
}

static void add_joint(const struct pen *p)
{
    if (*p->joint != '\0')
        buf_char(p->out, *p->joint);
    *p->joint = p->s->between;
}

/* name[a][b]=v, to any depth. */
static void add_deep(const struct pen *p, uint32_t value)
{
    if (!is_container(p->t, value)) {
        add_joint(p);
        buf_add(p->out, p->name.data, p->name.len);
        buf_char(p->out, '=');
        add_value(p, value, false);
        return;
    }
    size_t index = 0;
    struct jsontape_walk w = jsontape_walk(p->t, value);
    while (jsontape_step(p->t, &w)) {
        struct pen below = *p;
        buf_init(&below.name, CEILING_TEXT);
        buf_add(&below.name, p->name.data, p->name.len);
        buf_text(&below.name, "%5B");
        below.out = &below.name;
        if (w.key == JSONTAPE_NONE)
            buf_format(&below.name, "%zu", index++);
        else
            add_key(&below, w.key);
        buf_text(&below.name, "%5D");
        below.out = p->out;
        add_deep(&below, w.value);
        buf_free(&below.name);
    }
}

/* A piece for each item, "v" or "name=v", and for each member, "k=v". */
static void add_exploded(const struct pen *p, uint32_t value)
{
    struct jsontape_walk w = jsontape_walk(p->t, value);
    while (jsontape_step(p->t, &w)) {
        add_joint(p);
        if (w.key != JSONTAPE_NONE)
            add_key(p, w.key);
        else if (p->s->named)
            buf_add(p->out, p->name.data, p->name.len);
        if (w.key != JSONTAPE_NONE || p->s->named)
            buf_char(p->out, '=');
        add_value(p, w.value, false);
    }
}

static void add_delimiter(const struct pen *p)
{
    if (p->s->encoded && p->s->delimiter != ',')
        style_encode(&p->s->delimiter, 1, "", p->out);
    else
        buf_char(p->out, p->s->delimiter);
}

/* "a,b" or "k,v,k,v". */
static void add_joined(const struct pen *p, uint32_t value)
{
    bool first = true;
    struct jsontape_walk w = jsontape_walk(p->t, value);
    while (jsontape_step(p->t, &w)) {
        if (!first)
            add_delimiter(p);
        first = false;
        if (w.key != JSONTAPE_NONE) {
            add_key(p, w.key);
            add_delimiter(p);
        }
        add_value(p, w.value, true);
    }
}

/* One piece. */
static void add_piece(const struct pen *p, uint32_t value, bool joined)
{
    add_joint(p);
    if (p->s->named) {
        buf_add(p->out, p->name.data, p->name.len);
        if (!p->s->bare || !jsontape_is(p->t, value, ""))
            buf_char(p->out, '=');
    }
    if (joined)
        add_joined(p, value);
    else
        add_value(p, value, false);
}

void style_write(const struct style *s, const char *name, const struct jsontape *values,
                 uint32_t value, char *joint, struct buf *out)
{
    struct pen p = {.s = s, .t = values, .joint = joint, .out = out};
    const bool split = is_container(values, value) && !s->whole &&
                       !(s->folded && jsontape_kind(values, value) == '{');
    buf_init(&p.name, CEILING_TEXT);
    style_encode(name, strlen(name), "", &p.name);
    if (split && s->deep)
        add_deep(&p, value);
    else if (split && s->explode)
        add_exploded(&p, value);
    else if (!split || jsontape_size(values, value) > 0)
        add_piece(&p, value, split);
    buf_free(&p.name);
}

uint32_t style_declared(const struct jsontape *record, uint32_t parameters, enum style_place in,
                        const char *name)
{
    static const char *const places[] = {"path", "query", "header", "cookie"};
    uint32_t found = JSONTAPE_NONE;
    struct jsontape_walk w = jsontape_walk(record, parameters);
    while (found == JSONTAPE_NONE && jsontape_step(record, &w)) {
        uint32_t own = jsontape_get(record, w.value, "name");
        if (!jsontape_is(record, jsontape_get(record, w.value, "in"), places[in]))
            continue;
        char *text = in == STYLE_HEADER ? jsontape_text(record, own) : NULL;
        if (jsontape_is(record, own, name) || (text != NULL && strcasecmp(text, name) == 0))
            found = w.value;
        free(text);
    }
    return found;
}

static bool is_json_type(const char *content_type)
{
    return content_type != NULL && media_of(content_type) == MEDIA_JSON;
}

/* tabDelimited is what a collectionFormat `tsv` of Swagger becomes. */
static char delimiter_of(const struct jsontape *record, uint32_t style)
{
    static const struct {
        const char *style;
        char delimiter;
    } others[] = {{"spaceDelimited", ' '}, {"pipeDelimited", '|'}, {"tabDelimited", '\t'}};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (jsontape_is(record, style, others[i].style))
            return others[i].delimiter;
    return ',';
}

static void read_content(const struct jsontape *record, uint32_t content, struct style *s)
{
    struct jsontape_walk w = jsontape_walk(record, content);
    s->whole = jsontape_kind(record, content) == '{';
    if (!s->whole || !jsontape_step(record, &w))
        return;
    char *type = jsontape_text(record, w.key);
    s->json = is_json_type(type);
    free(type);
}

void style_of_parameter(const struct jsontape *record, uint32_t declaration, enum style_place in,
                        struct style *s)
{
    const uint32_t style = jsontape_get(record, declaration, "style");
    const uint32_t explode = jsontape_get(record, declaration, "explode");
    const bool label = in == STYLE_PATH && jsontape_is(record, style, "label");
    const bool matrix = in == STYLE_PATH && jsontape_is(record, style, "matrix");
    const bool form = jsontape_kind(record, style) != '"'
                          ? in == STYLE_QUERY || in == STYLE_COOKIE
                          : jsontape_is(record, style, "form") ||
                                jsontape_is(record, style, "cookie");
    *s = (struct style){
        .between = label               ? '.'
                   : matrix            ? ';'
                   : in == STYLE_QUERY ? '&'
                                       : ',',
        .delimiter = delimiter_of(record, style),
        .leads = label || matrix,
        .named = matrix || in == STYLE_QUERY,
        .bare = matrix,
        .explode = explode == JSONTAPE_NONE ? form : jsontape_true(record, explode),
        .deep = in == STYLE_QUERY && jsontape_is(record, style, "deepObject"),
        .encoded = in == STYLE_PATH || in == STYLE_QUERY,
        .reserved = in == STYLE_QUERY &&
                    jsontape_true(record, jsontape_get(record, declaration, "allowReserved")),
    };
    read_content(record, jsontape_get(record, declaration, "content"), s);
}

void style_of_field(const struct jsontape *record, uint32_t row, struct style *s)
{
    static const char *const members[] = {"style", "explode", "allowReserved"};
    style_of_parameter(record, row, STYLE_QUERY, s);
    for (size_t i = 0; i < sizeof members / sizeof *members; i++)
        if (jsontape_get(record, row, members[i]) != JSONTAPE_NONE)
            return;
    char *list = jsontape_text(record, jsontape_get(record, row, "contentType"));
    char *type = list == NULL ? NULL : media_first(list);
    s->json = s->whole = is_json_type(type);
    s->folded = true;
    free(type);
    free(list);
}
