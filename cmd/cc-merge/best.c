#include "best.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "diag.h"
#include "mem.h"

struct best_of {
    size_t rank, number;
    bool whole;              /* of an id; otherwise of one provider's answers to it */
    struct spill_span brief; /* what was kept of it by best_swap() */
};

void best_init(struct best *b, const struct options_list *prefer, bool united)
{
    *b = (struct best){.prefer = prefer, .united = united};
    table_init(&b->seen);
    table_init(&b->met);
}

void best_free(struct best *b)
{
    table_free(&b->seen);
    table_free(&b->met);
    free(b->of);
    *b = (struct best){0};
}

static char kind_of(const struct record *r, const char *member)
{
    return jsontape_kind(&r->tape, record_get(r, member));
}

static size_t rank_of_answer(const struct best *b, const struct record *r)
{
    uint32_t provider = record_get(r, "provider");
    for (size_t i = 0; i < b->prefer->count; i++) {
        if (jsontape_is(&r->tape, provider, b->prefer->item[i]))
            return BEST_MODEL + b->prefer->count - i;
    }
    return jsontape_is(&r->tape, provider, "builtin") ? BEST_BUILTIN : BEST_MODEL;
}

size_t best_rank(const struct best *b, const struct record *r)
{
    if (jsontape_true(&r->tape, record_get(r, "unchanged")) ||
        jsontape_true(&r->tape, record_get(r, "superseded")))
        return BEST_PASSED;
    if (kind_of(r, "error") == '{')
        return BEST_ERROR;
    if (kind_of(r, "cases") != '[' && kind_of(r, "reply") != '{')
        return BEST_NOTHING;
    return rank_of_answer(b, r);
}

/* Adds the id, a NUL, and the provider where there is one; returns the length of the id. */
static size_t add_key(const struct record *r, struct buf *key)
{
    char *id = record_text(r, "id"), *provider = record_text(r, "provider");
    size_t len = strlen(id);
    buf_add(key, id, len + 1);
    buf_text(key, provider != NULL ? provider : "");
    free(provider);
    free(id);
    return len;
}

static void offer(struct best *b, const char *key, size_t len, struct best_of one)
{
    struct table_entry *e = table_put(&b->seen, key, len);
    if (e->value.number == 0) {
        b->of = mem_grow(b->of, b->seen.count - 1, &b->room, sizeof *b->of);
        b->of[b->seen.count - 1] = one;
        e->value.number = b->seen.count;
        return;
    }
    struct best_of *of = &b->of[e->value.number - 1];
    if (one.rank > of->rank || (one.rank == of->rank && one.rank >= BEST_BUILTIN))
        *of = (struct best_of){one.rank, one.number, one.whole, of->brief};
}

void best_offer(struct best *b, const struct record *r, size_t rank, size_t number)
{
    struct buf key;
    buf_init(&key, CEILING_LINE);
    size_t len = add_key(r, &key);
    offer(b, key.data, len, (struct best_of){rank, number, true, {0}});
    if (b->united && rank >= BEST_BUILTIN)
        offer(b, key.data, key.len, (struct best_of){rank, number, false, {0}});
    buf_free(&key);
}

/* What is known of the record's id, or of its provider's answers to it; NULL: nothing. */
static struct best_of *known(const struct best *b, const struct record *r, bool whole)
{
    struct buf key;
    buf_init(&key, CEILING_LINE);
    size_t len = add_key(r, &key);
    const struct table_entry *e = table_get(&b->seen, key.data, whole ? len : key.len);
    buf_free(&key);
    return e != NULL ? &b->of[e->value.number - 1] : NULL;
}

static bool is_one_of_several(const struct best *b, size_t rank)
{
    return b->united && rank >= BEST_BUILTIN;
}

bool best_is(const struct best *b, const struct record *r, size_t rank, size_t number)
{
    const struct best_of *of = known(b, r, !is_one_of_several(b, rank));
    return of != NULL && of->number == number;
}

struct spill_span best_swap(struct best *b, const struct record *r, size_t rank,
                            struct spill_span brief)
{
    struct best_of *whole = known(b, r, true);
    struct best_of *of = is_one_of_several(b, rank) ? known(b, r, false) : whole;
    struct spill_span older = of->brief.len > 0 ? of->brief : whole->brief;
    whole->brief = (struct spill_span){0};
    of->brief = brief;
    return older;
}

size_t best_count(const struct best *b, size_t rank)
{
    size_t count = 0;
    for (size_t i = 0; i < b->seen.count; i++)
        count += b->of[i].whole && b->of[i].rank == rank;
    return count;
}

void best_see(struct best *b, const struct record *r)
{
    uint32_t provider = record_get(r, "provider");
    b->stubs = b->stubs || jsontape_true(&r->tape, record_get(r, "unchanged"));
    for (size_t i = 0; i < b->prefer->count; i++) {
        const char *name = b->prefer->item[i];
        if (jsontape_is(&r->tape, provider, name))
            table_put(&b->met, name, strlen(name));
    }
}

void best_warn(const struct best *b)
{
    for (size_t i = 0; i < b->prefer->count && b->seen.count > 0 && !b->stubs; i++) {
        const char *name = b->prefer->item[i];
        if (table_get(&b->met, name, strlen(name)) == NULL)
            diag_warn("--prefer %s: no record is by that provider", name);
    }
}
