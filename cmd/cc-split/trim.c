#include "trim.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "utf8.h"

/* Bytes of a summary or description of the operation that stay. */
enum { TEXT_KEPT = 2048 };

/* One text that is being copied. */
struct copy {
    struct trim *trim;
    const struct jsontape *tape;
    struct jsonwrite w;
    uint32_t deepest;       /* schemas deeper than this become `true` */
    struct trim_bare *bare; /* NULL: words stay; else notes those that go */
};

static void copy_value(struct copy *c, enum grammar_kind kind, uint32_t n, uint32_t depth);

static void bare_init(struct trim_bare *b)
{
    *b = (struct trim_bare){.ready = false};
    buf_init(&b->json, CEILING_SPEC);
    jsontape_init(&b->tape);
}

static void bare_free(struct trim_bare *b)
{
    buf_free(&b->json);
    jsontape_free(&b->tape);
}

void trim_init(struct trim *t, struct shape *shape)
{
    *t = (struct trim){.shape = shape};
    buf_init(&t->request, CEILING_SPEC);
    buf_init(&t->responses, CEILING_SPEC);
    bare_init(&t->bare_request);
    table_init(&t->by_ref);
}

void trim_begin(struct trim *t)
{
    for (size_t i = 0; i < t->defs; i++)
        buf_free(&t->def[i].json);
    t->defs = 0;
    table_free(&t->by_ref);
    table_init(&t->by_ref);
    t->bare_request.ready = false;
}

void trim_free(struct trim *t)
{
    trim_begin(t);
    for (size_t i = 0; i < t->bares; i++)
        bare_free(&t->bare[i]);
    free(t->bare);
    free(t->def);
    bare_free(&t->bare_request);
    buf_free(&t->request);
    buf_free(&t->responses);
    table_free(&t->by_ref);
}

void trim_add(struct trim *t, uint32_t def)
{
    const struct def *d = shape_def(t->shape, def);
    t->def = mem_grow(t->def, t->defs, &t->room, sizeof *t->def);
    t->def[t->defs] = (struct trim_def){.def = def};
    buf_init(&t->def[t->defs].json, CEILING_SPEC);
    table_put(&t->by_ref, d->ref, d->ref_len)->value.number = ++t->defs;
}

/* The definition is wanted at that depth; one that was written for a greater one is written again. */
static void reach(struct trim *t, const char *ref, size_t len, uint32_t depth)
{
    const struct table_entry *e = table_get(&t->by_ref, ref, len);
    if (e == NULL)
        return;
    struct trim_def *d = &t->def[e->value.number - 1];
    if (d->reached && d->depth <= depth)
        return;
    d->reached = true;
    d->written = false;
    d->depth = depth;
}

/* Whether the member goes; notes what it was. */
static bool goes(struct copy *c, uint32_t key)
{
    if (c->bare == NULL)
        return false;
    bool description = jsontape_is(c->tape, key, "description");
    bool example = jsontape_is(c->tape, key, "example") || jsontape_is(c->tape, key, "examples");
    c->bare->descriptions = c->bare->descriptions || description;
    c->bare->examples = c->bare->examples || example;
    return description || example;
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
    const struct grammar_row *row = grammar_find(&c->trim->shape->grammar, kind, raw, len);
    char found = jsontape_kind(c->tape, value);
    jsontape_write_key(c->tape, key, &c->w);
    if (kind == GRAMMAR_SCHEMA && jsontape_is(c->tape, key, "$ref")) {
        raw = jsontape_raw(c->tape, value, &len);
        reach(c->trim, raw, len, depth);
    }
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
        c->trim->schemas = true;
        jsonwrite_bool(&c->w, true);
    } else if (jsontape_kind(c->tape, n) != '{' || kind == GRAMMAR_DATA) {
        jsontape_write(c->tape, n, &c->w);
    } else {
        jsonwrite_open(&c->w, '{');
        for (struct jsontape_walk i = jsontape_walk(c->tape, n); jsontape_step(c->tape, &i);)
            if (!goes(c, i.key))
                copy_member(c, kind, i.key, i.value, depth);
        jsonwrite_close(&c->w, '}');
    }
}

