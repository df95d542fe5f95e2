#include "bare.h"

#include <stdlib.h>

#include "ceiling.h"
#include "mem.h"

/* A text that is being copied. */
struct copy {
    const struct shape *shape;
    const struct jsontape *tape;
    struct jsonwrite w;
    uint32_t deepest;  /* schemas deeper than this become `true` */
    struct bare *into; /* words go, and what is found is noted here; or NULL: they stay */
    bool cut;
};

static void copy_value(struct copy *c, enum grammar_kind kind, uint32_t n, uint32_t depth);

void bare_init(struct bare *b)
{
    *b = (struct bare){.ready = false};
    buf_init(&b->json, CEILING_SPEC);
    jsontape_init(&b->tape);
}

void bare_free(struct bare *b)
{
    buf_free(&b->json);
    jsontape_free(&b->tape);
    free(b->ref);
}

/* Whether the member goes; notes what it was. */
static bool goes(struct copy *c, uint32_t key)
{
    if (c->into == NULL)
        return false;
    bool description = jsontape_is(c->tape, key, "description");
    bool example = jsontape_is(c->tape, key, "example") || jsontape_is(c->tape, key, "examples");
    c->into->descriptions = c->into->descriptions || description;
    c->into->examples = c->into->examples || example;
    return description || example;
}

static void note_reference(struct copy *c, uint32_t ref, uint32_t depth)
{
    struct bare *b = c->into;
    size_t len;
    const char *raw = jsontape_raw(c->tape, ref, &len);
    if (b == NULL || *raw != '"')
        return;
    uint32_t def = defs_named(&c->shape->defs, raw, len);
    if (def == DEFS_NONE)
        return;
    b->ref = mem_grow(b->ref, b->refs, &b->room, sizeof *b->ref);
    b->ref[b->refs++] = (struct bare_ref){def, depth};
}

static void copy_items(struct copy *c, enum grammar_kind kind, uint32_t n, uint32_t depth)
{
    char bracket = jsontape_kind(c->tape, n);
    jsonwrite_open(&c->w, bracket);
    for (struct jsontape_walk i = jsontape_walk(c->tape, n); jsontape_step(c->tape, &i);) {
        jsontape_write_key(c->tape, i.key, &c->w);
        copy_value(c, kind, i.value, depth);
    }
    jsonwrite_close(&c->w, bracket == '{' ? '}' : ']');
}

static void copy_member(struct copy *c, enum grammar_kind kind, uint32_t key, uint32_t value,
                        uint32_t depth)
{
    size_t len;
    const char *raw = jsontape_raw(c->tape, key, &len);
    const struct grammar_row *row = grammar_find(&c->shape->grammar, kind, raw, len);
    char found = jsontape_kind(c->tape, value);
    jsontape_write_key(c->tape, key, &c->w);
    if ((kind == GRAMMAR_SCHEMA && jsontape_is(c->tape, key, "$ref")) ||
        (row != NULL && row->value == GRAMMAR_MAPPING))
        note_reference(c, value, depth);
    if (row == NULL || (found != '{' && found != '['))
        jsontape_write(c->tape, value, &c->w);
    else if (row->form == GRAMMAR_ONE && found == '{')
        copy_value(c, row->value, value, depth + (row->value == GRAMMAR_SCHEMA));
    else
        copy_items(c, row->value, value, depth + (row->value == GRAMMAR_SCHEMA));
}

static void copy_value(struct copy *c, enum grammar_kind kind, uint32_t n, uint32_t depth)
{
    if (kind == GRAMMAR_SCHEMA && depth > c->deepest) {
        c->cut = true;
        jsonwrite_bool(&c->w, true);
        return;
    }
    if (c->into != NULL && kind == GRAMMAR_SCHEMA && depth > c->into->height)
        c->into->height = depth;
    if (kind == GRAMMAR_MAPPING)
        note_reference(c, n, depth);
    if (jsontape_kind(c->tape, n) != '{' || kind == GRAMMAR_DATA) {
        jsontape_write(c->tape, n, &c->w);
        return;
    }
    jsonwrite_open(&c->w, '{');
    for (struct jsontape_walk i = jsontape_walk(c->tape, n); jsontape_step(c->tape, &i);)
        if (!goes(c, i.key))
            copy_member(c, kind, i.key, i.value, depth);
    jsonwrite_close(&c->w, '}');
}

