#include "schema/vary.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsonpointer.h"
#include "mem.h"
#include "schema/derive.h"
#include "schema/edges.h"
#include "schema/members.h"
#include "schema/rims.h"

/* Places looked at, all levels together: a wide and deep schema ends here. */
#define PLACES 20000
/* Branches of one list. */
#define BRANCHES 64

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
    const struct place *branch_of; /* the same place as another branch has it, or NULL */
    const char *form;              /* of the branch that it lies in, or NULL */
};

static void back_to(struct buf *b, size_t len)
{
    b->len = len;
    b->data[len] = '\0';
}

struct edge_context {
    struct vary *v;
    const struct place *at;
};

static void add_token(struct buf *pointer, const char *name, size_t len)
{
    buf_char(pointer, '/');
    jsonpointer_token(name, len, pointer);
}

static bool tell(void *ctx, const struct schema_edge *e)
{
    const struct edge_context *c = ctx;
    struct vary *v = c->v;
    const size_t end = v->pointer.len;
    buf_reset(&v->instance);
    buf_add(&v->instance, v->before.data, v->before.len);
    buf_add(&v->instance, e->value, e->len);
    for (const struct frame *f = v->frame; f != NULL; f = f->outer)
        buf_add(&v->instance, f->after, f->len);
    if (e->member != NULL)
        add_token(&v->pointer, e->member, e->member_len);
    const struct schema_variation variation = {.technique = e->technique,
                                               .keyword = e->keyword,
                                               .pointer = v->pointer.data,
                                               .violates = e->violates,
                                               .limit = e->limit,
                                               .value = e->value,
                                               .value_len = e->len,
                                               .form = c->at->form,
                                               .depth = c->at->depth,
                                               .rank = e->rank,
                                               .instance = v->instance.data,
                                               .len = v->instance.len};
    if (!buf_over(&v->instance) && !v->stopped)
        v->stopped = !v->o->each(v->o->ctx, &variation);
    back_to(&v->pointer, end);
    return !v->stopped;
}

static void look(struct vary *v, const struct place *at);

static void descend(struct vary *v, const struct place *at, const struct schema_merge *m,
                    const char *name, const struct buf *after)
{
    const struct frame frame = {v->frame, after->data, after->len};
    const struct place below = {m, name, at->depth + 1, NULL, at->form};
    v->frame = &frame;
    look(v, &below);
    v->frame = frame.outer;
}

/* Puts in what a member asks for beside it. */
static void add_needed(struct vary *v, const struct place *at, struct schema_pieces *p, size_t i)
{
    const struct jsontape *t = v->o->view->tape;
    for (size_t j = 0; j < at->m->parts; j++) {
        uint32_t all = jsontape_get(t, at->m->part[j], "dependentRequired");
        struct jsontape_walk w = jsontape_walk(
            t, jsontape_get_bytes(t, all, p->names.entry[i].key, p->names.entry[i].len));
        while (jsontape_step(t, &w))
            for (size_t k = 0; k < p->names.count; k++)
                if (jsontape_is(t, w.value, p->names.entry[k].key))
                    schema_derive_member(&v->d, at->m, p, k);
    }
}

static void each_member(struct vary *v, const struct place *at, struct schema_pieces *p)
{
    const bool needs = schema_merge_get(at->m, "dependentRequired") != JSONTAPE_NONE;
    struct schema_piece *was = mem_array(p->names.count + 1, sizeof *was);
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
            memcpy(was, p->piece, p->names.count * sizeof *was);
            if (needs)
                add_needed(v, at, p, i);
            schema_pieces_before(p, i, &v->before);
            schema_pieces_after(p, i, &after);
            add_token(&v->pointer, e->key, e->len);
            descend(v, at, &member, e->key, &after);
            back_to(&v->pointer, end);
            back_to(&v->before, before);
            memcpy(p->piece, was, p->names.count * sizeof *was);
        }
        schema_merge_free(&member);
    }
    free(was);
    buf_free(&after);
}

static struct schema_rims rims_of(struct vary *v, const struct place *at,
                                  struct edge_context *context)
{
    return (struct schema_rims){&v->d,          at->m, at->name, v->o->textual,
                                at->depth == 0, tell,  context};
}

static void look_at_object(struct vary *v, const struct place *at)
{
    struct edge_context context = {v, at};
    const struct schema_rims rims = rims_of(v, at, &context);
    struct schema_pieces p;
    schema_pieces_init(&p);
    v->d.values = 0;
    if (schema_derive_members(&v->d, at->m, &p)) {
        if (at->depth == v->level) {
            schema_rims_object(&rims, &p);
            v->deeper = v->deeper || p.names.count > 0;
        } else {
            each_member(v, at, &p);
        }
    }
    schema_pieces_free(&p);
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
    struct edge_context context = {v, at};
    const struct schema_rims rims = rims_of(v, at, &context);
    if (at->depth == v->level) {
        schema_rims_array(&rims);
        v->deeper = true;
    } else {
        first_item(v, at);
    }
}

