#include "reach.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "mem.h"

static const char prefix[] = "#/$defs/";

/* Schemas whose own references are still to be followed. */
struct pending {
    size_t *def;
    size_t count;
};

void reach_init(struct reach *s, const struct record *r)
{
    *s = (struct reach){.record = r};
    table_init(&s->index);
    uint32_t defs = record_get(r, "$defs");
    if (jsontape_kind(&r->tape, defs) != '{')
        return;
    s->def = mem_array(jsontape_size(&r->tape, defs) + 1, sizeof *s->def);
    struct buf name;
    buf_init(&name, CEILING_LINE);
    for (struct jsontape_walk w = jsontape_walk(&r->tape, defs); jsontape_step(&r->tape, &w);) {
        buf_reset(&name);
        jsontape_string(&r->tape, w.key, &name);
        size_t before = s->index.count;
        struct table_entry *e = table_put(&s->index, name.data, name.len);
        if (s->index.count == before)
            continue;
        e->value.number = s->defs;
        s->def[s->defs++] = (struct reach_def){.key = w.key, .schema = w.value};
    }
    buf_free(&name);
}

void reach_free(struct reach *s)
{
    free(s->def);
    table_free(&s->index);
    *s = (struct reach){0};
}

static int hex(char c)
{
    const char *digits = "0123456789abcdef";
    const char *at = c == '\0' ? NULL : strchr(digits, c | 0x20);
    return at != NULL ? (int)(at - digits) : -1;
}

/* The name a reference means: percent signs first, then ~0 and ~1 (RFC 6901, URI fragments). */
static void decode(struct buf *name)
{
    char *to = name->data;
    for (const char *c = name->data; *c != '\0'; c++, to++) {
        bool coded = c[0] == '%' && hex(c[1]) >= 0 && hex(c[2]) >= 0;
        *to = coded ? (char)(hex(c[1]) << 4 | hex(c[2])) : *c;
        c += coded ? 2 : 0;
    }
    name->len = (size_t)(to - name->data);
    *to = '\0';
    to = name->data;
    for (size_t i = 0; i < name->len; i++) {
        bool coded = name->data[i] == '~' && (name->data[i + 1] == '0' || name->data[i + 1] == '1');
        *to++ = !coded ? name->data[i] : name->data[++i] == '0' ? '~' : '/';
    }
    name->len = (size_t)(to - name->data);
    *to = '\0';
}

static void mark(struct reach *s, const struct table_entry *e, struct pending *p)
{
    if (e == NULL || s->def[e->value.number].needed)
        return;
    s->def[e->value.number].needed = true;
    s->needed++;
    p->def[p->count++] = e->value.number;
}

/* Everything below a node stands behind it on the tape, so that no walk is needed. */
static void scan(struct reach *s, uint32_t node, struct buf *text, struct pending *p)
{
    const struct jsontape *t = &s->record->tape;
    for (uint32_t n = node, end = t->node[node].next; n < end; n++) {
        const char *raw = t->text + t->node[n].at;
        if (raw[0] != '"' || (raw[1] != '#' && raw[1] != '\\'))
            continue;
        buf_reset(text);
        jsontape_string(t, n, text);
        if (strncmp(text->data, prefix, sizeof prefix - 1) != 0)
            continue;
        buf_drop(text, sizeof prefix - 1);
        const struct table_entry *e = table_get(&s->index, text->data, text->len);
        decode(text);
        const struct table_entry *meant = table_get(&s->index, text->data, text->len);
        mark(s, meant != NULL ? meant : e, p);
    }
}

void reach_from(struct reach *s, uint32_t node)
{
    if (node == JSONTAPE_NONE || s->defs == 0)
        return;
    struct pending p = {.def = mem_array(s->defs, sizeof *p.def)};
    struct buf text;
    buf_init(&text, CEILING_LINE);
    scan(s, node, &text, &p);
    while (p.count > 0)
        scan(s, s->def[p.def[--p.count]].schema, &text, &p);
    buf_free(&text);
    free(p.def);
}
