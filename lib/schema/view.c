#include "schema/view.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "mem.h"

void schema_view_open(struct schema_view *v, const struct jsontape *tape)
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
    buf_reset(&name);
    jsontape_string(tape, jsontape_get(tape, jsontape_get(tape, 0, "spec"), "openapi"), &name);
    v->older = name.data[0] == '2' || strncmp(name.data, "3.0", 3) == 0;
    buf_free(&name);
}

void schema_view_close(struct schema_view *v)
{
    table_free(&v->defs);
    schema_regex_close(v->cache->regexes);
    free(v->cache);
    v->cache = NULL;
}

bool schema_view_step(const struct schema_view *v)
{
    return v->cache->work < SCHEMA_VIEW_WORK && ++v->cache->work > 0;
}

enum schema_verdict schema_view_matches(const struct schema_view *v, uint32_t pattern,
                                        const char *text, size_t len)
{
    struct buf expression;
    enum schema_verdict verdict = SCHEMA_UNKNOWN;
    buf_init(&expression, CEILING_TEXT);
    jsontape_string(v->tape, pattern, &expression);
    const struct schema_regex *regex = NULL;
    if (!buf_over(&expression) && v->cache->work < SCHEMA_VIEW_WORK)
        regex = schema_regex_get(v->cache->regexes, expression.data, expression.len);
    buf_free(&expression);
    if (regex != NULL) {
        verdict = schema_regex_match(v->cache->regexes, regex, text, len);
        v->cache->work += verdict == SCHEMA_UNKNOWN ? SCHEMA_VIEW_SEARCH : 0;
    }
    return verdict;
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

uint32_t schema_view_target(const struct schema_view *v, uint32_t ref)
{
    static const char prefix[] = "\"#/$defs/";
    const size_t skip = sizeof prefix - 1;
    size_t len = 0;
    const char *raw = jsontape_raw(v->tape, ref, &len);
    struct table_entry *e = NULL;
    if (len > skip + 1 && memcmp(raw, prefix, skip) == 0 && memchr(raw, '\\', len) == NULL &&
        memchr(raw, '%', len) == NULL && memchr(raw, '~', len) == NULL) {
        e = table_get(&v->defs, raw + skip, len - skip - 1);
    } else {
        struct buf name;
        buf_init(&name, CEILING_TEXT);
        schema_view_name(v, ref, &name);
        if (name.len > 0 && !buf_over(&name))
            e = table_get(&v->defs, name.data, name.len);
        buf_free(&name);
    }
    return e == NULL ? JSONTAPE_NONE : (uint32_t)e->value.number;
}
