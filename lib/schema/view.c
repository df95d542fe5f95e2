#include "schema/view.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "mem.h"
#include "number.h"

/* The least hex digits that set a name apart from one of another document. */
#define FAR 8

static void open(struct schema_view *v, const struct jsontape *tape)
{
    memset(v, 0, sizeof *v);
    v->tape = tape;
    v->cache = mem_new(sizeof *v->cache);
    v->cache->regexes = schema_regex_open();
    table_init(&v->defs);
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    struct jsontape_walk w = jsontape_walk(tape, jsontape_get(tape, 0, "$defs"));
    while (jsontape_step(tape, &w)) {
        buf_reset(&name);
        jsontape_string(tape, w.key, &name);
        if (!buf_over(&name) && table_get(&v->defs, name.data, name.len) == NULL)
            table_put(&v->defs, name.data, name.len)->value.number = w.value;
    }
    buf_free(&name);
}

/* Whether a schema may have a name of its own: cc-split leaves none. */
static bool has_names(const struct jsontape *t)
{
    static const char id[] = "$id\"", anchor[] = "nchor\"";
    return memmem(t->text, t->len, id, sizeof id - 1) != NULL ||
           memmem(t->text, t->len, anchor, sizeof anchor - 1) != NULL;
}

bool schema_view_older(const struct jsontape *record)
{
    uint32_t version = jsontape_get(record, jsontape_get(record, 0, "spec"), "openapi");
    size_t len;
    const char *raw = jsontape_raw(record, version, &len);
    return len > 4 && (raw[1] == '2' || memcmp(raw + 1, "3.0", 3) == 0);
}

void schema_view_open(struct schema_view *v, const struct jsontape *tape)
{
    open(v, tape);
    v->older = schema_view_older(tape);
    v->formats = true;
    schema_resource_open(&v->resources, tape, 0,
                         !v->older && has_names(tape) ? SCHEMA_NAMING_2020 : SCHEMA_NAMING_NONE);
}

void schema_view_open_document(struct schema_view *v, const struct jsontape *tape, bool older)
{
    open(v, tape);
    v->older = older;
    schema_resource_open(&v->resources, tape, 0, older ? SCHEMA_NAMING_ID : SCHEMA_NAMING_2020);
}

void schema_view_close(struct schema_view *v)
{
    if (v->cache->drop != NULL)
        v->cache->drop(v->cache->plans);
    schema_regex_close(v->cache->regexes);
    schema_resource_close(&v->resources);
    table_free(&v->defs);
    free(v->cache);
    v->cache = NULL;
}

bool schema_view_step(const struct schema_view *v)
{
    return v->cache->work < SCHEMA_VIEW_WORK && ++v->cache->work > 0;
}

const struct schema_regex *schema_view_regex(const struct schema_view *v, uint32_t pattern)
{
    const struct schema_regex *regex = NULL;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    jsontape_string(v->tape, pattern, &text);
    if (!buf_over(&text))
        regex = schema_regex_get(v->cache->regexes, text.data, text.len);
    buf_free(&text);
    return regex;
}

enum schema_verdict schema_view_search(const struct schema_view *v,
                                       const struct schema_regex *regex, const char *text,
                                       size_t len)
{
    if (regex == NULL || v->cache->work >= SCHEMA_VIEW_WORK)
        return SCHEMA_UNKNOWN;
    enum schema_verdict verdict = schema_regex_match(v->cache->regexes, regex, text, len);
    v->cache->work += verdict == SCHEMA_UNKNOWN ? SCHEMA_VIEW_SEARCH : 0;
    return verdict;
}

enum schema_verdict schema_view_matches(const struct schema_view *v, uint32_t pattern,
                                        const char *text, size_t len)
{
    return schema_view_search(v, schema_view_regex(v, pattern), text, len);
}

void schema_view_name(const struct schema_view *v, uint32_t ref, struct buf *out)
{
    static const char prefix[] = "#/$defs/";
    const size_t skip = sizeof prefix - 1;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    jsontape_string(v->tape, ref, &text);
    if (!buf_over(&text) && text.len > skip && memcmp(text.data, prefix, skip) == 0)
        jsonpointer_name(text.data + skip, text.len - skip, out);
    buf_free(&text);
}

size_t schema_view_own_length(const struct buf *name)
{
    size_t at = name->len;
    while (at > 0 && number_hex(name->data[at - 1]) >= 0)
        at--;
    return at > 1 && name->data[at - 1] == '~' && name->len - at >= FAR ? at - 1 : name->len;
}

uint32_t schema_view_target(const struct schema_view *v, uint32_t ref)
{
    static const char prefix[] = "\"#/$defs/";
    const size_t skip = sizeof prefix - 1;
    size_t len = 0;
    const char *raw = jsontape_raw(v->tape, ref, &len);
    if (v->resources.list.count > 1 || len <= skip + 1 || memcmp(raw, prefix, skip) != 0 ||
        strcspn(raw + skip, "/\\%~\"") != len - skip - 1)
        return schema_resource_target(&v->resources, ref);
    const struct table_entry *e = table_get(&v->defs, raw + skip, len - skip - 1);
    return e == NULL ? JSONTAPE_NONE : (uint32_t)e->value.number;
}
