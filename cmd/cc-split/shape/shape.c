#include "shape.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"

/* Deeper than this nothing is copied: a record that nests deeper could not be read. */
enum { DEEPEST = CEILING_DEPTH - 16 };

/* What is kept: the target of an inlined reference, copied. */
struct piece {
    bool ready; /* false while it is being copied: a reference to it then goes round in a circle */
    struct emit text;
};

void shape_init(struct shape *s, struct refs *refs, bool siblings)
{
    *s = (struct shape){.refs = refs, .t = refs->t, .siblings = siblings, .report.refs = refs};
    defs_init(&s->defs, refs);
    grammar_init(&s->grammar);
    table_init(&s->piece);
    table_init(&s->written);
    emit_init(&s->value, s->t, CEILING_LINE);
}

void shape_free(struct shape *s)
{
    for (size_t i = 0; i < s->piece.count; i++) {
        struct piece *p = s->piece.entry[i].value.pointer;
        emit_free(&p->text);
        free(p);
    }
    table_free(&s->piece);
    table_free(&s->written);
    emit_free(&s->value);
    grammar_free(&s->grammar);
    defs_free(&s->defs);
}

static void copy_list(struct shape *s, enum grammar_kind kind, uint32_t n, struct emit *e)
{
    emit_open(e, '[');
    for (struct jsontape_walk i = jsontape_walk(s->t, n); jsontape_step(s->t, &i);)
        shape_copy(s, kind, i.value, e);
    emit_close(e);
}

static void copy_map(struct shape *s, enum grammar_kind kind, uint32_t n, struct emit *e)
{
    emit_open(e, '{');
    for (struct jsontape_walk i = jsontape_walk(s->t, n); jsontape_step(s->t, &i);) {
        emit_key_node(e, i.key);
        shape_copy(s, kind, i.value, e);
    }
    emit_close(e);
}

/* Media types: they are ways to write one thing. */
static void copy_content(struct shape *s, uint32_t n, struct emit *e)
{
    struct holding_choice choice = holding_choice(&e->holding);
    emit_open(e, '{');
    for (struct jsontape_walk i = jsontape_walk(s->t, n); jsontape_step(s->t, &i);) {
        emit_key_node(e, i.key);
        shape_copy(s, GRAMMAR_MEDIA, i.value, e);
        holding_choose(&choice, &e->holding);
    }
    emit_close(e);
    holding_add(&e->holding, &choice.most);
}

/* A value of that form, which is no reference; an old-style `items` may be a list. */
static void copy_form(struct shape *s, enum grammar_form form, enum grammar_kind kind, uint32_t n,
                      struct emit *e)
{
    char found = jsontape_kind(s->t, n);
    if (found == '[' && form != GRAMMAR_MAP)
        copy_list(s, kind, n, e);
    else if (found == '{' && form == GRAMMAR_MAP && kind == GRAMMAR_MEDIA)
        copy_content(s, n, e);
    else if (found == '{' && form == GRAMMAR_MAP)
        copy_map(s, kind, n, e);
    else if (form == GRAMMAR_ONE)
        shape_copy(s, kind, n, e);
    else
        emit_node(e, n);
}

/* A reference of 3.1 may bring a summary and a description of its own. */
static bool has_own_words(const struct shape *s, uint32_t n)
{
    return s->siblings && (jsontape_get(s->t, n, "description") != JSONTAPE_NONE ||
                           jsontape_get(s->t, n, "summary") != JSONTAPE_NONE);
}

static void copy_shared_member(struct shape *s, enum grammar_kind kind, uint32_t key,
                               uint32_t value, struct emit *e);

/* The target, with the words of the reference in place of its own.  Many references may do that with one
 * target. */
