#include "document.h"

#include <stdlib.h>
#include <string.h>

#include "jsonwrite.h"
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
    char *id = record_text(r, "id");
    char *method = record_text(r, "method");
    char *path = record_text(r, "path");
    struct buf text;
    buf_init(&text, CEILING_LINE);
    if (method != NULL && path != NULL && path[0] == '/') {
        for (char *c = method; *c != '\0'; c++)
            *c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
        buf_text(&text, method);
        buf_char(&text, ':');
        buf_text(&text, path);
    } else {
        buf_text(&text, id);
    }
    jsonwrite_key(w, "endpoint_id");
    jsonwrite_bytes(w, text.data, text.len);
    buf_free(&text);
    free(path);
    free(method);
    free(id);
}

static bool is_kept(const struct record *r, uint32_t one, const struct options_list *priority)
{
    uint32_t has = jsontape_get(&r->tape, one, "priority");
    for (size_t i = 0; i < priority->count; i++) {
        if (jsontape_is(&r->tape, has, priority->item[i]))
            return true;
    }
    return priority->count == 0;
}

static void write_cases(struct jsonwrite *w, const struct record *r,
                        const struct options_list *priority, struct reach *reach)
{
    jsonwrite_key(w, "test_cases");
    jsonwrite_open(w, '[');
    struct jsontape_walk walk = jsontape_walk(&r->tape, record_get(r, "cases"));
    while (jsontape_step(&r->tape, &walk)) {
        if (!is_kept(r, walk.value, priority))
            continue;
        value(w, r, walk.value);
        reach_from(reach, jsontape_get(&r->tape, walk.value, "resp_schema"));
    }
    jsonwrite_close(w, ']');
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

static void write_metadata(struct jsonwrite *w, const struct record *r, const char *stamp)
{
    const struct jsontape *t = &r->tape;
    uint32_t spec = record_get(r, "spec"), last = JSONTAPE_NONE;
    struct jsontape_walk walk = jsontape_walk(t, record_get(r, "attempts"));
    while (jsontape_step(t, &walk))
        last = walk.value;
    jsonwrite_key(w, "metadata");
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "generated_at", stamp);
    member(w, "api_version", r, jsontape_get(t, spec, "version"));
    member(w, "api_title", r, jsontape_get(t, spec, "title"));
    member(w, "source", r, jsontape_get(t, spec, "source"));
    member(w, "provider", r, record_get(r, "provider"));
    member(w, "llm_model", r, jsontape_get(t, last, "model"));
    member(w, "hash", r, record_get(r, "hash"));
    member(w, "partial", r, record_get(r, "partial"));
    jsonwrite_close(w, '}');
}

void document_write(const struct record *r, const struct document_style *style, const char *stamp,
                    struct buf *out)
{
    static const char *const head[] = {"slug",     "method",  "path",       "base",
                                       "security", "summary", "description"};
    struct buf plain;
    struct reach reach;
    buf_init(&plain, DOCUMENT_MAX);
    reach_init(&reach, r);
    struct jsonwrite w = jsonwrite_to(&plain);
    jsonwrite_open(&w, '{');
    write_id(&w, r);
    for (size_t i = 0; i < sizeof head / sizeof head[0]; i++)
        member(&w, head[i], r, record_get(r, head[i]));
    write_cases(&w, r, &style->priority, &reach);
    write_defs(&w, r, &reach);
    write_metadata(&w, r, stamp);
    jsonwrite_close(&w, '}');
    if (style->compact)
        buf_add(out, plain.data, plain.len);
    else
        pretty_print(plain.data, plain.len, out);
    buf_char(out, '\n');
    out->over = out->over || buf_over(&plain);
    reach_free(&reach);
    buf_free(&plain);
}

char *document_stamp(const char *text, size_t len)
{
    struct jsontape t;
    jsontape_init(&t);
    char *stamp = NULL;
    if (jsontape_read(&t, text, len, NULL) == 0)
        stamp = jsontape_text(&t,
                              jsontape_get(&t, jsontape_get(&t, 0, "metadata"), "generated_at"));
    jsontape_free(&t);
    return stamp;
}
