#include "candidate.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"
#include "surroundings.h"

/* Candidates of one operation; far more than become cases. */
#define CANDIDATES 10000
/* Their texts. */
#define TEXT (32 * CEILING_MIB)
/* How much a level of nesting takes from the worth of a case. */
#define LEVEL 3
/* And a place behind others of its kind. */
#define RANK 2
/* Cases of one technique that cost each other nothing. */
#define FREE 1
/* What each further one costs, and the most that it comes to: where many are wanted, the technique counts. */
#define MORE 5
#define MOST 30

void candidate_init(struct candidate_list *l)
{
    *l = (struct candidate_list){0};
    buf_init(&l->text, TEXT);
}

void candidate_free(struct candidate_list *l)
{
    free(l->item);
    buf_free(&l->text);
}

/* From the most useful on. */
static const char *const order[] = {
    "happy_required", "happy_full",     "auth_missing",       "missing_required",
    "wrong_type",     "boundary_out",   "enum_violation",     "unknown_resource",
    "boundary_in",    "alternative",    "format_violation",   "pattern_violation",
    "extra_property", "multiple_of",    "unique_items",       "dependency",
    "malformed_body", "auth_malformed", "pagination",         "idempotency",
    "enum_value",     "media_type",     "read_only",          "null_value",
    "example",        "default",        "method_not_allowed", "empty_value",
    "injection",      "unicode",        "long_value",
};
#define TECHNIQUES (sizeof order / sizeof *order)

static size_t rank_of(const char *technique)
{
    size_t rank = 0;
    while (rank < TECHNIQUES && strcmp(order[rank], technique) != 0)
        rank++;
    return rank;
}

static size_t keep(struct candidate_list *l, const char *text, size_t len)
{
    const size_t at = l->text.len;
    buf_add(&l->text, text, len);
    buf_add(&l->text, "", 1);
    return at;
}

bool candidate_add(struct candidate_list *l, struct candidate c, const struct schema_variation *v)
{
    if (l->count >= CANDIDATES)
        return false;
    c.worth = (unsigned)rank_of(c.technique);
    c.order = l->count;
    if (v != NULL) {
        c.worth += LEVEL * v->depth + RANK * v->rank;
        c.pointer = keep(l, v->pointer, strlen(v->pointer));
        c.instance = keep(l, v->instance, v->len);
        c.instance_len = v->len;
        c.has_limit = v->limit != NULL;
        c.has_value = v->value != NULL;
        c.has_form = v->form != NULL;
        if (c.has_limit)
            c.limit = keep(l, v->limit, strlen(v->limit));
        if (c.has_form)
            c.form = keep(l, v->form, strlen(v->form));
        if (c.has_value)
            c.value = keep(l, v->value, v->value_len);
    } else {
        c.pointer = keep(l, "", 0);
    }
    if (buf_over(&l->text))
        return false;
    l->item = mem_grow(l->item, l->count, &l->room, sizeof *l->item);
    l->item[l->count++] = c;
    return true;
}

struct context {
    struct candidate_list *list;
    const struct request *request;
    size_t part;
};

/* A header has no line of its own for signs beyond ASCII; a cookie none for what ends it. */
static bool is_sayable_in_header(enum request_in in, const char *value, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)value[i] >= 128 ||
            (in == REQUEST_COOKIE && i > 0 && i + 1 < len && strchr("; \"\\", value[i]) != NULL))
            return false;
    return true;
}

/* What cannot be said on the wire, or would be another request: an empty part of the path, a list or text
 * of nothing that is as good as absent, a member of an object in the query that is a parameter of its own. */
