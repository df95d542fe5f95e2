#include "schema/vary.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsonpointer.h"
#include "mem.h"
#include "schema/clauses.h"
#include "schema/derive.h"
#include "schema/edges.h"
#include "schema/fork.h"
#include "schema/members.h"
#include "schema/rims.h"
#include "schema/tag.h"

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
    bool tag;                      /* the member of a discriminator: its value stays, or is wrong */
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
    if (c->at->tag && !e->violates)
        return !v->stopped;
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
                    const char *name, bool tag, const struct buf *after)
{
    const struct frame frame = {v->frame, after->data, after->len};
    const struct place below = {m, name, at->depth + 1, NULL, at->form, tag};
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

/* Whether a member brings a schema with it: then there is a fork for it. */
static bool brings_schema(const struct schema_merge *m, const struct table_entry *e)
{
    const struct jsontape *t = m->view->tape;
    for (size_t i = 0; i < m->parts && (e->value.number & SCHEMA_WANTED) == 0; i++)
        if (jsontape_get_bytes(t, jsontape_get(t, m->part[i], "dependentSchemas"), e->key,
                               e->len) != JSONTAPE_NONE)
            return true;
    return false;
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
        if (!sealed && !brings_schema(at->m, e) && schema_way_times(&v->d.way, &member) == 0) {
            const size_t before = v->before.len, end = v->pointer.len;
            buf_reset(&after);
            memcpy(was, p->piece, p->names.count * sizeof *was);
            if (needs)
                add_needed(v, at, p, i);
            schema_pieces_before(p, i, &v->before);
            schema_pieces_after(p, i, &after);
            add_token(&v->pointer, e->key, e->len);
            descend(v, at, &member, e->key, schema_tag_is(at->m, e, &member, v->o->request),
                    &after);
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
            schema_clauses_object(&rims, &p);
            v->deeper = v->deeper || p.names.count > 0;
        } else {
            each_member(v, at, &p);
        }
    }
    schema_pieces_free(&p);
}

/* Those items that stand behind the first: what minItems wants besides, or what `contains` looks for. */
static bool make_rest(struct vary *v, const struct place *at, struct buf *rest)
{
    const long long least = schema_merge_least(at->m, "minItems", 0);
    const long long most = schema_merge_most(at->m, "maxItems", -1);
    const long long needed = schema_members_needed(at->m);
    long long count = least > 0 ? least - 1 : 0;
    if (count < needed && (most < 0 || needed < most))
        count = needed;
    if (count > SCHEMA_DERIVE_ITEMS)
        return false;
    v->d.salt = 1;
    v->d.values = 0;
    bool made = count == 0 ||
                schema_derive_count(&v->d, at->m, at->name, (size_t)count, (size_t)count, rest);
    v->d.salt = 0;
    return made;
}

/* The first item, and the rest behind it. */
static void first_item(struct vary *v, const struct place *at)
{
    struct schema_merge item;
    struct buf rest, after;
    buf_init(&rest, CEILING_LINE);
    buf_init(&after, CEILING_LINE);
    schema_merge_init(&item, v->o->view, NULL);
    schema_members_item(at->m, 0, &item);
    bool made = schema_way_times(&v->d.way, &item) == 0 && item.parts > 0 &&
                make_rest(v, at, &rest);
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
        descend(v, at, &item, at->name, false, &after);
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
        schema_clauses_array(&rims);
        v->deeper = true;
    } else {
        first_item(v, at);
    }
}

/* Another branch: as a valid value, with what is required and with everything, and all that is below it. */
static void look_at_branch(struct vary *v, const struct place *at, const struct schema_merge *other,
                           const char *form, const struct schema_fork *f)
{
    const struct place branch = {other, at->name, at->depth, at, form, at->tag};
    const bool member = f->member != JSONTAPE_NONE;
    struct edge_context context = {v, &branch};
    struct buf value;
    buf_init(&value, CEILING_LINE);
    for (int all = 0; at->depth == v->level && all < 2; all++) {
        buf_reset(&value);
        v->d.values = 0;
        v->d.all = all == 1;
        if (schema_derive(&v->d, other, at->name, &value)) {
            const struct schema_edge edge = {.technique = member ? "dependency" : "alternative",
                                             .keyword = all == 1 ? "all" : f->keyword,

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

/* Whether a branch is nothing but null, which no text says. */
static bool is_unsayable(const struct vary *v, const struct schema_merge *branch)
{
    return v->o->textual && schema_merge_type(branch) == SCHEMA_NULL;
}

/* Every branch of a fork but the one that is taken; in a branch, those of the forks that only it has. */
static void look_at_forks(struct vary *v, const struct place *at)
{
    struct schema_fork f = {0};
    while (!v->stopped && schema_fork_next(at->m, &f)) {
        if (at->branch_of != NULL && schema_fork_has(at->branch_of->m, f.list))
            continue;
        for (size_t branch = 0; branch < f.branches && branch < BRANCHES && !v->stopped; branch++) {
            const struct schema_choice choice = {f.list, branch, at->m->choice};
            struct schema_merge other;
            struct buf form;
            buf_init(&form, CEILING_TEXT);
            schema_fork_name(v->o->view, &f, branch, &form);
            schema_fork_take(at->m, &choice, &other);
            if (!schema_merge_same(&other, at->m) && !is_unsayable(v, &other))
                look_at_branch(v, at, &other, form.data, &f);
            schema_merge_free(&other);
            buf_free(&form);
        }
    }
}

/* A value that names none of the forms; where an enum says which there are, that has its own. */
static void tell_astray(struct vary *v, const struct place *at)
{
    static const char value[] = "\"not-an-allowed-value\"";
    struct edge_context context = {v, at};
    const struct schema_edge edge = {.technique = "enum_violation",
                                     .keyword = "discriminator",
                                     .violates = true,
                                     .value = value,
                                     .len = sizeof value - 1};
    if (at->tag && schema_merge_get(at->m, "enum") == JSONTAPE_NONE &&
        schema_merge_get(at->m, "const") == JSONTAPE_NONE)
        tell(&context, &edge);
}

static void look(struct vary *v, const struct place *at)
{
    const unsigned type = schema_merge_type(at->m);
    struct edge_context context = {v, at};
    if (v->stopped || ++v->places > PLACES || type == 0 || at->depth > SCHEMA_VARY_DEPTH)
        return;
    if (at->depth == v->level) {
        const struct schema_rims rims = rims_of(v, at, &context);
        schema_edges(at->m, at->name, v->o->textual, tell, &context);
        schema_clauses(&rims);
        tell_astray(v, at);
    }
    if (schema_way_enter(&v->d.way, at->m)) {
        if (type == SCHEMA_OBJECT)
            look_at_object(v, at);
        else if (type == SCHEMA_ARRAY)
            look_at_array(v, at);
        schema_way_leave(&v->d.way);
    }
    look_at_forks(v, at);
}

void schema_vary(const struct schema_vary *o, uint32_t schema, const char *name)
{
    struct vary v = {.o = o};
    struct schema_merge m;
    v.d.view = o->view;
    v.d.seed = o->seed;
    v.d.request = o->request;
    v.d.textual = o->textual;
    v.d.careful = o->careful;
    v.d.others = true;
    buf_init(&v.before, CEILING_LINE);
    buf_init(&v.pointer, CEILING_TEXT);
    buf_init(&v.instance, CEILING_LINE);
    schema_merge_init(&m, o->view, NULL);
    schema_merge_add(&m, schema);
    const struct place root = {&m, name, 0, NULL, NULL, false};
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
