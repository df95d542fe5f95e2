#include "refs.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "mem.h"

/* Maps with fewer members are looked through; an index would cost more. */
enum { BIG = 32 };

void refs_init(struct refs *r, const struct jsontape *t)
{
    r->t = t;
    table_init(&r->found);
    table_init(&r->indexed);
}

void refs_free(struct refs *r)
{
    for (size_t i = 0; i < r->indexed.count; i++) {
        table_free(r->indexed.entry[i].value.pointer);
        free(r->indexed.entry[i].value.pointer);
    }
    table_free(&r->indexed);
    table_free(&r->found);
}

static struct table *index_of(struct refs *r, uint32_t object)
{
    struct table_entry *e = table_put(&r->indexed, (const char *)&object, sizeof object);
    if (e->value.pointer != NULL)
        return e->value.pointer;
    struct table *members = e->value.pointer = mem_new(sizeof *members);
    table_init(members);
    struct buf key;
    buf_init(&key, CEILING_SPEC);
    for (struct jsontape_walk w = jsontape_walk(r->t, object); jsontape_step(r->t, &w);) {
        buf_reset(&key);
        jsontape_string(r->t, w.key, &key);
        struct table_entry *member = table_put(members, key.data, key.len);
        if (member->value.number == 0)
            member->value.number = w.value;
    }
    buf_free(&key);
    return members;
}

static bool is_big(const struct jsontape *t, uint32_t object)
{
    size_t size = 0;
    for (struct jsontape_walk w = jsontape_walk(t, object); size <= BIG && jsontape_step(t, &w);)
        size++;
    return size > BIG;
}

uint32_t refs_member(struct refs *r, uint32_t object, const char *key, size_t len)
{
    if (jsontape_kind(r->t, object) != '{' || !is_big(r->t, object))
        return jsontape_get_bytes(r->t, object, key, len);
    const struct table_entry *e = table_get(index_of(r, object), key, len);
    return e != NULL ? (uint32_t)e->value.number : JSONTAPE_NONE;
}

static uint32_t item_of(const struct jsontape *t, uint32_t array, const char *token)
{
    char *end;
    unsigned long index = strtoul(token, &end, 10), at = 0;
    if (*end != '\0' || token[0] < '0' || token[0] > '9')
        return JSONTAPE_NONE;
    for (struct jsontape_walk w = jsontape_walk(t, array); jsontape_step(t, &w);)
        if (at++ == index)
            return w.value;
    return JSONTAPE_NONE;
}

static uint32_t walk_pointer(struct refs *r, const char *p, const char *end)
{
    uint32_t node = 0;
    struct buf token;
    buf_init(&token, CEILING_TEXT);
    while (p < end && node != JSONTAPE_NONE) {
        const char *slash = memchr(p + 1, '/', (size_t)(end - p - 1));
        const char *stop = slash != NULL ? slash : end;
        buf_reset(&token);
        jsonpointer_name(p + 1, (size_t)(stop - p - 1), &token);
        if (buf_over(&token))
            node = JSONTAPE_NONE;
        else if (jsontape_kind(r->t, node) == '[')
            node = item_of(r->t, node, token.data);
        else
            node = refs_member(r, node, token.data, token.len);
        p = stop;
    }
    buf_free(&token);
    return node;
}

uint32_t refs_find(struct refs *r, const char *ref, size_t len)
{
    if (len == 0 || ref[0] != '#')
        return JSONTAPE_NONE;
    if (len == 1)
        return 0;
    if (ref[1] != '/')
        return JSONTAPE_NONE;
    const struct table_entry *known = table_get(&r->found, ref, len);
    if (known == NULL) {
        uint32_t node = walk_pointer(r, ref + 1, ref + len);
        struct table_entry *e = table_put(&r->found, ref, len);
        e->value.number = node == JSONTAPE_NONE ? 0 : (size_t)node + 1;
        return node;
    }
    return known->value.number == 0 ? JSONTAPE_NONE : (uint32_t)(known->value.number - 1);
}

uint32_t refs_of(const struct jsontape *t, uint32_t object)
{
    uint32_t ref = jsontape_get(t, object, "$ref");
    return jsontape_kind(t, ref) == '"' ? ref : JSONTAPE_NONE;
}

uint32_t refs_follow(struct refs *r, uint32_t node)
{
    for (int i = 0; i < CEILING_REFERENCES; i++) {
        uint32_t ref = refs_of(r->t, node);
        if (ref == JSONTAPE_NONE)
            return node;
        struct buf text;
        buf_init(&text, CEILING_TEXT);
        jsontape_string(r->t, ref, &text);
        node = refs_find(r, text.data, text.len);
        buf_free(&text);
    }
    return JSONTAPE_NONE;
}

void refs_pointer(const struct jsontape *t, uint32_t node, struct buf *out)
{
    uint32_t at = 0;
    struct buf key;
    buf_init(&key, CEILING_TEXT);
    buf_char(out, '#');
    while (at != node) {
        size_t index = 0;
        struct jsontape_walk w = jsontape_walk(t, at);
        while (jsontape_step(t, &w) && node >= t->node[w.value].next)
            index++;
        if (w.value == JSONTAPE_NONE || node < w.value)
            break;
        buf_char(out, '/');
        buf_reset(&key);
        jsontape_string(t, w.key, &key);
        if (w.key == JSONTAPE_NONE)
            buf_format(out, "%zu", index);
        else
            jsonpointer_fragment(key.data, key.len, out);
        at = w.value;
    }
    buf_free(&key);
}
