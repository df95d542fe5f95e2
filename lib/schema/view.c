#include "schema/view.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"

void schema_view_open(struct schema_view *v, const struct jsontape *tape)
{
    memset(v, 0, sizeof *v);
    v->tape = tape;
    v->work = mem_new(sizeof *v->work);
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
    free(v->work);
    v->work = NULL;
}

bool schema_view_step(const struct schema_view *v)
{
    return *v->work < SCHEMA_VIEW_WORK && ++*v->work > 0;
}

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

static void unescape(const char *text, size_t len, struct buf *out)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '%' && i + 2 < len && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            buf_char(out, (char)(hex(text[i + 1]) * 16 + hex(text[i + 2])));
            i += 2;
        } else if (text[i] == '~' && i + 1 < len && (text[i + 1] == '0' || text[i + 1] == '1')) {
            buf_char(out, text[i + 1] == '0' ? '~' : '/');
            i++;
        } else {
            buf_char(out, text[i]);
        }
    }
}

void schema_view_name(const struct schema_view *v, uint32_t ref, struct buf *out)
{
    static const char prefix[] = "#/$defs/";
    const size_t skip = sizeof prefix - 1;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    jsontape_string(v->tape, ref, &text);
    if (!buf_over(&text) && text.len > skip && memcmp(text.data, prefix, skip) == 0)
        unescape(text.data + skip, text.len - skip, out);
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
