#include "document.h"

#include <stdlib.h>
#include <string.h>

#include "author.h"
#include "jsonwrite.h"
#include "opkey.h"
#include "pretty.h"
#include "reach.h"

static void value(struct jsonwrite *w, const struct record *r, uint32_t node)
{
    jsontape_write(&r->tape, node, w);
}

/* A member of the document, as it stands in the record; null and what is not there are left out. */
static void member(struct jsonwrite *w, const char *key, const struct record *r, uint32_t node)
{
    char kind = jsontape_kind(&r->tape, node);
    if (kind == 0 || kind == 'n')
        return;
    jsonwrite_key(w, key);
    value(w, r, node);
}

static void write_id(struct jsonwrite *w, const struct record *r)
{
    struct buf text;
    buf_init(&text, CEILING_LINE);
    if (!opkey_add(r, &text))
        jsontape_string(&r->tape, record_get(r, "id"), &text);
    jsonwrite_key(w, "endpoint_id");
    jsonwrite_bytes(w, text.data, text.len);
    buf_free(&text);
}

static bool is_kept(const struct jsontape *t, uint32_t one, const struct options_list *priority)
{
    uint32_t has = jsontape_get(t, one, "priority");
    for (size_t i = 0; i < priority->count; i++) {
        if (jsontape_is(t, has, priority->item[i]))
            return true;
    }
    return priority->count == 0;
}

/* Adds the cases to the list that w is in, or, where w is NULL, to lines. */
static size_t write_cases(struct jsonwrite *w, struct buf *lines, const struct jsontape *t,
                          uint32_t cases, const struct options_list *priority, struct reach *reach)
{
    size_t count = 0;
    for (struct jsontape_walk walk = jsontape_walk(t, cases); jsontape_step(t, &walk);) {
        if (!is_kept(t, walk.value, priority))
            continue;
        if (w != NULL) {
            jsontape_write(t, walk.value, w);
        } else {
            jsontape_copy(t, walk.value, lines);
            buf_char(lines, '\n');
        }
        reach_from(reach, t, jsontape_get(t, walk.value, "resp_schema"));
        count++;
    }
    return count;
}

/* The member test_cases; of NDJSON, the lines behind the first. */
static size_t write_list(struct jsonwrite *w, struct buf *lines, const struct record *r,
                         const struct jsontape *joined, const struct document_style *style,
                         struct reach *reach)
{
    const struct jsontape *t = joined != NULL ? joined : &r->tape;
    uint32_t cases = joined != NULL ? jsontape_get(joined, 0, "cases") : record_get(r, "cases");
    if (style->format == DOCUMENT_NDJSON)
        return write_cases(NULL, lines, t, cases, &style->priority, reach);
    jsonwrite_key(w, "test_cases");
    jsonwrite_open(w, '[');
    size_t count = write_cases(w, NULL, t, cases, &style->priority, reach);
    jsonwrite_close(w, ']');
    return count;
}

static void write_defs(struct jsonwrite *w, const struct record *r, const struct reach *reach)
{
    if (reach->needed == 0)
        return;
    jsonwrite_key(w, "$defs");
    jsonwrite_open(w, '{');
    for (size_t i = 0; i < reach->defs; i++) {
        if (!reach->def[i].needed)
            continue;
        jsontape_write_key(&r->tape, reach->def[i].key, w);
        jsontape_write(&r->tape, reach->def[i].schema, w);
    }
    jsonwrite_close(w, '}');
}

static void write_providers(struct jsonwrite *w, const struct jsontape *joined)
{
    jsonwrite_key(w, "providers");
    jsontape_write(joined, jsontape_get(joined, 0, "providers"), w);
}