static bool has_list(const struct schema_merge *m, uint32_t list)
{
    const struct jsontape *t = m->view->tape;
    for (size_t i = 0; i < m->parts; i++)
        if (jsontape_get(t, m->part[i], "oneOf") == list ||
            jsontape_get(t, m->part[i], "anyOf") == list)
            return true;
    return false;
}

/* Another branch: as a valid value, with what is required and with everything, and all that is below it. */
static void look_at_branch(struct vary *v, const struct place *at, const struct schema_merge *other,
                           const char *form, const char *keyword)
{
    const struct place branch = {other, at->name, at->depth, at, form};
    struct edge_context context = {v, &branch};
    struct buf value;
    buf_init(&value, CEILING_LINE);
    for (int all = 0; at->depth == v->level && all < 2; all++) {
        buf_reset(&value);
        v->d.values = 0;
        v->d.all = all == 1;
        if (schema_derive(&v->d, other, at->name, &value)) {
            const struct schema_edge edge = {.technique = "alternative",
                                             .keyword = all == 1 ? "all" : keyword,
                                             .value = value.data,
                                             .len = value.len,
                                             .rank = (unsigned)all};
            tell(&context, &edge);
        }
    }
    v->d.all = false;
    buf_free(&value);
    look(v, &branch);
}

static void name_form(const struct schema_view *view, uint32_t list, size_t branch, struct buf *out)
{
    size_t i = 0;
    struct jsontape_walk w = jsontape_walk(view->tape, list);
    while (jsontape_step(view->tape, &w) && i < branch)
        i++;
    schema_view_name(view, jsontape_get(view->tape, w.value, "$ref"), out);
    if (out->len == 0)
        buf_format(out, "%zu", branch + 1);
}

/* Every branch of a oneOf or anyOf but the one that is taken; in a branch, those of the lists that only it has. */
static void look_at_branches(struct vary *v, const struct place *at, const char *keyword)
{
    const struct jsontape *t = v->o->view->tape;
    for (size_t i = 0; i < at->m->parts; i++) {
        uint32_t list = jsontape_get(t, at->m->part[i], keyword);
        if (list == JSONTAPE_NONE || (at->branch_of != NULL && has_list(at->branch_of->m, list)))
            continue;
        const size_t size = jsontape_size(t, list);
        for (size_t branch = 0; branch < size && branch < BRANCHES && !v->stopped; branch++) {
            const struct schema_choice choice = {list, branch, at->m->choice};
            struct schema_merge other;
            struct buf form;
            buf_init(&form, CEILING_TEXT);
            name_form(v->o->view, list, branch, &form);
            schema_merge_init(&other, v->o->view, &choice);
            for (size_t j = 0; j < at->m->roots; j++)
                schema_merge_add(&other, at->m->root[j]);
            if (!schema_merge_same(&other, at->m))
                look_at_branch(v, at, &other, form.data, keyword);
            schema_merge_free(&other);
            buf_free(&form);
        }
    }
}

static void look(struct vary *v, const struct place *at)
{
    const unsigned type = schema_merge_type(at->m);
    struct edge_context context = {v, at};
    if (v->stopped || ++v->places > PLACES || type == 0 || at->depth > SCHEMA_VARY_DEPTH)
        return;
    if (at->depth == v->level)
        schema_edges(at->m, at->name, v->o->textual, tell, &context);
    if (schema_derive_enter(&v->d, at->m)) {
        if (type == SCHEMA_OBJECT)
            look_at_object(v, at);
        else if (type == SCHEMA_ARRAY)
            look_at_array(v, at);
        schema_derive_leave(&v->d);
    }
    look_at_branches(v, at, "oneOf");
    look_at_branches(v, at, "anyOf");
}

void schema_vary(const struct schema_vary *o, uint32_t schema, const char *name)
{
    struct vary v = {.o = o};
    struct schema_merge m;
    v.d.view = o->view;
    v.d.seed = o->seed;
    v.d.request = o->request;
    v.d.textual = o->textual;
    buf_init(&v.before, CEILING_LINE);
    buf_init(&v.pointer, CEILING_TEXT);
    buf_init(&v.instance, CEILING_LINE);
    schema_merge_init(&m, o->view, NULL);
    schema_merge_add(&m, schema);
    const struct place root = {&m, name, 0, NULL, NULL};
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
