#include "trim.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "utf8.h"

/* Bytes of a summary or description of the operation that stay. */
enum { TEXT_KEPT = 2048 };

void trim_init(struct trim *t, struct shape *shape)
{
    *t = (struct trim){.shape = shape};
    buf_init(&t->request, CEILING_SPEC);
    buf_init(&t->responses, CEILING_SPEC);
    buf_init(&t->defs, CEILING_SPEC);
    bare_init(&t->bare_request);
}

void trim_free(struct trim *t)
{
    for (size_t i = 0; i < t->bares; i++)
        bare_free(&t->bare[i]);
    free(t->bare);
    free(t->reached);
    free(t->place);
    bare_free(&t->bare_request);
    buf_free(&t->request);
    buf_free(&t->responses);
    buf_free(&t->defs);
}

void trim_begin(struct trim *t, struct trim_from from)
{
    t->from = from;
    t->bare_request.ready = false;
}

static struct bare *bare_of(struct trim *t, uint32_t def)
{
    if (def >= t->bares) {
        size_t room = t->shape->defs.count;
        t->bare = mem_resize(t->bare, room, sizeof *t->bare);
        while (t->bares < room)
            bare_init(&t->bare[t->bares++]);
    }
    if (!t->bare[def].ready)
        bare_def(&t->bare[def], t->shape, shape_def(t->shape, def));
    return &t->bare[def];
}

static struct bare *bare_request_of(struct trim *t)
{
    const struct buf *json = &t->from.request->text;
    if (!t->bare_request.ready)
        bare_request(&t->bare_request, t->shape, json->data, json->len);
    return &t->bare_request;
}

static void note_words(struct trim *t, const struct bare *b)
{
    t->descriptions = t->descriptions || b->descriptions;
    t->examples = t->examples || b->examples;
}

/* Begins a member of $defs: its key. */
static const struct def *begin_def(struct trim *t, uint32_t number)
{
    const struct def *def = shape_def(t->shape, number);
    if (t->defs.len > 0)
        buf_char(&t->defs, ',');
    buf_add(&t->defs, def->json, def->key_len);
    return def;
}

static bool fits(const struct trim *t, size_t most)
{
    return t->request.len + t->responses.len + t->defs.len <= most;
}

/* The definition is reached at that depth; a lesser one, now or before, wins. */
static void reach(struct trim *t, uint32_t def, uint32_t depth)
{
    if (def >= t->places) {
        size_t room = t->places;
        t->places = t->shape->defs.count;
        t->place = mem_resize(t->place, t->places, sizeof *t->place);
        memset(t->place + room, 0, (t->places - room) * sizeof *t->place);
    }
    uint32_t before = t->place[def];
    if (before > 0 && t->reached[before - 1].depth <= depth)
        return;
    if (before > 0)
        t->reached[before - 1].written = true; /* by the entry that comes now, in its place */
    t->reached = mem_grow(t->reached, t->reaches, &t->room, sizeof *t->reached);
    t->reached[t->reaches++] = (struct trim_reached){.def = def, .depth = depth};
    t->place[def] = (uint32_t)t->reaches;
}

static void reach_all(struct trim *t, const struct bare *b, uint32_t depth, uint32_t deepest)
{
    for (size_t i = 0; i < b->refs; i++)
        if (depth + b->ref[i].depth <= deepest)
            reach(t, b->ref[i].def, depth + b->ref[i].depth);
}

/* Writes the definitions that are reached at that depth; those behind them may be reached at the same. */
static void write_depth(struct trim *t, uint32_t depth, uint32_t deepest, size_t most)
{
    for (size_t i = 0; i < t->reaches && fits(t, most); i++) {
        uint32_t number = t->reached[i].def;
        if (t->reached[i].written || t->reached[i].depth != depth)
            continue;
        struct bare *b = bare_of(t, number);
        t->reached[i].written = true;
        begin_def(t, number);
        t->schemas = bare_copy_def(b, t->shape, depth, deepest, &t->defs) || t->schemas;
        note_words(t, b);
        reach_all(t, b, depth, deepest);
    }
}

