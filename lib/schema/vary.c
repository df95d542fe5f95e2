#include "schema/vary.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsonpointer.h"
#include "schema/derive.h"
#include "schema/edges.h"
#include "schema/members.h"

/* Places looked at, all levels together: a wide and deep schema ends here. */
#define PLACES 20000
/* Items of an array that goes over its maxItems. */
#define ITEMS 64

/* What closes the values around a spot, from the inside out. */
struct frame {
    const struct frame *outer;
    const char *after;
    size_t len;
};

struct vary {
    const struct schema_vary *o;
    struct schema_derive d;
    unsigned level; /* the depth whose spots are told this time */
    bool deeper;    /* there are spots below it */
    size_t places;
    struct buf before; /* what opens the values around the spot */
    const struct frame *frame;
    struct buf pointer;
    struct buf instance; /* scratch */
    bool stopped;
};

/* One place: a schema at the end of the way. */
struct place {
    const struct schema_merge *m;
    const char *name;
    unsigned depth;
};

static void back_to(struct buf *b, size_t len)
{
    b->len = len;
    b->data[len] = '\0';
}

static void tell(struct vary *v, const struct place *at, struct schema_variation *variation,
                 const char *value, size_t len)
{
    buf_reset(&v->instance);
    buf_add(&v->instance, v->before.data, v->before.len);
    buf_add(&v->instance, value, len);
    for (const struct frame *f = v->frame; f != NULL; f = f->outer)
        buf_add(&v->instance, f->after, f->len);
    if (buf_over(&v->instance) || v->stopped)
        return;
    variation->pointer = v->pointer.data;
    variation->depth = at->depth;
    variation->instance = v->instance.data;
    variation->len = v->instance.len;
    v->stopped = !v->o->each(v->o->ctx, variation);
}

struct edge_context {
    struct vary *v;
    const struct place *at;
};

static bool tell_edge(void *ctx, const struct schema_edge *e)
{
    const struct edge_context *c = ctx;
    struct schema_variation variation = {e->technique, e->keyword, NULL, e->violates, e->limit,
                                         e->value,     e->len,     0,    NULL,        0};
    tell(c->v, c->at, &variation, e->value, e->len);
    return !c->v->stopped;
}

/* A value for the place as a whole that is no edge of a scalar. */
static void tell_value(struct vary *v, const struct place *at, const char *technique,
                       const char *keyword, bool violates, const char *limit,
                       const struct buf *value)
{
    struct schema_variation variation = {technique,   keyword,    NULL, violates, limit,
                                         value->data, value->len, 0,    NULL,     0};
    tell(v, at, &variation, value->data, value->len);
}

static void add_token(struct buf *pointer, const char *name, size_t len)
{
    buf_char(pointer, '/');
    jsonpointer_token(name, len, pointer);
}

static void missing_members(struct vary *v, const struct place *at, const struct schema_pieces *p)
{
    struct buf value;
    buf_init(&value, CEILING_LINE);
    for (size_t i = 0; i < p->names.count; i++) {
        const struct table_entry *e = &p->names.entry[i];
        if ((e->value.number & SCHEMA_REQUIRED) == 0 || !p->piece[i].in)
            continue;
        const size_t end = v->pointer.len;
        struct schema_variation variation = {
            "missing_required", "required", NULL, true, NULL, NULL, 0, 0, NULL, 0};
        buf_reset(&value);
        schema_pieces_write(p, i, &value);
        add_token(&v->pointer, e->key, e->len);
        tell(v, at, &variation, value.data, value.len);
        back_to(&v->pointer, end);
    }
    buf_free(&value);
}

static bool is_closed(const struct schema_merge *m)
{
    const struct jsontape *t = m->view->tape;
    for (size_t i = 0; i < m->parts; i++)
        if (jsontape_kind(t, jsontape_get(t, m->part[i], "additionalProperties")) == 'f' ||
            jsontape_kind(t, jsontape_get(t, m->part[i], "unevaluatedProperties")) == 'f')
            return true;
    return false;
}

