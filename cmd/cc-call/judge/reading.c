#include "reading.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "schema/members.h"
#include "schema/merge.h"

enum way { AS_WANTED, AS_VALUES, AS_TEXT, LIST_OF_VALUES, LIST_OF_TEXT, WAYS };

/* Whether the text is a number or truth value when it stands without quotes. */
static bool is_scalar(const char *text, size_t len)
{
    struct jsontape t;
    jsontape_init(&t);
    const bool scalar = len < CEILING_URL && jsontape_read(&t, text, len, NULL) == 0 &&
                        strchr("0tf", jsontape_kind(&t, 0)) != NULL;
    jsontape_free(&t);
    return scalar;
}

static void write_scalar(const char *text, size_t len, bool as_text, struct jsonwrite *w)
{
    if (!as_text && is_scalar(text, len))
        jsonwrite_raw(w, text, len);
    else
        jsonwrite_bytes(w, text, len);
}

/* The value with every scalar in it as text, or as what the text says. */
static void write_value(const struct jsontape *t, uint32_t n, bool as_text, struct jsonwrite *w)
{
    const char kind = jsontape_kind(t, n);
    size_t len;
    if (kind == '"') {
        struct buf text;
        buf_init(&text, CEILING_LINE);
        jsontape_string(t, n, &text);
        write_scalar(text.data, text.len, as_text, w);
        buf_free(&text);
    } else if (kind == '{' || kind == '[') {
        jsonwrite_open(w, kind);
        for (struct jsontape_walk m = jsontape_walk(t, n); jsontape_step(t, &m);) {
            if (m.key != JSONTAPE_NONE)
                jsontape_write_key(t, m.key, w);
            write_value(t, m.value, as_text, w);
        }
        jsonwrite_close(w, kind == '{' ? '}' : ']');
    } else {
        const char *raw = jsontape_raw(t, n, &len);
        write_scalar(raw, len, as_text, w);
    }
}

static void write_wanted(const struct jsontape *t, uint32_t n, const struct schema_merge *m,
                         struct jsonwrite *w);

/* The members of an object or the items of an array, each as its own schemas want it. */
static void write_below(const struct jsontape *t, uint32_t n, const struct schema_merge *m,
                        struct jsonwrite *w)
{
    const char kind = jsontape_kind(t, n);
    size_t index = 0;
    jsonwrite_open(w, kind);
    for (struct jsontape_walk walk = jsontape_walk(t, n); jsontape_step(t, &walk); index++) {
        struct schema_merge below;
        char *name = jsontape_text(t, walk.key);
        schema_merge_init(&below, m->view, NULL);
        if (name != NULL)
            schema_members_one(m, name, strlen(name), &below);
        else
            schema_members_item(m, index, &below);
        if (walk.key != JSONTAPE_NONE)
            jsontape_write_key(t, walk.key, w);
        write_wanted(t, walk.value, &below, w);
        schema_merge_free(&below);
        free(name);
    }
    jsonwrite_close(w, kind == '{' ? '}' : ']');
}

/* The value with every scalar of the type that is wanted in its place, where it can be read so. */
static void write_wanted(const struct jsontape *t, uint32_t n, const struct schema_merge *m,
                         struct jsonwrite *w)
{
    const char kind = jsontape_kind(t, n);
    const bool text = (m->types & SCHEMA_STRING) != 0;
    const unsigned own = kind == '0'                  ? SCHEMA_INTEGER | SCHEMA_NUMBER
                         : kind == 't' || kind == 'f' ? SCHEMA_BOOLEAN
                                                      : SCHEMA_NULL;
    if (kind == '{' || kind == '[')
        write_below(t, n, m, w);
    else if (kind == '"' ? !text : text && (m->types & own) == 0)
        write_value(t, n, kind != '"', w);
    else
        jsontape_write(t, n, w);
}

static void write_as_wanted(const struct schema_view *v, uint32_t schema, const struct jsontape *t,
                            uint32_t n, struct jsonwrite *w)
{
    struct schema_merge m;
    schema_merge_init(&m, v, NULL);
    schema_merge_add(&m, schema);
    write_wanted(t, n, &m, w);
    schema_merge_free(&m);
}

/* A scalar as a list: its items are parted by commas. */
static void write_list(const struct jsontape *t, uint32_t n, bool as_text, struct jsonwrite *w)
{
    struct buf text;
    size_t len;
    buf_init(&text, CEILING_LINE);
    const char *raw = jsontape_raw(t, n, &len);
    if (*raw == '"')
        jsontape_string(t, n, &text);
    else
        buf_add(&text, raw, len);
    jsonwrite_open(w, '[');
    for (const char *item = text.data; item != NULL;) {
        const char *comma = strchr(item, ',');
        write_scalar(item, comma == NULL ? strlen(item) : (size_t)(comma - item), as_text, w);
        item = comma == NULL ? NULL : comma + 1;
    }
    jsonwrite_close(w, ']');
    buf_free(&text);
}

/* False where the value cannot be read in that way. */
static bool write_way(const struct schema_view *v, uint32_t schema, const struct jsontape *t,
                      uint32_t n, enum way way, struct buf *out)
{
    const char kind = jsontape_kind(t, n);
    const bool list = way == LIST_OF_VALUES || way == LIST_OF_TEXT;
    struct jsonwrite w = jsonwrite_to(out);
    if (list && (kind == '{' || kind == '['))
        return false;
    if (way == AS_WANTED)
        write_as_wanted(v, schema, t, n, &w);
    else if (list)
        write_list(t, n, way == LIST_OF_TEXT, &w);
    else
        write_value(t, n, way == AS_TEXT, &w);
    return !buf_over(out);
}

enum schema_verdict reading_verdict(const struct schema_view *v, uint32_t schema,
                                    const struct jsontape *t, uint32_t value,
                                    struct schema_report *report)
{
    enum schema_verdict best = schema_validate(v, schema, t, value, true, report);
    struct buf text;
    buf_init(&text, CEILING_LINE);
    for (enum way way = AS_WANTED; way < WAYS && best != SCHEMA_VALID; way++) {
        struct schema_report own = {0};
        buf_reset(&text);
        if (!write_way(v, schema, t, value, way, &text))
            continue;
        enum schema_verdict verdict = schema_validate_text(v, schema, text.data, text.len, true,
                                                           &own);
        if (verdict > best || (verdict == best && way == AS_WANTED))
            *report = own;
        best = schema_verdict_or(best, verdict);
    }
    buf_free(&text);
    return best;
}
