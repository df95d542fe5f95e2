#include "reach.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsonpointer.h"
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

static void mark(struct reach *s, const struct table_entry *e, struct pending *p)
{
    if (e == NULL || s->def[e->value.number].needed)
        return;
    s->def[e->value.number].needed = true;
    s->needed++;
    p->def[p->count++] = e->value.number;
}

/* Everything below a node stands behind it on the tape, so that no walk is needed. */
static void scan(struct reach *s, const struct jsontape *t, uint32_t node, struct buf *text,
                 struct buf *name, struct pending *p)
{
    const size_t skip = sizeof prefix - 1;
    for (uint32_t n = node, end = t->node[node].next; n < end; n++) {
        const char *raw = t->text + t->node[n].at;
        if (raw[0] != '"' || (raw[1] != '#' && raw[1] != '\\'))
            continue;
        buf_reset(text);
        jsontape_string(t, n, text);
        if (strncmp(text->data, prefix, skip) != 0)
            continue;
        buf_reset(name);
        jsonpointer_name(text->data + skip, text->len - skip, name);
        const struct table_entry *e = table_get(&s->index, name->data, name->len);
        if (e == NULL) /* a name that was not escaped */
            e = table_get(&s->index, text->data + skip, text->len - skip);
        mark(s, e, p);
    }
}

void reach_from(struct reach *s, const struct jsontape *t, uint32_t node)
{
    if (node == JSONTAPE_NONE || s->defs == 0)
        return;
    struct pending p = {.def = mem_array(s->defs, sizeof *p.def)};
    struct buf text, name;
    buf_init(&text, CEILING_LINE);
    buf_init(&name, CEILING_LINE);
    scan(s, t, node, &text, &name, &p);
    while (p.count > 0)
        scan(s, &s->record->tape, s->def[p.def[--p.count]].schema, &text, &name, &p);
    buf_free(&text);
    buf_free(&name);
    free(p.def);
}
