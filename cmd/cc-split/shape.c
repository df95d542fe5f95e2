#include "shape.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "diag.h"
#include "jsondigest.h"
#include "jsonpointer.h"
#include "jsonwrite.h"
#include "mem.h"

enum { WARNINGS_SHOWN = 20 };

enum form { ONE, LIST, MAP };

/* What the members of each kind hold; a member that is not here is data. */
static const struct {
    enum shape_kind kind;
    const char *member;
    enum form form;
    enum shape_kind value;
} grammar[] = {
    {SHAPE_SCHEMA, "properties", MAP, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "items", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "allOf", LIST, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "anyOf", LIST, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "oneOf", LIST, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "not", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "additionalProperties", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "patternProperties", MAP, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "prefixItems", LIST, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "additionalItems", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "contains", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "propertyNames", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "if", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "then", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "else", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "dependentSchemas", MAP, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "unevaluatedItems", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "unevaluatedProperties", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "contentSchema", ONE, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "$defs", MAP, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "definitions", MAP, SHAPE_SCHEMA},
    {SHAPE_SCHEMA, "discriminator", ONE, SHAPE_DISCRIMINATOR},
    {SHAPE_DISCRIMINATOR, "mapping", MAP, SHAPE_MAPPING},
    {SHAPE_PARAMETER, "schema", ONE, SHAPE_SCHEMA},
    {SHAPE_PARAMETER, "content", MAP, SHAPE_MEDIA},
    {SHAPE_PARAMETER, "examples", MAP, SHAPE_EXAMPLE},
    {SHAPE_BODY, "content", MAP, SHAPE_MEDIA},
    {SHAPE_RESPONSE, "content", MAP, SHAPE_MEDIA},
    {SHAPE_RESPONSE, "headers", MAP, SHAPE_PARAMETER},
    {SHAPE_RESPONSE, "links", MAP, SHAPE_EXAMPLE},
    {SHAPE_MEDIA, "schema", ONE, SHAPE_SCHEMA},
    {SHAPE_MEDIA, "itemSchema", ONE, SHAPE_SCHEMA},
    {SHAPE_MEDIA, "examples", MAP, SHAPE_EXAMPLE},
};

/* The target of an inlined reference, copied. */
struct piece {
    bool ready; /* false while it is being copied: a reference to it then goes round in a circle */
    struct buf json;
    struct digest digest;
    struct shape_deps deps;
};

void shape_deps_free(struct shape_deps *deps)
{
    free(deps->def);
    *deps = (struct shape_deps){0};
}

static void depend(struct shape_deps *deps, uint32_t def)
{
    if (deps->count > 0 && deps->def[deps->count - 1] == def)
        return;
    deps->def = mem_grow(deps->def, deps->count, &deps->room, sizeof *deps->def);
    deps->def[deps->count++] = def;
}

void shape_init(struct shape *s, struct refs *refs, const char *source, bool siblings)
{
    *s = (struct shape){.refs = refs, .source = source, .siblings = siblings};
    table_init(&s->def_of);
    table_init(&s->piece);
    table_init(&s->names);
}

void shape_free(struct shape *s)
{
    for (size_t i = 0; i < s->defs; i++) {
        free(s->def[i].name);
        free(s->def[i].json);
        shape_deps_free(&s->def[i].deps);
    }
    free(s->def);
    for (size_t i = 0; i < s->piece.count; i++) {
        struct piece *p = s->piece.entry[i].value.pointer;
        buf_free(&p->json);
        shape_deps_free(&p->deps);
        free(p);
    }
    table_free(&s->def_of);
    table_free(&s->piece);
    table_free(&s->names);
}

void shape_warn(struct shape *s, uint32_t node, const char *fmt, ...)
{
    if (s->warnings++ >= WARNINGS_SHOWN)
        return;
    char text[512];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    struct buf pointer;
    buf_init(&pointer, CEILING_TEXT);
    refs_pointer(s->refs->t, node, &pointer);
    diag_warn("%s: %s: %s", s->source, pointer.data, text);
    buf_free(&pointer);
}

/* The name of a definition: the component's own, or with a digest where that is taken or there is none. */
static char *name_of(struct shape *s, const char *ref, size_t len)
{
    static const char *const homes[] = {"#/components/schemas/", "#/definitions/"};
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    size_t start = 0;
    bool own = false;
    for (size_t i = 0; i < len; i++)
        start = ref[i] == '/' ? i + 1 : start;
    for (size_t i = 0; i < sizeof homes / sizeof *homes; i++)
        own = own || (strlen(homes[i]) == start && memcmp(ref, homes[i], start) == 0);
    jsonpointer_name(ref + start, len - start, &name);
    if (!own || table_get(&s->names, name.data, name.len) != NULL) {
        char hex[DIGEST_HEX];
        digest_hex(digest_of(ref, len), hex);
        buf_char(&name, '~');
        buf_add(&name, hex, 8);
    }
    table_put(&s->names, name.data, name.len);
    return buf_take(&name);
}