static void extra_member(struct vary *v, const struct place *at, const struct schema_pieces *p)
{
    static const char extra[] = "\"unexpected_property\":\"unexpected\"}";
    const size_t end = v->pointer.len;
    struct buf value;
    if (!is_closed(at->m))
        return;
    buf_init(&value, CEILING_LINE);
    schema_pieces_write(p, p->names.count, &value);
    const bool empty = value.len == 2;
    back_to(&value, value.len - 1);
    buf_text(&value, empty ? "" : ",");
    buf_text(&value, extra);
    buf_text(&v->pointer, "/unexpected_property");
    tell_value(v, at, "extra_property", "additionalProperties", true, NULL, &value);
    back_to(&v->pointer, end);
    buf_free(&value);
}

static void look(struct vary *v, const struct place *at);

static void descend(struct vary *v, const struct place *at, const struct schema_merge *m,
                    const char *name, const struct buf *after)
{
    const struct frame frame = {v->frame, after->data, after->len};
    const struct place below = {m, name, at->depth + 1};
    v->frame = &frame;
    look(v, &below);
    v->frame = frame.outer;
}

static void each_member(struct vary *v, const struct place *at, struct schema_pieces *p)
{
    struct buf after;
    buf_init(&after, CEILING_LINE);
    for (size_t i = 0; i < p->names.count && !v->stopped; i++) {
        const struct table_entry *e = &p->names.entry[i];
        struct schema_merge member;
        schema_merge_init(&member, v->o->view, NULL);
        schema_members_one(at->m, e->key, e->len, &member);
        const bool sealed = (v->o->request && schema_merge_says(&member, "readOnly")) ||
                            (e->value.number & SCHEMA_CLOSED_OUT) != 0;
        if (!sealed && schema_derive_within(&v->d, &member) == 0) {
            const size_t before = v->before.len, end = v->pointer.len;
            buf_reset(&after);
            schema_pieces_before(p, i, &v->before);
            schema_pieces_after(p, i, &after);
            add_token(&v->pointer, e->key, e->len);
            descend(v, at, &member, e->key, &after);
            back_to(&v->pointer, end);
            back_to(&v->before, before);
        }
        schema_merge_free(&member);
    }
    buf_free(&after);
}

static void look_at_object(struct vary *v, const struct place *at)
{
    struct schema_pieces p;
    schema_pieces_init(&p);
    v->d.values = 0;
    if (schema_derive_members(&v->d, at->m, &p)) {
        if (at->depth == v->level) {
            missing_members(v, at, &p);
            extra_member(v, at, &p);
            v->deeper = v->deeper || p.names.count > 0;
        } else {
            each_member(v, at, &p);
        }
    }
    schema_pieces_free(&p);
}

static void tell_items(struct vary *v, const struct place *at, long long count, long long limit,
                       const char *keyword, bool violates)
{
    char text[32];
    struct buf value;
    if (count < 0 || count > ITEMS)
        return;
    snprintf(text, sizeof text, "%lld", limit);
    buf_init(&value, CEILING_LINE);
    v->d.values = 0;
    if (schema_derive_items(&v->d, at->m, at->name, (size_t)count, (size_t)count, &value))
        tell_value(v, at, violates ? "boundary_out" : "boundary_in", keyword, violates, text,
                   &value);
    buf_free(&value);
}

static void item_counts(struct vary *v, const struct place *at)
{
    const long long least = schema_merge_least(at->m, "minItems", 0);
    const long long most = schema_merge_most(at->m, "maxItems", -1);
    tell_items(v, at, least > 0 ? least : -1, least, "minItems", false);
    tell_items(v, at, least - 1, least, "minItems", true);
    tell_items(v, at, most, most, "maxItems", false);
    tell_items(v, at, most < 0 || most >= ITEMS ? -1 : most + 1, most, "maxItems", true);
    long long twice = least > 2 ? least : 2;
    struct buf value;
    buf_init(&value, CEILING_LINE);
    v->d.values = 0;
    if (schema_merge_says(at->m, "uniqueItems") && (most < 0 || twice <= most) && twice <= ITEMS &&
        schema_derive_items(&v->d, at->m, at->name, (size_t)twice, (size_t)twice - 1, &value))
        tell_value(v, at, "unique_items", "uniqueItems", true, NULL, &value);
    buf_free(&value);
}