static void copy_request(struct copy *c)
{
    uint32_t body = jsontape_get(c->tape, 0, "body");
    jsonwrite_open(&c->w, '{');
    jsonwrite_key(&c->w, "parameters");
    copy_items(c, GRAMMAR_PARAMETER, jsontape_get(c->tape, 0, "parameters"), 0);
    if (body != JSONTAPE_NONE) {
        jsonwrite_key(&c->w, "body");
        copy_value(c, GRAMMAR_BODY, body, 0);
    }
    jsonwrite_close(&c->w, '}');
}

/* Reads JSON that this program wrote; false: it nests too deep for any record. */
static bool read(struct jsontape *tape, const char *json, size_t len, struct buf *out)
{
    jsontape_init(tape);
    bool good = jsontape_read(tape, json, len, NULL) == 0;
    out->over = out->over || !good;
    return good;
}

static void make(struct bare *b, struct shape *s, bool request, const char *json, size_t len)
{
    struct jsontape tape;
    buf_reset(&b->json);
    b->descriptions = b->examples = false;
    b->height = 0;
    b->refs = 0;
    b->ready = true;
    if (read(&tape, json, len, &b->json)) {
        struct copy c = {s, &tape, jsonwrite_to(&b->json), UINT32_MAX, b, false};
        if (request)
            copy_request(&c);
        else
            copy_value(&c, GRAMMAR_SCHEMA, 0, 0);
    }
    jsontape_free(&tape);
    b->tape.count = 0;
}

void bare_request(struct bare *b, struct shape *s, const char *json, size_t len)
{
    make(b, s, true, json, len);
}

void bare_def(struct bare *b, struct shape *s, const struct def *def)
{
    make(b, s, false, def->json + def->key_len, def->len - def->key_len);
}

/* The tape of it, which is read once something is to be taken away. */
static const struct jsontape *tape_of(struct bare *b)
{
    if (b->tape.count == 0 && jsontape_read(&b->tape, b->json.data, b->json.len, NULL) < 0)
        b->json.over = true;
    return &b->tape;
}

bool bare_copy_request(struct bare *b, const struct shape *s, uint32_t deepest, struct buf *out)
{
    if (b->height <= deepest) {
        buf_add(out, b->json.data, b->json.len);
        return false;
    }
    struct copy c = {s, tape_of(b), jsonwrite_to(out), deepest, NULL, false};
    copy_request(&c);
    return c.cut;
}

bool bare_copy_def(struct bare *b, const struct shape *s, uint32_t depth, uint32_t deepest,
                   struct buf *out)
{
    if (depth + b->height <= deepest) {
        buf_add(out, b->json.data, b->json.len);
        return false;
    }
    struct copy c = {s, tape_of(b), jsonwrite_to(out), deepest, NULL, false};
    copy_value(&c, GRAMMAR_SCHEMA, 0, depth);
    return c.cut;
}

bool bare_copy_responses(const struct shape *s, const char *json, size_t len, struct buf *out)
{
    struct jsontape tape;
    struct copy c = {s, &tape, jsonwrite_to(out), 0, NULL, false};
    if (read(&tape, json, len, out)) {
        jsonwrite_open(&c.w, '{');
        for (struct jsontape_walk i = jsontape_walk(&tape, 0); jsontape_step(&tape, &i);) {
            jsontape_write_key(&tape, i.key, &c.w);
            copy_value(&c, GRAMMAR_RESPONSE, i.value, 0);
        }
        jsonwrite_close(&c.w, '}');
    }
    jsontape_free(&tape);
    return c.cut;
}