static uint32_t def_of(struct shape *s, uint32_t target, const char *ref, size_t len)
{
    struct table_entry *e = table_put(&s->def_of, (const char *)&target, sizeof target);
    if (e->value.number == 0) {
        s->def = mem_grow(s->def, s->defs, &s->def_room, sizeof *s->def);
        s->def[s->defs] = (struct shape_def){.node = target, .name = name_of(s, ref, len)};
        e->value.number = ++s->defs;
    }
    return (uint32_t)(e->value.number - 1);
}

/* Writes the string "#/$defs/NAME" for what `ref` leads to; false where it leads nowhere. */
static bool write_target(struct shape *s, const char *ref, size_t len, struct jsonwrite *w,
                         struct digest *digest, struct shape_deps *deps)
{
    uint32_t target = refs_find(s->refs, ref, len);
    if (target == JSONTAPE_NONE)
        return false;
    uint32_t def = def_of(s, target, ref, len);
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    buf_text(&text, "#/$defs/");
    jsonpointer_fragment(s->def[def].name, strlen(s->def[def].name), &text);
    jsonwrite_bytes(w, text.data, text.len);
    *digest = jsondigest_text(text.data, text.len);
    buf_free(&text);
    depend(deps, def);
    return true;
}

static struct digest copy_data(struct shape *s, uint32_t n, struct jsonwrite *w)
{
    jsontape_write(s->refs->t, n, w);
    return jsondigest_value(s->refs->t, n);
}

/* Writes the key as it stands in the description. */
static struct digest copy_key(struct shape *s, uint32_t key, struct jsonwrite *w)
{
    jsontape_write_key(s->refs->t, key, w);
    return jsondigest_value(s->refs->t, key);
}

static struct digest copy_list(struct shape *s, enum shape_kind kind, uint32_t n,
                               struct jsonwrite *w, struct shape_deps *deps)
{
    struct digest parts = {0, 0};
    jsonwrite_open(w, '[');
    for (struct jsontape_walk i = jsontape_walk(s->refs->t, n); jsontape_step(s->refs->t, &i);)
        parts = jsondigest_item(parts, shape_copy(s, kind, i.value, w, deps));
    jsonwrite_close(w, ']');
    return jsondigest_end(parts, '[');
}

static struct digest copy_map(struct shape *s, enum shape_kind kind, uint32_t n,
                              struct jsonwrite *w, struct shape_deps *deps)
{
    struct digest parts = {0, 0};
    jsonwrite_open(w, '{');
    for (struct jsontape_walk i = jsontape_walk(s->refs->t, n); jsontape_step(s->refs->t, &i);) {
        struct digest key = copy_key(s, i.key, w);
        parts = jsondigest_member(parts, key, shape_copy(s, kind, i.value, w, deps));
    }
    jsonwrite_close(w, '}');
    return jsondigest_end(parts, '{');
}

/* The value of a member that the grammar knows; an old-style `items` may be a list. */
static struct digest copy_form(struct shape *s, enum form form, enum shape_kind kind, uint32_t n,
                               struct jsonwrite *w, struct shape_deps *deps)
{
    char found = jsontape_kind(s->refs->t, n);
    if (found == '[' && (form == LIST || form == ONE))
        return copy_list(s, kind, n, w, deps);
    if (found == '{' && form == MAP)
        return copy_map(s, kind, n, w, deps);
    return form == ONE ? shape_copy(s, kind, n, w, deps) : copy_data(s, n, w);
}

static struct digest copy_member(struct shape *s, enum shape_kind kind, uint32_t key, uint32_t n,
                                 struct jsonwrite *w, struct shape_deps *deps)
{
    for (size_t i = 0; i < sizeof grammar / sizeof *grammar; i++)
        if (grammar[i].kind == kind && jsontape_is(s->refs->t, key, grammar[i].member))
            return copy_form(s, grammar[i].form, grammar[i].value, n, w, deps);
    return copy_data(s, n, w);
}

static struct digest copy_members(struct shape *s, enum shape_kind kind, uint32_t n, uint32_t but,
                                  struct digest parts, struct jsonwrite *w, struct shape_deps *deps)
{
    for (struct jsontape_walk i = jsontape_walk(s->refs->t, n); jsontape_step(s->refs->t, &i);) {
        if (i.value == but)
            continue;
        struct digest key = copy_key(s, i.key, w);
        parts = jsondigest_member(parts, key, copy_member(s, kind, i.key, i.value, w, deps));
    }
    return parts;
}