static void copy_with_own_words(struct shape *s, enum grammar_kind kind, uint32_t n,
                                uint32_t target, struct emit *e)
{
    static const char *const words[] = {"summary", "description"};
    uint32_t own[2];
    emit_open(e, '{');
    for (size_t i = 0; i < 2; i++) {
        own[i] = jsontape_get(s->t, n, words[i]);
        if (own[i] == JSONTAPE_NONE)
            continue;
        emit_key(e, words[i]);
        emit_node(e, own[i]);
    }
    for (struct jsontape_walk i = jsontape_walk(s->t, target); jsontape_step(s->t, &i);) {
        bool replaced = false;
        for (size_t k = 0; k < 2; k++)
            replaced = replaced || (own[k] != JSONTAPE_NONE && jsontape_is(s->t, i.key, words[k]));
        if (!replaced)
            copy_shared_member(s, kind, i.key, i.value, e);
    }
    emit_close(e);
}

/* Bytes that one more piece or definition may have: no more than a record, nor than is left for all. */
static size_t room_for(const struct shape *s)
{
    size_t left = s->kept < CEILING_SPEC ? CEILING_SPEC - s->kept : 0;
    return left < CEILING_LINE ? left : CEILING_LINE;
}

/* The piece for the node, read that way; *fresh: it was not there, and is empty. */
static struct piece *keep(struct shape *s, enum grammar_form form, enum grammar_kind kind,
                          uint32_t n, bool *fresh)
{
    const uint32_t key[] = {n, (uint32_t)form, (uint32_t)kind};
    struct table_entry *entry = table_put(&s->piece, (const char *)key, sizeof key);
    struct piece *p = entry->value.pointer;
    *fresh = p == NULL;
    if (*fresh) {
        p = entry->value.pointer = mem_new(sizeof *p);
        emit_init(&p->text, s->t, room_for(s));
    }
    return p;
}

/* The target, copied once for each way to read it; NULL, told of n: it leads back to itself. */
static const struct piece *piece_of(struct shape *s, enum grammar_form form, enum grammar_kind kind,
                                    uint32_t n, uint32_t target)
{
    bool fresh;
    struct piece *p = keep(s, form, kind, target, &fresh);
    if (fresh) {
        copy_form(s, form, kind, target, &p->text);
        p->ready = true;
        s->kept += p->text.text.len;
    }
    if (p->ready)
        return p;
    report_warn(&s->report, n, "its reference leads back to itself");
    return NULL;
}

/* Adds a text that is kept. */
static void write_kept(const struct emit *kept, struct emit *e)
{
    emit_piece(e, kept->text.data, kept->text.len, kept->digest);
    e->text.over = buf_over(&e->text) || buf_over(&kept->text);
    size_t height = e->depth + kept->height;
    e->height = height > e->height ? height : e->height;
    /* A text that has no room for more is never used, and ten references to ten make a hundred. */
    for (size_t i = 0; i < kept->defs && !buf_over(&e->text); i++)
        emit_refers(e, kept->def[i]);
    holding_add(&e->holding, &kept->holding);
}

void shape_write_once(struct shape *s, enum grammar_kind kind, uint32_t node, shape_writer *write,
                      struct emit *e)
{
    bool fresh;
    struct piece *p = keep(s, GRAMMAR_ONE, kind, node, &fresh);
    if (fresh) {
        write(s, node, &p->text);
        p->ready = true;
        s->kept += p->text.text.len;
    }
    write_kept(&p->text, e);
}

/* Writes the target in the place of n. */
static void write_piece(struct shape *s, enum grammar_form form, enum grammar_kind kind, uint32_t n,
                        uint32_t target, struct emit *e)
{
    const struct piece *p = piece_of(s, form, kind, n, target);
    if (p != NULL)
        write_kept(&p->text, e);
    else
        emit_nothing(e);
}

