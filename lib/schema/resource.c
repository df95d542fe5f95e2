#include "schema/resource.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "mem.h"
#include "uri.h"

/* Takes uri over. */
static uint32_t add(struct schema_resources *r, uint32_t node, uint32_t around, char *uri)
{
    const uint32_t end = node < r->tape->count ? r->tape->node[node].next : node;
    return scope_list_add(&r->list, node, end, around, uri);
}

static struct table_entry *anchor(const struct schema_resources *r, struct table *add_to,
                                  uint32_t index, char sign, const char *name, size_t len)
{
    struct buf key;
    buf_init(&key, CEILING_TEXT);
    buf_format(&key, "%u%c", index, sign);
    buf_add(&key, name, len);
    struct table_entry *e = add_to != NULL ? table_put(add_to, key.data, key.len)
                                           : table_get(&r->anchors, key.data, key.len);
    buf_free(&key);
    return e;
}

static void add_anchor(struct schema_resources *r, uint32_t index, char sign, const char *name,
                       uint32_t node)
{
    struct table_entry *e = anchor(r, &r->anchors, index, sign, name, strlen(name));
    if (e->value.number == 0)
        e->value.number = (size_t)node + 1;
}

/* The index of the resource that a schema with that `$id` is; of a fragment alone, the one around it. */
static uint32_t add_id(struct schema_resources *r, uint32_t around, const char *id, uint32_t node)
{
    const size_t len = strcspn(id, "#");
    struct buf uri;
    uint32_t index = around;
    buf_init(&uri, CEILING_URL);
    if (len > 0)
        uri_resolve(r->list.scope[around].uri, id, len, &uri);
    if (len > 0 && !buf_over(&uri) && node == r->list.scope[around].node) {
        table_put(&r->list.by_uri, uri.data, uri.len)->value.number = around + 1;
        free(r->list.scope[around].uri);
        r->list.scope[around].uri = buf_take(&uri);
    } else if (len > 0 && !buf_over(&uri)) {
        index = add(r, node, around, buf_take(&uri));
    }
    buf_free(&uri);
    return index;
}

/* The names that a schema gives itself; returns the index of the resource that it stands in then. */
static uint32_t take_names(struct schema_resources *r, uint32_t around, uint32_t n)
{
    static const struct {
        const char *keyword, *signs;
    } anchors[] = {{"$anchor", "#"}, {"$dynamicAnchor", "#@"}};
    const struct jsontape *t = r->tape;
    const bool draft4 = r->naming == SCHEMA_NAMING_ID;
    if (draft4 && jsontape_get(t, n, "$ref") != JSONTAPE_NONE)
        return around;
    char *id = jsontape_text(t, jsontape_get(t, n, draft4 ? "id" : "$id"));
    if (id != NULL)
        around = add_id(r, around, id, n);
    if (id != NULL && draft4 && id[0] == '#' && id[1] != '\0')
        add_anchor(r, around, '#', id + 1, n);
    free(id);
    for (size_t i = 0; !draft4 && i < sizeof anchors / sizeof *anchors; i++) {
        char *name = jsontape_text(t, jsontape_get(t, n, anchors[i].keyword));
        for (const char *sign = anchors[i].signs; name != NULL && *sign != '\0'; sign++)
            add_anchor(r, around, *sign, name, n);
        free(name);
    }
    return around;
}

/* map: an object whose keys are names of schemas and no keywords. */
static void look(struct schema_resources *r, uint32_t around, uint32_t n, bool map)
{
    static const char *const data[] = {"enum", "const", "default", "example", "examples", NULL};
    static const char *const maps[] = {"properties",  "patternProperties", "$defs",
                                       "definitions", "dependentSchemas",  "dependencies",
                                       NULL};
    const struct jsontape *t = r->tape;
    const bool schema = jsontape_kind(t, n) == '{' && !map;
    if (schema)
        around = take_names(r, around, n);
    for (struct jsontape_walk w = jsontape_walk(t, n); jsontape_step(t, &w);)
        if (!schema || !jsontape_is_among(t, w.key, data))
            look(r, around, w.value, schema && jsontape_is_among(t, w.key, maps));
}

void schema_resource_open(struct schema_resources *r, const struct jsontape *tape, uint32_t root,
                          enum schema_naming naming)
{
    *r = (struct schema_resources){.tape = tape, .naming = naming};
    scope_list_init(&r->list);
    table_init(&r->anchors);
    add(r, root, 0, mem_text(""));
    if (naming != SCHEMA_NAMING_NONE)
        look(r, 0, root, false);
}

void schema_resource_close(struct schema_resources *r)
{
    scope_list_free(&r->list);
    table_free(&r->anchors);
}

uint32_t schema_resource_of(const struct schema_resources *r, uint32_t node)
{
    return scope_list_of(&r->list, node);
}

static uint32_t item_at(const struct jsontape *t, uint32_t array, const char *text)
{
    char *end;
    unsigned long index = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0')
        return JSONTAPE_NONE;
    struct jsontape_walk w = jsontape_walk(t, array);
    while (jsontape_step(t, &w))
        if (index-- == 0)
            return w.value;
    return JSONTAPE_NONE;
}

/* What a JSON pointer as a fragment, empty or from its first slash on, leads to from node. */
static uint32_t follow(const struct jsontape *t, uint32_t node, const char *p)
{
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    while (*p == '/' && node != JSONTAPE_NONE) {
        size_t len = strcspn(++p, "/");
        buf_reset(&name);
        jsonpointer_name(p, len, &name);
        node = jsontape_kind(t, node) == '[' ? item_at(t, node, name.data)
                                             : jsontape_get_bytes(t, node, name.data, name.len);
        p += len;
    }
    buf_free(&name);
    return *p == '\0' ? node : JSONTAPE_NONE;
}

/* The index + 1 of the resource that a reference of so many bytes, its fragment left out, means; 0: none. */
static size_t find(const struct schema_resources *r, uint32_t around, const char *ref, size_t len)
{
    if (len == 0)
        return around + 1;
    struct buf uri;
    buf_init(&uri, CEILING_URL);
    uri_resolve(r->list.scope[around].uri, ref, len, &uri);
    const struct table_entry *e = buf_over(&uri) ? NULL
                                                 : table_get(&r->list.by_uri, uri.data, uri.len);
    buf_free(&uri);
    return e == NULL ? 0 : e->value.number;
}

uint32_t schema_resource_target(const struct schema_resources *r, uint32_t ref)
{
    char *text = jsontape_text(r->tape, ref);
    if (text == NULL)
        return JSONTAPE_NONE;
    const size_t len = strcspn(text, "#");
    const char *fragment = text[len] == '#' ? text + len + 1 : "";
    const size_t found = find(r, schema_resource_of(r, ref), text, len);
    uint32_t target = JSONTAPE_NONE;
    if (found > 0 && (*fragment == '\0' || *fragment == '/')) {
        target = follow(r->tape, r->list.scope[found - 1].node, fragment);
    } else if (found > 0) {
        const struct table_entry *e = anchor(r, NULL, (uint32_t)(found - 1), '#', fragment,
                                             strlen(fragment));
        target = e == NULL ? JSONTAPE_NONE : (uint32_t)(e->value.number - 1);
    }
    free(text);
    return target;
}

uint32_t schema_resource_dynamic(const struct schema_resources *r, uint32_t index, const char *name,
                                 size_t len)
{
    const struct table_entry *e = anchor(r, NULL, index, '@', name, len);
    return e == NULL ? JSONTAPE_NONE : (uint32_t)(e->value.number - 1);
}