/* Reads JSON that this program has written; what nests too deep for a record leaves out without a value. */
static void read(struct jsontape *tape, const char *json, size_t len, struct buf *out)
{
    buf_reset(out);
    if (jsontape_read(tape, json, len, NULL) < 0)
        out->over = true;
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

/* Fills b from the request (kind DATA), or from the value of a definition (kind SCHEMA). */
static void make_bare(struct trim *t, struct trim_bare *b, enum grammar_kind kind, const char *json,
                      size_t len)
{
    struct jsontape tape;
    jsontape_init(&tape);
    b->descriptions = b->examples = false;
    read(&tape, json, len, &b->json);
    struct copy c = {t, &tape, jsonwrite_to(&b->json), UINT32_MAX, b};
    if (kind == GRAMMAR_DATA)
        copy_request(&c);
    else
        copy_value(&c, kind, 0, 0);
    jsontape_free(&tape);
    b->ready = jsontape_read(&b->tape, b->json.data, b->json.len, NULL) == 0;
}

static const struct trim_bare *bare_def(struct trim *t, uint32_t number)
{
    while (t->bares <= number) {
        size_t room = t->shape->defs.count;
        t->bare = mem_resize(t->bare, room, sizeof *t->bare);
        while (t->bares < room)
            bare_init(&t->bare[t->bares++]);
    }
    struct trim_bare *b = &t->bare[number];
    const struct def *def = shape_def(t->shape, number);
    if (!b->ready)
        make_bare(t, b, GRAMMAR_SCHEMA, def->json + def->key_len, def->len - def->key_len);
    return b;
}

static void trim_responses(struct trim *t, const struct emit *responses)
{
    struct jsontape tape;
    jsontape_init(&tape);
    read(&tape, responses->text.data, responses->text.len, &t->responses);
    struct copy c = {t, &tape, jsonwrite_to(&t->responses), 0, NULL};
    jsonwrite_open(&c.w, '{');
    for (struct jsontape_walk i = jsontape_walk(&tape, 0); jsontape_step(&tape, &i);) {
        jsontape_write_key(&tape, i.key, &c.w);
        if (t->level >= TRIM_STATUSES)
            jsonwrite_raw(&c.w, "{}", 2);
        else
            copy_value(&c, GRAMMAR_RESPONSE, i.value, 1);
    }
    jsonwrite_close(&c.w, '}');
    jsontape_free(&tape);
}

/* Takes the deepest schemas out of the request and what it then still reaches. */
static void trim_schemas(struct trim *t)
{
    uint32_t deepest = (uint32_t)(TRIM_LAST - t->level + 1);
    struct copy c = {t, &t->bare_request.tape, jsonwrite_to(&t->request), deepest, NULL};
    copy_request(&c);
    for (bool more = true; more;) {
        more = false;
        for (size_t i = 0; i < t->defs; i++) {
            struct trim_def *d = &t->def[i];
            if (!d->reached || d->written)
                continue;
            buf_reset(&d->json);
            c.tape = &bare_def(t, d->def)->tape;
            c.w = jsonwrite_to(&d->json);
            copy_value(&c, GRAMMAR_SCHEMA, 0, d->depth);
            d->written = more = true;
        }
    }
}

/* Makes what the level needs once for each definition, and once for the operation. */
static void make_all_bare(struct trim *t, const struct emit *request)
{
    for (size_t i = 0; i < t->defs; i++)
        bare_def(t, t->def[i].def);
    if (!t->bare_request.ready)
        make_bare(t, &t->bare_request, GRAMMAR_DATA, request->text.data, request->text.len);
}

void trim_to(struct trim *t, int level, const struct emit *request, const struct emit *responses)
{
    t->level = level;
    if (level >= TRIM_WORDS)
        make_all_bare(t, request);
    trim_responses(t, responses);
    for (size_t i = 0; i < t->defs; i++) {
        t->def[i].reached = level < TRIM_SCHEMAS;
        t->def[i].written = false;
    }
    t->texts = t->schemas = false;
    t->answers = t->responses.len != responses->text.len;
    buf_reset(&t->request);
    if (level >= TRIM_SCHEMAS)
        trim_schemas(t);
    else if (level == TRIM_WORDS)
        buf_add(&t->request, t->bare_request.json.data, t->bare_request.json.len);
    else
        buf_add(&t->request, request->text.data, request->text.len);
    t->request.over = buf_over(&t->request) || buf_over(&t->bare_request.json);
}

void trim_write_defs(const struct trim *t, struct jsonwrite *w)
{
    jsonwrite_key(w, "$defs");
    jsonwrite_open(w, '{');
    for (size_t i = 0; i < t->defs; i++) {
        const struct trim_def *d = &t->def[i];
        const struct def *def = shape_def(t->shape, d->def);
        if (!d->reached)
            continue;
        jsonwrite_raw(w, def->json, t->level < TRIM_WORDS ? def->len : def->key_len);
        if (t->level == TRIM_WORDS)
            buf_add(w->out, t->bare[d->def].json.data, t->bare[d->def].json.len);
        else if (t->level > TRIM_WORDS)
            buf_add(w->out, d->json.data, d->json.len);
    }
    jsonwrite_close(w, '}');
}

static void what_went(const struct trim *t, bool *descriptions, bool *examples)
{
    *descriptions = t->texts || (t->level >= TRIM_WORDS && t->bare_request.descriptions);
    *examples = t->level >= TRIM_WORDS && t->bare_request.examples;
    for (size_t i = 0; t->level >= TRIM_WORDS && i < t->defs; i++) {
        const struct trim_bare *b = &t->bare[t->def[i].def];
        *descriptions = *descriptions || (t->def[i].reached && b->descriptions);
        *examples = *examples || (t->def[i].reached && b->examples);
    }
}

void trim_write_cut(const struct trim *t, struct jsonwrite *w)
{
    bool descriptions, examples;
    what_went(t, &descriptions, &examples);
    jsonwrite_key(w, "cut");
    jsonwrite_open(w, '[');
    if (t->answers)
        jsonwrite_text(w, "responses");
    if (descriptions)
        jsonwrite_text(w, "descriptions");
    if (examples)
        jsonwrite_text(w, "examples");
    if (t->schemas)
        jsonwrite_text(w, "request");
    jsonwrite_close(w, ']');
}

void trim_write_text(struct trim *t, uint32_t text, struct jsonwrite *w)
{
    size_t len;
    jsontape_raw(t->shape->t, text, &len);
    if (t->level < TRIM_WORDS || len <= TEXT_KEPT) {
        jsontape_write(t->shape->t, text, w);
        return;
    }
    struct buf decoded;
    buf_init(&decoded, CEILING_SPEC);
    jsontape_string(t->shape->t, text, &decoded);
    size_t kept = decoded.len > TEXT_KEPT ? utf8_cut(decoded.data, TEXT_KEPT) : decoded.len;
    jsonwrite_bytes(w, decoded.data, kept);
    t->texts = t->texts || kept < decoded.len;
    buf_free(&decoded);
}