/* Writes what the reference leads to in its place. */
static void inline_target(struct shape *s, enum grammar_form form, enum grammar_kind kind,
                          uint32_t n, struct emit *e)
{
    uint32_t target = refs_follow(s->refs, n);
    if (target == JSONTAPE_NONE) {
        report_lost(&s->report, refs_of(s->refs, n));
        emit_nothing(e);
    } else if (form == GRAMMAR_ONE && jsontape_kind(s->t, target) == '{' && has_own_words(s, n)) {
        copy_with_own_words(s, kind, n, target, e);
    } else {
        write_piece(s, form, kind, n, target, e);
    }
}

/* Whether the object is a reference and nothing else, where a map or list of things should stand. */
static bool is_bare_reference(struct shape *s, uint32_t n)
{
    const struct jsontape *t = s->t;
    return jsontape_kind(t, n) == '{' && t->node[n].next == n + 3 && refs_of(s->refs, n) == n + 2;
}

static void copy_member(struct shape *s, enum grammar_kind kind, uint32_t key, uint32_t value,
                        struct emit *e)
{
    size_t len;
    const char *raw = jsontape_raw(s->t, key, &len);
    const struct grammar_row *row = grammar_find(&s->grammar, kind, raw, len);
    if (row != NULL && row->form == GRAMMAR_GONE)
        return;
    if (row != NULL)
        holding_note(&e->holding, row->holds, s->t, value);
    if (row == NULL || row->value == GRAMMAR_DATA) {
        emit_member_node(e, key);
        return;
    }
    struct holding before = e->holding;
    emit_key_node(e, key);
    if (row->form != GRAMMAR_ONE && is_bare_reference(s, value))
        inline_target(s, row->form, row->value, value, e);
    else
        copy_form(s, row->form, row->value, value, e);
    if (row->holds == HOLDING_APART)
        e->holding = before;
}

/* A member of an object that many refer to. */
static void copy_shared_member(struct shape *s, enum grammar_kind kind, uint32_t key,
                               uint32_t value, struct emit *e)
{
    size_t len;
    const char *raw = jsontape_raw(s->t, key, &len);
    const struct grammar_row *row = grammar_find(&s->grammar, kind, raw, len);
    char found = jsontape_kind(s->t, value);
    if ((found != '{' && found != '[') || is_bare_reference(s, value)) {
        copy_member(s, kind, key, value, e);
        return;
    }
    emit_key_node(e, key);
    if (row == NULL)
        write_piece(s, GRAMMAR_ONE, GRAMMAR_DATA, value, value, e);
    else
        write_piece(s, row->form, row->value, value, value, e);
}

static void copy_members(struct shape *s, enum grammar_kind kind, uint32_t n, uint32_t but,
                         struct emit *e)
{
    for (struct jsontape_walk i = jsontape_walk(s->t, n); jsontape_step(s->t, &i);)
        if (i.value != but)
            copy_member(s, kind, i.key, i.value, e);
}

/* Writes "#/$defs/NAME" for the schema. */
static void write_target(struct shape *s, uint32_t target, struct emit *e)
{
    uint32_t number = defs_of(&s->defs, target);
    const struct def *def = &s->defs.def[number];
    emit_piece(e, def->ref, def->ref_len, def->ref_digest);
    emit_refers(e, number);
}

static void copy_schema_reference(struct shape *s, uint32_t n, uint32_t ref, struct emit *e)
{
    uint32_t target = refs_target(s->refs, ref);
    emit_open(e, '{');
    if (target == JSONTAPE_NONE) {
        report_lost(&s->report, ref);
    } else {
        emit_key(e, "$ref");
        write_target(s, target, e);
    }
    if (s->siblings)
        copy_members(s, GRAMMAR_SCHEMA, n, ref, e);
    emit_close(e);
}

/* A schema in a mapping, by reference or name; what is neither stays as it is. */
static void copy_mapping(struct shape *s, uint32_t n, struct emit *e)
{
    uint32_t target = refs_target(s->refs, n);
    if (target == JSONTAPE_NONE)
        emit_node(e, n);
    else
        write_target(s, target, e);
}

