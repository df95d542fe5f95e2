#include "resources.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "uri.h"

/* Takes uri over. */
static uint32_t add(struct resources *r, uint32_t node, uint32_t around, char *uri)
{
    return scope_list_add(&r->list, node, r->documents->tape.node[node].next, around, uri);
}

static void add_anchor(struct resources *r, uint32_t around, uint32_t name, uint32_t node)
{
    struct buf key;
    buf_init(&key, CEILING_TEXT);
    buf_format(&key, "%u#", r->list.scope[around].node);
    jsontape_string(&r->documents->tape, name, &key);
    struct table_entry *e = table_put(&r->anchor, key.data, key.len);
    if (e->value.number == 0)
        e->value.number = node;
    buf_free(&key);
}

/* The resource that a schema with that `$id` is; one of a fragment alone is no resource (older drafts), nor
 * is one longer than any URL. */
static uint32_t add_id(struct resources *r, uint32_t around, uint32_t id, uint32_t node)
{
    char *text = jsontape_text(&r->documents->tape, id);
    size_t len = strcspn(text, "#");
    struct buf uri;
    buf_init(&uri, CEILING_URL);
    uint32_t index = around;
    if (len > 0)
        uri_resolve(r->list.scope[around].uri, text, len, &uri);
    if (len > 0 && !buf_over(&uri))
        index = add(r, node, around, buf_take(&uri));
    buf_free(&uri);
    free(text);
    return index;
}

static void look(struct resources *r, uint32_t around, uint32_t n)
{
    static const char *const anchors[] = {"$anchor", "$dynamicAnchor"};
    const struct jsontape *t = &r->documents->tape;
    if (jsontape_kind(t, n) == '{') {
        bool document = n == r->list.scope[around].node;
        uint32_t id = jsontape_get(t, n, "$id");
        if (id == JSONTAPE_NONE && document)
            id = jsontape_get(t, n, "$self"); /* OpenAPI 3.2 */
        if (jsontape_kind(t, id) == '"')
            around = add_id(r, around, id, n);
    }
    for (size_t i = 0; i < 2; i++) {
        uint32_t name = jsontape_get(t, n, anchors[i]);
        if (jsontape_kind(t, name) == '"')
            add_anchor(r, around, name, n);
    }
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);)
        look(r, around, w.value);
}

void resources_init(struct resources *r, const struct documents *documents, bool ids)
{
    *r = (struct resources){.documents = documents};
    scope_list_init(&r->list);
    table_init(&r->anchor);
    for (size_t i = 0; i < documents->count; i++) {
        const struct document *d = &documents->doc[i];
        uint32_t index = add(r, d->node, JSONTAPE_NONE, mem_text(d->uri));
        if (!ids || !d->names)
            continue;
        r->named = true;
        look(r, index, d->node);
    }
}

void resources_free(struct resources *r)
{
    scope_list_free(&r->list);
    table_free(&r->anchor);
}

uint32_t resources_of(const struct resources *r, uint32_t node)
{
    return scope_list_of(&r->list, node);
}

uint32_t resources_find(const struct resources *r, const char *uri, size_t len)
{
    /* A file has its name, whatever a schema calls itself. */
    const struct document *d = documents_find(r->documents, uri, len);
    if (d != NULL)
        return d->node;
    const struct table_entry *e = table_get(&r->list.by_uri, uri, len);
    return e != NULL ? r->list.scope[e->value.number - 1].node : JSONTAPE_NONE;
}

uint32_t resources_anchor(const struct resources *r, uint32_t root, const char *name, size_t len)
{
    struct buf key;
    buf_init(&key, CEILING_TEXT);
    buf_format(&key, "%u#", root);
    buf_add(&key, name, len);
    const struct table_entry *e = table_get(&r->anchor, key.data, key.len);
    buf_free(&key);
    return e != NULL ? (uint32_t)e->value.number : JSONTAPE_NONE;
}
