#include "compose.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "entry.h"
#include "mem.h"
#include "totals.h"

/* A text that is written in pieces, from where it is another than the one that is there. */
struct piece {
    struct files_new *to;
    const struct state *older;
    size_t at;              /* bytes that are behind us */
    bool same;              /* they are the beginning of older; nothing was written yet */
    bool lost;              /* older could not be read again: err says why */
    struct buf text;        /* what waits */
    struct buf there;       /* what stands in its place */
    struct diag_error *err; /* not owned */
};

enum { PIECE = 64 * 1024 };

static void read_older(struct piece *p, size_t at, size_t len)
{
    buf_reset(&p->there);
    const struct state_span span = {(uint32_t)at, (uint32_t)len};
    if (!p->lost && state_bytes(p->older, span, &p->there, p->err) < 0)
        p->lost = true;
}

static void differ(struct piece *p)
{
    for (size_t at = 0; p->same && at < p->at && !p->lost; at += p->there.len) {
        read_older(p, at, p->at - at < PIECE ? p->at - at : PIECE);
        files_add(p->to, p->there.data, p->there.len);
    }
    p->same = false;
}

/* Whether what waits is what stands there. */
static bool is_same(struct piece *p)
{
    if (p->text.len > p->older->size - p->at)
        return false;
    read_older(p, p->at, p->text.len);
    return p->there.len == p->text.len && memcmp(p->there.data, p->text.data, p->text.len) == 0;
}

static void push(struct piece *p, bool all)
{
    if ((!all && p->text.len < PIECE) || p->text.len == 0)
        return;
    if (p->same && !is_same(p))
        differ(p);
    if (!p->same)
        files_add(p->to, p->text.data, p->text.len);
    p->at += p->text.len;
    buf_reset(&p->text);
}

/* Begins a member on a line of its own. */
static void begin(struct piece *p, bool *first, const char *indent, const char *key, size_t len)
{
    buf_text(&p->text, *first ? "\n" : ",\n");
    buf_text(&p->text, indent);
    *first = false;
    struct jsonwrite w = jsonwrite_to(&p->text);
    jsonwrite_bytes(&w, key, len);
    buf_text(&p->text, ": ");
}

static int by_key(const void *a, const void *b)
{
    const struct table_entry *const *x = a, *const *y = b;
    size_t len = (*x)->len < (*y)->len ? (*x)->len : (*y)->len;
    int order = memcmp((*x)->key, (*y)->key, len);
    return order != 0 ? order : ((*x)->len > (*y)->len) - ((*x)->len < (*y)->len);
}

/* The entries of a table by their keys, and NULL; the caller's. */
static const struct table_entry **sorted(const struct table *t)
{
    const struct table_entry **all = mem_array(t->count + 1, sizeof *all);
    for (size_t i = 0; i < t->count; i++)
        all[i] = &t->entry[i];
    qsort(all, t->count, sizeof *all, by_key);
    return all;
}

/* What entries are made of. */
struct sources {
    struct state *older;
    const struct news *news;
    struct prune *prune;
    struct totals totals;
    struct jsontape tape; /* of the entry that is written */
};

/* Adds the entry that the state is to have of an operation, if any. */
static int add_entry(const struct sources *s, const struct jsontape *older,
                     const struct news_item *item, struct buf *out, struct diag_error *err)
{
    if (item != NULL && item->kind == NEWS_MADE)
        return news_read(s->news, item, out, err);
    if (item != NULL && item->kind == NEWS_FAILED) {
        struct buf class;
        buf_init(&class, CEILING_LINE);
        int result = news_read(s->news, item, &class, err);
        entry_failed(older, class.data, out);
        buf_free(&class);
        return result;
    }
    if (older != NULL)
        jsontape_copy(older, 0, out);
    return 0;
}

/* Makes the entry of one key: old or new may be NULL. */
static int make_entry(struct sources *s, const struct table_entry *old,
                      const struct table_entry *new, struct buf *out, struct diag_error *err)
{
    const struct jsontape *older = old != NULL ? state_entry_of(s->older, old, err) : NULL;
    const struct news_item *item = new != NULL ? news_of(s->news, new) : NULL;
    if (old != NULL && older == NULL)
        return -1;
    bool made = item != NULL && item->kind == NEWS_MADE;
    if (older != NULL &&
        (jsontape_kind(older, 0) != '{' || (!made && prune_overwritten(s->prune, old->key, older))))
        older = NULL;
    if (s->prune->gone && older != NULL && item == NULL && !prune_gone(s->prune, old->key, older))
        return 0;
    if (add_entry(s, older, item, out, err) < 0)
        return -1;
    if (out->len == 0 || jsontape_read(&s->tape, out->data, out->len, NULL) < 0) {
        buf_reset(out);
        return 0;
    }
    totals_add(&s->totals, &s->tape);
    if (older != NULL && item != NULL)
        prune_moved(s->prune, old->key, older, &s->tape);
    return 0;
}