static struct digest copy_schema_ref(struct shape *s, uint32_t n, uint32_t ref, struct jsonwrite *w,
                                     struct shape_deps *deps)
{
    struct digest parts = {0, 0}, digest;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    jsontape_string(s->refs->t, ref, &text);
    jsonwrite_open(w, '{');
    size_t before = w->out->len;
    jsonwrite_key(w, "$ref");
    if (write_target(s, text.data, text.len, w, &digest, deps)) {
        parts = jsondigest_member(parts, jsondigest_text("$ref", 4), digest);
    } else {
        s->foreign = s->foreign || text.data[0] != '#';
        shape_warn(s, ref, "the reference %s leads nowhere in this document", text.data);
        w->out->len = before;
        w->comma = false;
    }
    if (s->siblings)
        parts = copy_members(s, SHAPE_SCHEMA, n, ref, parts, w, deps);
    jsonwrite_close(w, '}');
    buf_free(&text);
    return jsondigest_end(parts, '{');
}

static struct digest copy_mapping(struct shape *s, uint32_t n, struct jsonwrite *w,
                                  struct shape_deps *deps)
{
    struct buf text;
    struct digest digest;
    buf_init(&text, CEILING_TEXT);
    jsontape_string(s->refs->t, n, &text);
    if (!write_target(s, text.data, text.len, w, &digest, deps))
        digest = copy_data(s, n, w);
    buf_free(&text);
    return digest;
}

/* Swagger's discriminator, a plain name, in the shape of OpenAPI 3. */
static struct digest copy_discriminator(struct shape *s, uint32_t n, struct jsonwrite *w)
{
    static const char key[] = "propertyName";
    struct digest parts = {0, 0};
    jsonwrite_open(w, '{');
    jsonwrite_key(w, key);
    parts = jsondigest_member(parts, jsondigest_text(key, strlen(key)), copy_data(s, n, w));
    jsonwrite_close(w, '}');
    return jsondigest_end(parts, '{');
}

static struct digest write_nothing(struct jsonwrite *w)
{
    jsonwrite_open(w, '{');
    jsonwrite_close(w, '}');
    return jsondigest_end((struct digest){0, 0}, '{');
}

/* What an inlined reference leads to. */
static struct digest copy_target(struct shape *s, enum shape_kind kind, uint32_t n,
                                 struct jsonwrite *w, struct shape_deps *deps)
{
    uint32_t target = refs_follow(s->refs, n);
    if (target == JSONTAPE_NONE) {
        size_t len;
        s->foreign = s->foreign || jsontape_raw(s->refs->t, refs_of(s->refs->t, n), &len)[1] != '#';
        shape_warn(s, n, "its reference leads nowhere in this document");
        return write_nothing(w);
    }
    struct table_entry *e = table_put(&s->piece, (const char *)&target, sizeof target);
    struct piece *p = e->value.pointer;
    if (p == NULL) {
        p = e->value.pointer = mem_new(sizeof *p);
        buf_init(&p->json, CEILING_LINE); /* a record holds no more */
        struct jsonwrite inner = jsonwrite_to(&p->json);
        p->digest = shape_copy(s, kind, target, &inner, &p->deps);
        p->ready = true;
    }
    if (!p->ready) {
        shape_warn(s, n, "its reference leads back to itself");
        return write_nothing(w);
    }
    jsonwrite_raw(w, p->json.data, p->json.len);
    w->out->over = buf_over(w->out) || buf_over(&p->json);
    for (size_t i = 0; i < p->deps.count; i++)
        depend(deps, p->deps.def[i]);
    return p->digest;
}

struct digest shape_copy(struct shape *s, enum shape_kind kind, uint32_t n, struct jsonwrite *w,
                         struct shape_deps *deps)
{
    char found = jsontape_kind(s->refs->t, n);
    if (kind == SHAPE_MAPPING && found == '"')
        return copy_mapping(s, n, w, deps);
    if (kind == SHAPE_DISCRIMINATOR && found == '"')
        return copy_discriminator(s, n, w);
    if (kind == SHAPE_DATA || found != '{')
        return copy_data(s, n, w);
    uint32_t ref = refs_of(s->refs->t, n);
    if (ref != JSONTAPE_NONE)
        return kind == SHAPE_SCHEMA ? copy_schema_ref(s, n, ref, w, deps)
                                    : copy_target(s, kind, n, w, deps);
    jsonwrite_open(w, '{');
    struct digest parts = copy_members(s, kind, n, JSONTAPE_NONE, (struct digest){0, 0}, w, deps);
    jsonwrite_close(w, '}');
    return jsondigest_end(parts, '{');
}

const struct shape_def *shape_def(struct shape *s, uint32_t def)
{
    if (s->def[def].json == NULL) {
        struct buf json;
        struct shape_deps deps = {0};
        buf_init(&json, CEILING_SPEC);
        struct jsonwrite w = jsonwrite_to(&json);
        struct digest digest = shape_copy(s, SHAPE_SCHEMA, s->def[def].node, &w, &deps);
        /* Copying may have added definitions and moved the array. */
        struct shape_def *d = &s->def[def];
        d->digest = digest_pair(jsondigest_text(d->name, strlen(d->name)), digest);
        d->deps = deps;
        d->len = json.len;
        d->json = json.data;
    }
    return &s->def[def];
}
