#include "inside.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"

enum {
    LOOKS = 16,                        /* records of one id that are compared with an answer */
    KEYS = 2 * CEILING_WINDOW_RECORDS, /* the table never forgets a key: it is made anew */
};

void inside_init(struct inside *in)
{
    *in = (struct inside){0};
    table_init(&in->by_id);
}

void inside_free(struct inside *in)
{
    struct held *next;
    for (struct held *h = in->all.first; h != NULL; h = next) {
        next = h->after;
        held_free(h);
    }
    table_free(&in->by_id);
    *in = (struct inside){0};
}

static void enter(struct inside *in, struct held *h)
{
    struct table_entry *e = table_put(&in->by_id, h->id, strlen(h->id));
    struct held *first = e->value.pointer;
    h->same = NULL;
    if (first == NULL) {
        e->value.pointer = h;
        h->tail = h;
    } else {
        first->tail->same = h;
        first->tail = h;
    }
}

void inside_add(struct inside *in, struct held *h)
{
    if (in->by_id.count > KEYS && in->by_id.count > 2 * in->all.count) {
        table_free(&in->by_id);
        table_init(&in->by_id);
        for (struct held *old = in->all.first; old != NULL; old = old->after)
            enter(in, old);
    }
    enter(in, h);
    held_append(&in->all, h);
}

/* Takes h out; before is the one before it with the same id, or NULL. */
static void leave(struct inside *in, struct table_entry *e, struct held *h, struct held *before)
{
    struct held *first = e->value.pointer;
    if (before == NULL) {
        e->value.pointer = h->same;
        if (h->same != NULL)
            h->same->tail = h->tail;
    } else {
        before->same = h->same;
        if (first->tail == h)
            first->tail = before;
    }
    held_remove(&in->all, h);
}

static bool names(const struct record *r, const char *member, const char *text)
{
    return text == NULL || jsontape_is(&r->tape, record_get(r, member), text);
}

static bool is_of(const struct record *answer, const struct held *h)
{
    size_t len;
    const char *seq = jsontape_raw(&answer->tape, record_get(answer, "seq"), &len);
    bool same_seq = h->seq == NULL || (strlen(h->seq) == len && memcmp(seq, h->seq, len) == 0);
    return same_seq && names(answer, "provider", h->next) &&
           names(answer, "fallback_from", h->from);
}

struct held *inside_answered(struct inside *in, const struct record *answer)
{
    char *id = record_text(answer, "id");
    struct table_entry *e = table_get(&in->by_id, id, strlen(id));
    free(id);
    struct held *first = e != NULL ? e->value.pointer : NULL;
    struct held *before = NULL, *h = first;
    for (int i = 0; h != NULL && i < LOOKS; i++, before = h, h = h->same) {
        if (is_of(answer, h)) {
            leave(in, e, h, before);
            return h;
        }
    }
    if (first != NULL)
        leave(in, e, first, NULL);
    return first;
}

void inside_lose(struct inside *in, struct held_queue *q)
{
    struct held *h;
    while ((h = in->all.last) != NULL) {
        held_remove(&in->all, h);
        h->lost++;
        held_prepend(q, h);
    }
    table_free(&in->by_id);
    table_init(&in->by_id);
}