static bool is_sayable(const struct request_part *p, const struct schema_variation *v)
{
    const bool empty = v->len == 2 && strchr("\"[{", v->instance[0]) != NULL;
    if (p->in == REQUEST_BODY)
        return !(p->textual && empty && !p->required);
    if (p->textual &&
        (strcmp(v->technique, "extra_property") == 0 || strcmp(v->keyword, "maxProperties") == 0))
        return false;
    if ((p->in == REQUEST_HEADER || p->in == REQUEST_COOKIE) &&
        !is_sayable_in_header(p->in, v->instance, v->len))
        return false;
    return !empty || (p->in == REQUEST_QUERY && v->instance[0] == '"');
}

static bool take(void *ctx, const struct schema_variation *v)
{
    struct context *c = ctx;
    const struct candidate candidate = {
        .technique = v->technique, .keyword = v->keyword, .violates = v->violates, .part = c->part};
    if (!is_sayable(&c->request->part[c->part], v))
        return true;
    return candidate_add(c->list, candidate, v);
}

static void gather_part(struct candidate_list *l, const struct request *q, size_t part,
                        unsigned long long seed)
{
    const struct request_part *p = &q->part[part];
    struct context context = {l, q, part};
    const struct schema_vary vary = {&q->view, seed, true, p->textual, take, &context};
    if (p->required && p->in != REQUEST_PATH)
        candidate_add(l,
                      (struct candidate){.technique = "missing_required",
                                         .keyword = "required",
                                         .violates = true,
                                         .proven = true,
                                         .part = part,
                                         .left_out = true},
                      NULL);
    if (p->schema != JSONTAPE_NONE && p->plain != NULL)
        schema_vary(&vary, p->schema, p->name);
}

bool candidate_add_value(struct candidate_list *l, struct candidate c, const char *value,
                         size_t len)
{
    const struct schema_variation v = {
        .pointer = "", .value = value, .value_len = len, .instance = value, .len = len};
    return candidate_add(l, c, &v);
}

/* The examples of the media type and of parameters. */
static void gather_examples(struct candidate_list *l, const struct request *q, size_t part)
{
    const struct jsontape *t = &q->record->tape;
    uint32_t node = q->part[part].node;
    uint32_t example = jsontape_get(t, node, "example");
    const struct candidate c = {.technique = "example", .keyword = "", .part = part};
    struct buf text;
    buf_init(&text, CEILING_LINE);
    if (example != JSONTAPE_NONE) {
        jsontape_copy(t, example, &text);
        candidate_add_value(l, c, text.data, text.len);
    }
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, node, "examples"));
    while (jsontape_step(t, &w)) {
        uint32_t value = jsontape_get(t, w.value, "value");
        buf_reset(&text);
        jsontape_copy(t, value, &text);
        if (value != JSONTAPE_NONE)
            candidate_add_value(l, c, text.data, text.len);
    }
    buf_free(&text);
}

static int by_worth(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth < y->worth ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order ? 1 : 0;
}

/* Best first; of one technique each after the first is worth less and less, so that a few cases are of many
 * kinds. */
static void rank(struct candidate_list *l)
{
    unsigned seen[TECHNIQUES + 1] = {0};
    if (l->count < 2)
        return;
    qsort(l->item, l->count, sizeof *l->item, by_worth);
    for (size_t i = 0; i < l->count; i++) {
        const unsigned before = seen[rank_of(l->item[i].technique)]++;
        const unsigned cost = before < FREE ? 0 : MORE * (before - FREE + 1);
        l->item[i].worth += cost < MOST ? cost : MOST;
    }
    qsort(l->item, l->count, sizeof *l->item, by_worth);
}

void candidate_gather(struct candidate_list *l, const struct request *q, unsigned long long seed)
{
    candidate_add(
        l, (struct candidate){.technique = "happy_required", .keyword = "", .part = q->parts},
        NULL);
    candidate_add(l,
                  (struct candidate){
                      .technique = "happy_full", .keyword = "", .part = q->parts, .full = true},
                  NULL);
    surroundings_gather(l, q);
    for (size_t i = 0; i < q->parts; i++) {
        gather_examples(l, q, i);
        gather_part(l, q, i, seed);
    }
    rank(l);
}