/* The first item; those that minItems wants besides follow it. */
static void first_item(struct vary *v, const struct place *at)
{
    const long long least = schema_merge_least(at->m, "minItems", 0);
    struct schema_merge item;
    struct buf rest, after;
    buf_init(&rest, CEILING_LINE);
    buf_init(&after, CEILING_LINE);
    schema_merge_init(&item, v->o->view, NULL);
    schema_members_item(at->m, 0, &item);
    bool made = least <= SCHEMA_DERIVE_ITEMS && schema_derive_within(&v->d, &item) == 0 &&
                item.parts > 0;
    v->d.salt = 1;
    v->d.values = 0;
    if (made && least > 1)
        made = schema_derive_items(&v->d, at->m, at->name, (size_t)least - 1, (size_t)least - 1,
                                   &rest);
    v->d.salt = 0;
    if (made) {
        const size_t before = v->before.len, end = v->pointer.len;
        if (rest.len > 2) {
            buf_char(&after, ',');
            buf_add(&after, rest.data + 1, rest.len - 1);
        } else {
            buf_char(&after, ']');
        }
        buf_char(&v->before, '[');
        buf_text(&v->pointer, "/0");
        descend(v, at, &item, at->name, &after);
        back_to(&v->pointer, end);
        back_to(&v->before, before);
    }
    schema_merge_free(&item);
    buf_free(&rest);
    buf_free(&after);
}

static void look_at_array(struct vary *v, const struct place *at)
{
    if (at->depth == v->level) {
        item_counts(v, at);
        v->deeper = true;
    } else {
        first_item(v, at);
    }
}

/* Every other branch of a oneOf or anyOf, as a valid value. */
static void branches(struct vary *v, const struct place *at, const char *keyword)
{
    const struct jsontape *t = v->o->view->tape;
    struct buf value;
    buf_init(&value, CEILING_LINE);
    for (size_t i = 0; i < at->m->parts; i++) {
        uint32_t list = jsontape_get(t, at->m->part[i], keyword);
        const size_t size = jsontape_size(t, list);
        for (size_t branch = 0; branch < size && branch < ITEMS; branch++) {
            const struct schema_choice choice = {list, branch};
            struct schema_merge other;
            schema_merge_init(&other, v->o->view, &choice);
            for (size_t j = 0; j < at->m->roots; j++)
                schema_merge_add(&other, at->m->root[j]);
            buf_reset(&value);
            v->d.values = 0;
            if (schema_derive(&v->d, &other, at->name, &value))
                tell_value(v, at, "alternative", keyword, false, NULL, &value);
            schema_merge_free(&other);
        }
    }
    buf_free(&value);
}

static void look(struct vary *v, const struct place *at)
{
    const unsigned type = schema_merge_type(at->m);
    struct edge_context context = {v, at};
    if (v->stopped || ++v->places > PLACES || type == 0 || at->depth > SCHEMA_VARY_DEPTH)
        return;
    if (at->depth == v->level) {
        branches(v, at, "oneOf");
        branches(v, at, "anyOf");
        if (!v->stopped)
            schema_edges(at->m, at->name, v->o->textual, tell_edge, &context);
    }
    if (!schema_derive_enter(&v->d, at->m))
        return;
    if (type == SCHEMA_OBJECT)
        look_at_object(v, at);
    else if (type == SCHEMA_ARRAY)
        look_at_array(v, at);
    schema_derive_leave(&v->d);
}

void schema_vary(const struct schema_vary *o, uint32_t schema, const char *name)
{
    struct vary v = {.o = o};
    struct schema_merge m;
    v.d.view = o->view;
    v.d.seed = o->seed;
    v.d.request = o->request;
    buf_init(&v.before, CEILING_LINE);
    buf_init(&v.pointer, CEILING_TEXT);
    buf_init(&v.instance, CEILING_LINE);
    schema_merge_init(&m, o->view, NULL);
    schema_merge_add(&m, schema);
    const struct place root = {&m, name, 0};
    v.deeper = true;
    for (v.level = 0; v.deeper && !v.stopped && v.level <= SCHEMA_VARY_DEPTH; v.level++) {
        v.deeper = false;
        look(&v, &root);
    }
    schema_merge_free(&m);
    buf_free(&v.before);
    buf_free(&v.pointer);
    buf_free(&v.instance);
}