/* The reference that the schema is, a string: `$ref`, or `$dynamicRef`, which is taken to lead where it does at
 * first sight; JSONTAPE_NONE: none. */
static uint32_t reference_of(struct shape *s, enum grammar_kind kind, uint32_t n)
{
    uint32_t ref = refs_of(s->refs, n);
    if (ref != JSONTAPE_NONE || kind != GRAMMAR_SCHEMA || !s->refs->resources.named)
        return ref;
    ref = refs_get(s->refs, n, "$dynamicRef");
    return jsontape_kind(s->t, ref) == '"' ? ref : JSONTAPE_NONE;
}

static void copy_object(struct shape *s, enum grammar_kind kind, uint32_t n, struct emit *e)
{
    uint32_t ref = reference_of(s, kind, n);
    if (ref == JSONTAPE_NONE) {
        emit_open(e, '{');
        copy_members(s, kind, n, JSONTAPE_NONE, e);
        emit_close(e);
    } else if (kind == GRAMMAR_SCHEMA) {
        copy_schema_reference(s, n, ref, e);
    } else {
        inline_target(s, GRAMMAR_ONE, kind, n, e);
    }
}

/* Swagger's discriminator, a plain name, in the shape of OpenAPI 3. */
static void copy_discriminator(uint32_t n, struct emit *e)
{
    emit_open(e, '{');
    emit_key(e, "propertyName");
    emit_node(e, n);
    emit_close(e);
}

void shape_copy(struct shape *s, enum grammar_kind kind, uint32_t n, struct emit *e)
{
    char found = jsontape_kind(s->t, n);
    if (kind == GRAMMAR_MAPPING && found == '"') {
        copy_mapping(s, n, e);
    } else if (kind == GRAMMAR_DISCRIMINATOR && found == '"') {
        copy_discriminator(n, e);
    } else if (found == 'n' &&
               (kind == GRAMMAR_SCHEMA || kind == GRAMMAR_MEDIA || kind == GRAMMAR_PARAMETER)) {
        emit_nothing(e); /* `text/plain:` of YAML, with nothing behind it */
    } else if (kind == GRAMMAR_DATA || found != '{') {
        emit_node(e, n);
    } else if (s->depth >= DEEPEST) {
        report_warn(&s->report, n, "nests deeper than %d levels, and is left out", DEEPEST);
        emit_nothing(e);
    } else {
        s->depth++;
        copy_object(s, kind, n, e);
        s->depth--;
    }
}

/* Copies the value of the definition into s->value. */
static void copy_definition(struct shape *s, uint32_t node)
{
    emit_reset(&s->value);
    s->depth = 0;
    shape_copy(s, GRAMMAR_SCHEMA, node, &s->value);
    if (!buf_over(&s->value.text) && s->value.text.len <= room_for(s))
        return;
    report_warn(&s->report, node, "this schema is larger than any record, and is left out");
    emit_reset(&s->value);
    emit_bool(&s->value, true);
}

const struct def *shape_def(struct shape *s, uint32_t number)
{
    const struct emit *value = &s->value;
    if (s->defs.def[number].len > 0)
        return &s->defs.def[number];
    copy_definition(s, s->defs.def[number].node);
    /* Copying may have added definitions and moved the array. */
    struct def *def = &s->defs.def[number];
    def->len = def->key_len + value->text.len;
    def->json = mem_resize(def->json, def->len + 1, 1);
    memcpy(def->json + def->key_len, value->text.data, value->text.len + 1);
    def->digest = digest_pair(def->digest, value->digest);
    def->holding = value->holding;
    def->deps = value->defs;
    def->dep = mem_array(def->deps, sizeof *def->dep);
    if (def->deps > 0)
        memcpy(def->dep, value->def, def->deps * sizeof *def->dep);
    s->kept += def->len;
    s->height = value->height > s->height ? value->height : s->height;
    return def;
}