/* Both tables side by side, in the order of their keys. */
static int write_entries(struct piece *p, struct sources *s, struct diag_error *err)
{
    const struct table_entry **olds = sorted(&s->older->by_key), **old = olds;
    const struct table_entry **fresh = sorted(&s->news->by_key), **new = fresh;
    struct buf text;
    int result = 0;
    bool first = true;
    buf_init(&text, CEILING_LINE);
    while (result == 0 && (*old != NULL || *new != NULL)) {
        int order = *old == NULL ? 1 : *new == NULL ? -1 : by_key(old, new);
        const struct table_entry *e = order <= 0 ? *old : *new;
        buf_reset(&text);
        result = make_entry(s, order <= 0 ? *old : NULL, order >= 0 ? *new : NULL, &text, err);
        if (text.len > 0) {
            begin(p, &first, "  ", e->key, e->len);
            buf_add(&p->text, text.data, text.len);
            push(p, false);
        }
        old += order <= 0;
        new += order >= 0;
    }
    buf_text(&p->text, first ? "}" : "\n }");
    buf_free(&text);
    free(fresh);
    free(olds);
    return result;
}

static void write_totals(struct piece *p, const struct totals *totals)
{
    bool first = true;
    const struct table_entry **all = sorted(&totals->by_provider);
    buf_text(&p->text, ",\n \"providers\": {");
    for (size_t i = 0; i < totals->by_provider.count; i++) {
        begin(p, &first, "  ", all[i]->key, all[i]->len);
        struct jsonwrite w = jsonwrite_to(&p->text);
        totals_write(totals, (size_t)(all[i] - totals->by_provider.entry), &w);
        push(p, false);
    }
    buf_text(&p->text, first ? "}" : "\n }");
    free(all);
}

/* What the older state says beside, and nobody here knows. */
static int write_others(struct piece *p, const struct state *older, struct diag_error *err)
{
    int result = 0;
    struct buf text;
    buf_init(&text, CEILING_STATE);
    for (size_t i = 0; i < older->others && result == 0; i++) {
        buf_reset(&text);
        result = state_bytes(older, older->other[i].key, &text, err);
        buf_text(&p->text, ",\n ");
        buf_add(&p->text, text.data, text.len);
        buf_text(&p->text, ": ");
        buf_reset(&text);
        result = result < 0 ? -1 : state_bytes(older, older->other[i].value, &text, err);
        buf_add(&p->text, text.data, text.len);
        push(p, false);
    }
    buf_free(&text);
    return result;
}

int compose(struct state *older, const struct news *news, struct prune *prune, struct files_new *to,
            struct diag_error *err)
{
    struct piece p = {.to = to, .older = older, .same = true, .err = err};
    struct sources s = {.older = older, .news = news, .prune = prune};
    totals_init(&s.totals);
    jsontape_init(&s.tape);
    buf_init(&p.text, CEILING_STATE + CEILING_MIB);
    buf_init(&p.there, CEILING_STATE + CEILING_MIB);
    buf_text(&p.text, "{\"version\": \"2.0\",\n \"endpoints\": {");
    int result = write_entries(&p, &s, err);
    write_totals(&p, &s.totals);
    if (result == 0)
        result = write_others(&p, older, err);
    buf_text(&p.text, "}\n");
    bool over = buf_over(&p.text);
    push(&p, true);
    if (p.at < older->size)
        differ(&p);
    if (p.lost)
        result = -1;
    if (result == 0 && (over || p.at > CEILING_STATE))
        result = diag_fail(err, "the state would be larger than %zu MiB",
                           CEILING_STATE / CEILING_MIB);
    buf_free(&p.there);
    buf_free(&p.text);
    jsontape_free(&s.tape);
    totals_free(&s.totals);
    return result < 0 ? -1 : !p.same;
}