/* Takes the deepest schemas out of the request and what it then still reaches. */
static void take_schemas(struct trim *t, size_t most)
{
    uint32_t deepest = (uint32_t)(TRIM_LAST - t->level + 1);
    struct bare *b = bare_request_of(t);
    for (size_t i = 0; i < t->reaches; i++)
        t->place[t->reached[i].def] = 0;
    t->reaches = 0;
    t->schemas = bare_copy_request(b, t->shape, deepest, &t->request);
    note_words(t, b);
    reach_all(t, b, 0, deepest);
    for (uint32_t depth = 0; depth <= deepest; depth++)
        write_depth(t, depth, deepest, most);
}

static void take_words(struct trim *t, size_t most)
{
    const struct bare *b = bare_request_of(t);
    buf_add(&t->request, b->json.data, b->json.len);
    note_words(t, b);
    for (size_t i = 0; i < t->from.budget->request && fits(t, most); i++) {
        uint32_t number = t->from.budget->entry[i].def;
        begin_def(t, number);
        b = bare_of(t, number);
        buf_add(&t->defs, b->json.data, b->json.len);
        note_words(t, b);
    }
}

static void keep_request(struct trim *t, size_t most)
{
    const struct buf *json = &t->from.request->text;
    buf_add(&t->request, json->data, json->len);
    for (size_t i = 0; i < t->from.budget->request && fits(t, most); i++) {
        const struct def *def = begin_def(t, t->from.budget->entry[i].def);
        buf_add(&t->defs, def->json + def->key_len, def->len - def->key_len);
    }
}

/* The statuses alone.  Returns whether there was more. */
static bool take_responses(struct trim *t)
{
    bool more = false;
    const struct buf *json = &t->from.responses->text;
    struct jsontape tape;
    struct jsonwrite w = jsonwrite_to(&t->responses);
    jsontape_init(&tape);
    t->responses.over = jsontape_read(&tape, json->data, json->len, NULL) < 0;
    jsonwrite_open(&w, '{');
    for (struct jsontape_walk i = jsontape_walk(&tape, 0); jsontape_step(&tape, &i);) {
        jsontape_write_key(&tape, i.key, &w);
        jsonwrite_raw(&w, "{}", 2);
        more = more || jsontape_size(&tape, i.value) > 0;
    }
    jsonwrite_close(&w, '}');
    jsontape_free(&tape);
    return more;
}

bool trim_to(struct trim *t, int level, size_t most)
{
    const struct buf *responses = &t->from.responses->text;
    t->level = level;
    t->descriptions = t->examples = t->schemas = false;
    buf_reset(&t->request);
    buf_reset(&t->responses);
    buf_reset(&t->defs);
    if (level >= TRIM_STATUSES)
        t->answers = take_responses(t);
    else
        t->answers = bare_copy_responses(t->shape, responses->data, responses->len, &t->responses);
    if (level >= TRIM_SCHEMAS)
        take_schemas(t, most);
    else if (level == TRIM_WORDS)
        take_words(t, most);
    else
        keep_request(t, most);
    t->request.over = buf_over(&t->request) ||
                      (t->bare_request.ready && buf_over(&t->bare_request.json));
    return fits(t, most);
}

void trim_write_cut(const struct trim *t, struct jsonwrite *w)
{
    const struct {
        bool cut;
        const char *what;
    } parts[] = {{t->answers, "responses"},
                 {t->descriptions, "descriptions"},
                 {t->examples, "examples"},
                 {t->schemas, "request"}};
    jsonwrite_key(w, "cut");
    jsonwrite_open(w, '[');
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i].cut)
            jsonwrite_text(w, parts[i].what);
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
    t->descriptions = t->descriptions || kept < decoded.len;
    buf_free(&decoded);
}
