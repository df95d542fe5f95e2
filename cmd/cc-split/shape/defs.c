#include "defs.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsondigest.h"
#include "jsonpointer.h"
#include "jsonwrite.h"
#include "mem.h"

void defs_init(struct defs *d, struct refs *refs)
{
    *d = (struct defs){.refs = refs};
    table_init(&d->of_node);
    table_init(&d->name);
    table_init(&d->ref);
    uint32_t components = jsontape_get(refs->t, 0, "components");
    d->home = jsontape_get(refs->t, components, "schemas");
    if (jsontape_get(refs->t, 0, "swagger") != JSONTAPE_NONE)
        d->home = jsontape_get(refs->t, 0, "definitions");
}

void defs_free(struct defs *d)
{
    for (size_t i = 0; i < d->count; i++) {
        free(d->def[i].ref);
        free(d->def[i].json);
        free(d->def[i].dep);
    }
    free(d->def);
    table_free(&d->of_node);
    table_free(&d->name);
    table_free(&d->ref);
}

/* Adds the component's name and returns true, if the schema is one: its key stands before it in the tape. */
static bool add_own_name(struct defs *d, uint32_t node, struct buf *name)
{
    const struct jsontape *t = d->refs->t;
    if (d->home == JSONTAPE_NONE || node <= d->home || node >= t->node[d->home].next)
        return false;
    jsontape_string(t, node - 1, name);
    if (refs_member(d->refs, d->home, name->data, name->len) == node)
        return true;
    buf_reset(name);
    return false;
}

/* Pet for ../schemas/Pet.yaml */
static void add_stem(const char *uri, struct buf *out)
{
    const char *slash = strrchr(uri, '/'), *start = slash != NULL ? slash + 1 : uri;
    size_t len = strcspn(start, "?#");
    const char *dot = memchr(start, '.', len);
    buf_add(out, start, dot != NULL && dot > start ? (size_t)(dot - start) : len);
}

/* The last token of the pointer, or the name of the file, and a digest of both. */
static void add_far_name(struct defs *d, uint32_t node, struct buf *name)
{
    const struct document *document = documents_of(d->refs->documents, node);
    struct buf place;
    char hex[DIGEST_HEX];
    buf_init(&place, CEILING_TEXT * 2);
    if (document != &d->refs->documents->doc[0])
        buf_text(&place, document->uri);
    size_t start = place.len;
    refs_pointer(d->refs, node, &place);
    for (size_t i = start; i < place.len; i++)
        start = place.data[i] == '/' ? i + 1 : start;
    if (place.data[start] == '#')
        add_stem(document->uri, name);
    else
        jsonpointer_name(place.data + start, place.len - start, name);
    digest_hex(digest_of(place.data, place.len), hex);
    buf_format(name, "~%.8s", hex);
    for (size_t more = 8; table_get(&d->name, name->data, name->len) != NULL && more < 32; more++)
        buf_char(name, hex[more]);
    buf_free(&place);
}

static void set_name(struct defs *d, struct def *def, const char *name, size_t len)
{
    struct buf text, json;
    buf_init(&text, CEILING_TEXT * 3);
    buf_init(&json, CEILING_TEXT * 8);
    buf_text(&text, "#/$defs/");
    jsonpointer_fragment(name, len, &text);
    struct jsonwrite w = jsonwrite_to(&json);
    jsonwrite_bytes(&w, text.data, text.len);
    def->ref_digest = jsondigest_text(text.data, text.len);
    def->ref_len = json.len;
    def->ref = buf_take(&json);
    buf_init(&json, CEILING_TEXT * 8);
    w = jsonwrite_to(&json);
    jsonwrite_key_bytes(&w, name, len);
    def->key_len = json.len;
    def->json = buf_take(&json);
    def->digest = jsondigest_text(name, len);
    table_put(&d->name, name, len);
    buf_free(&text);
}

uint32_t defs_of(struct defs *d, uint32_t node)
{
    struct table_entry *e = table_put(&d->of_node, (const char *)&node, sizeof node);
    if (e->value.number == 0) {
        struct buf name;
        buf_init(&name, CEILING_TEXT);
        d->def = mem_grow(d->def, d->count, &d->room, sizeof *d->def);
        struct def *def = &d->def[d->count];
        *def = (struct def){.node = node};
        if (!add_own_name(d, node, &name))
            add_far_name(d, node, &name);
        set_name(d, def, name.data, name.len);
        buf_free(&name);
        e->value.number = ++d->count;
        table_put(&d->ref, def->ref, def->ref_len)->value.number = d->count;
    }
    return (uint32_t)(e->value.number - 1);
}

uint32_t defs_named(const struct defs *d, const char *ref, size_t len)
{
    const struct table_entry *e = table_get(&d->ref, ref, len);
    return e != NULL ? (uint32_t)e->value.number - 1 : DEFS_NONE;
}
