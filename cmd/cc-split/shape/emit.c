#include "emit.h"

#include <stdlib.h>
#include <string.h>

#include "jsondigest.h"
#include "mem.h"

void emit_init(struct emit *e, const struct jsontape *tape, size_t max)
{
    *e = (struct emit){.tape = tape};
    buf_init(&e->text, max);
    e->json = jsonwrite_to(&e->text);
}

void emit_free(struct emit *e)
{
    buf_free(&e->text);
    free(e->level);
    free(e->def);
}

void emit_reset(struct emit *e)
{
    buf_reset(&e->text);
    e->json = jsonwrite_to(&e->text);
    e->depth = e->defs = e->height = 0;
    e->holding = (struct holding){0};
}

static void complete(struct emit *e, struct digest value)
{
    if (e->depth == 0) {
        e->digest = value;
        return;
    }
    struct emit_level *top = &e->level[e->depth - 1];
    top->parts = top->bracket == '{' ? jsondigest_member(top->parts, top->key, value)
                                     : jsondigest_item(top->parts, value);
}

void emit_open(struct emit *e, char bracket)
{
    jsonwrite_open(&e->json, bracket);
    e->level = mem_grow(e->level, e->depth, &e->room, sizeof *e->level);
    e->level[e->depth++] = (struct emit_level){.bracket = bracket};
    e->height = e->depth > e->height ? e->depth : e->height;
}

void emit_close(struct emit *e)
{
    const struct emit_level *top = &e->level[--e->depth];
    jsonwrite_close(&e->json, top->bracket == '{' ? '}' : ']');
    complete(e, jsondigest_end(top->parts, top->bracket));
}

void emit_key(struct emit *e, const char *key)
{
    jsonwrite_key(&e->json, key);
    e->level[e->depth - 1].key = jsondigest_text(key, strlen(key));
}

void emit_key_node(struct emit *e, uint32_t key)
{
    jsontape_write_key(e->tape, key, &e->json);
    e->level[e->depth - 1].key = jsondigest_value(e->tape, key);
}

void emit_node(struct emit *e, uint32_t n)
{
    jsontape_write(e->tape, n, &e->json);
    complete(e, jsondigest_value(e->tape, n));
}

void emit_member_node(struct emit *e, uint32_t key)
{
    jsontape_write_member(e->tape, key, &e->json);
    e->level[e->depth - 1].key = jsondigest_value(e->tape, key);
    complete(e, jsondigest_value(e->tape, key + 1));
}

void emit_bool(struct emit *e, bool value)
{
    const char *word = value ? "true" : "false";
    emit_piece(e, word, strlen(word), digest_of(word, strlen(word)));
}

void emit_member(struct emit *e, const char *key, const char *text)
{
    emit_key(e, key);
    jsonwrite_text(&e->json, text);
    complete(e, jsondigest_text(text, strlen(text)));
}

void emit_piece(struct emit *e, const char *json, size_t len, struct digest digest)
{
    jsonwrite_raw(&e->json, json, len);
    complete(e, digest);
}

void emit_nothing(struct emit *e)
{
    emit_open(e, '{');
    emit_close(e);
}

void emit_refers(struct emit *e, uint32_t def)
{
    if (e->defs > 0 && e->def[e->defs - 1] == def)
        return;
    e->def = mem_grow(e->def, e->defs, &e->def_room, sizeof *e->def);
    e->def[e->defs++] = def;
}