static void write_metadata(struct jsonwrite *w, const struct record *r,
                           const struct jsontape *joined, const char *stamp)
{
    const struct jsontape *t = &r->tape;
    uint32_t spec = record_get(r, "spec");
    jsonwrite_key(w, "metadata");
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "generated_at", stamp);
    member(w, "api_version", r, jsontape_get(t, spec, "version"));
    member(w, "api_title", r, jsontape_get(t, spec, "title"));
    member(w, "source", r, jsontape_get(t, spec, "source"));
    member(w, "provider", r, record_get(r, "provider"));
    if (joined != NULL)
        write_providers(w, joined);
    member(w, "llm_model", r, author_model(r));
    member(w, "hash", r, record_get(r, "hash"));
    member(w, "partial", r, record_get(r, "partial"));
    jsonwrite_close(w, '}');
}

size_t document_write(const struct record *r, const struct jsontape *joined,
                      const struct document_style *style, const char *stamp, struct buf *out)
{
    static const char *const head[] = {"slug",     "method",  "path",       "base",
                                       "security", "summary", "description"};
    struct buf plain, lines;
    struct reach reach;
    buf_init(&plain, DOCUMENT_MAX);
    buf_init(&lines, DOCUMENT_MAX);
    reach_init(&reach, r);
    struct jsonwrite w = jsonwrite_to(&plain);
    jsonwrite_open(&w, '{');
    write_id(&w, r);
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        member(&w, head[i], r, record_get(r, head[i]));
    size_t count = write_list(&w, &lines, r, joined, style, &reach);
    write_defs(&w, r, &reach);
    write_metadata(&w, r, joined, stamp);
    jsonwrite_close(&w, '}');
    if (style->format == DOCUMENT_PRETTY)
        pretty_print(plain.data, plain.len, out);
    else
        buf_add(out, plain.data, plain.len);
    buf_char(out, '\n');
    buf_add(out, lines.data, lines.len);
    out->over = out->over || buf_over(&plain) || buf_over(&lines);
    reach_free(&reach);
    buf_free(&lines);
    buf_free(&plain);
    return count;
}

/* NDJSON has no test_cases in its first line. */
static bool is_head(const struct jsontape *t)
{
    return jsontape_kind(t, jsontape_get(t, 0, "endpoint_id")) == '"' &&
           jsontape_get(t, 0, "test_cases") == JSONTAPE_NONE;
}

long document_read(struct jsontape *t, const char *text, size_t len)
{
    if (jsontape_read(t, text, len, NULL) == 0) {
        uint32_t cases = jsontape_get(t, 0, "test_cases");
        return jsontape_kind(t, cases) == '[' ? (long)jsontape_size(t, cases) : is_head(t) - 1;
    }
    const char *line = memchr(text, '\n', len);
    if (line == NULL || jsontape_read(t, text, (size_t)(line - text), NULL) < 0 || !is_head(t))
        return -1;
    long cases = -1;
    for (; line != NULL; line = memchr(line + 1, '\n', len - (size_t)(line + 1 - text)))
        cases++;
    return cases;
}

static bool differs(const struct jsontape *t, uint32_t has, const struct record *r,
                    const char *member)
{
    char *now = jsontape_text(&r->tape, jsontape_get(&r->tape, record_get(r, "spec"), member));
    bool other = now != NULL && jsontape_kind(t, has) == '"' && !jsontape_is(t, has, now);
    free(now);
    return other;
}

char *document_stamp(const char *text, size_t len, const struct record *r, char **other)
{
    struct jsontape t;
    jsontape_init(&t);
    char *stamp = NULL;
    *other = NULL;
    if (document_read(&t, text, len) >= 0) {
        uint32_t made = jsontape_get(&t, 0, "metadata"),
                 title = jsontape_get(&t, made, "api_title");
        stamp = jsontape_text(&t, jsontape_get(&t, made, "generated_at"));
        if (differs(&t, title, r, "title") &&
            differs(&t, jsontape_get(&t, made, "source"), r, "source"))
            *other = jsontape_text(&t, title);
    }
    jsontape_free(&t);
    return stamp;
}
