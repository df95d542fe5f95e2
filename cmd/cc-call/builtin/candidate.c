#include "candidate.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"

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

bool candidate_add_value(struct candidate_list *l, struct candidate c, const char *value,
                         size_t len)
{
    const struct schema_variation v = {
        .pointer = "", .value = value, .value_len = len, .instance = value, .len = len};
    return candidate_add(l, c, &v);
}

static int by_worth(const void *a, const void *b)
{
    const struct candidate *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth < y->worth ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order ? 1 : 0;
}

void candidate_rank(struct candidate_list *l)
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
