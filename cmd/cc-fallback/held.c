#include "held.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "mem.h"
#include "outcome.h"

/* A member as its JSON text; NULL where there is none. */
static char *json_of(const struct record *r, const char *member)
{
    if (!record_has(r, member))
        return NULL;
    size_t len;
    const char *raw = jsontape_raw(&r->tape, record_get(r, member), &len);
    return mem_copy(raw, len);
}

static char *first_provider(const struct record *r)
{
    char *name = record_text(r, "fallback_from");
    if (name == NULL)
        name = record_text(r, "provider");
    if (name == NULL)
        name = jsontape_text(&r->tape, jsontape_get(&r->tape, record_get(r, "error"), "provider"));
    return name;
}

struct held *held_new(const struct record *r, char *next, size_t place)
{
    struct held *h = mem_new(sizeof *h);
    h->line = mem_copy(r->line, r->len);
    h->len = r->len;
    h->id = record_text(r, "id");
    h->seq = json_of(r, "seq");
    h->next = next;
    h->place = place;
    h->from = first_provider(r);
    h->provider = json_of(r, "provider");
    h->error = json_of(r, "error");
    return h;
}

void held_free(struct held *h)
{
    if (h == NULL)
        return;
    free(h->line);
    free(h->id);
    free(h->seq);
    free(h->next);
    free(h->from);
    free(h->provider);
    free(h->error);
    free(h);
}

void held_again(struct held *h, const struct record *answer, char *next)
{
    free(h->line);
    free(h->next);
    h->line = mem_copy(answer->line, answer->len);
    h->len = answer->len;
    h->next = next;
    h->came_back = true;
    h->lost = 0;
}

/* Bytes it takes up. */
static size_t size_of(const struct held *h)
{
    return sizeof *h + h->len + strlen(h->error);
}

/* The record with its next provider, and with this error or none. */
static void write_asked(const struct held *h, const struct buf *error, struct buf *out)
{
    struct record r;
    if (record_read(&r, h->line, h->len, NULL) < 0)
        return;
    struct buf next, from;
    buf_init(&next, CEILING_LINE);
    buf_init(&from, CEILING_LINE);
    struct jsonwrite w = jsonwrite_to(&next);
    jsonwrite_text(&w, h->next);
    w = jsonwrite_to(&from);
    jsonwrite_text(&w, h->from != NULL ? h->from : "");
    struct record_edit edit[4] = {
        {"provider", next.data, next.len},
        {"candidates", NULL, 0},
        {"error", error != NULL ? error->data : NULL, error != NULL ? error->len : 0},
        {"fallback_from", from.data, from.len},
    };
    bool keep_from = h->from == NULL || record_has(&r, "fallback_from");
    record_splice(&r, edit, keep_from ? 3 : 4, out);
    buf_free(&from);
    buf_free(&next);
    record_free(&r);
}

void held_ask(const struct held *h, struct buf *out)
{
    write_asked(h, NULL, out);
}

void held_fail(const struct held *h, const char *message, struct buf *out)
{
    struct buf error;
    buf_init(&error, CEILING_TEXT);
    outcome_error_json(&error, OUTCOME_CONFIG, h->next, 0, NULL, message);
    write_asked(h, &error, out);
    buf_free(&error);
}

static void write_restored(const struct held *h, const struct record *r, struct buf *out)
{
    struct record_edit edit[2] = {
        {"error", h->error, strlen(h->error)},
        {"provider", h->provider, h->provider != NULL ? strlen(h->provider) : 0},
    };
    record_splice(r, edit, 2, out);
}

void held_restore(const struct held *h, const struct record *answer, struct buf *out)
{
    struct record r;
    if (answer != NULL) {
        write_restored(h, answer, out);
    } else if (!h->came_back) {
        buf_add(out, h->line, h->len);
    } else if (record_read(&r, h->line, h->len, NULL) == 0) {
        write_restored(h, &r, out);
        record_free(&r);
    }
}

void held_append(struct held_queue *q, struct held *h)
{
    h->after = NULL;
    h->before = q->last;
    *(q->last != NULL ? &q->last->after : &q->first) = h;
    q->last = h;
    q->count++;
    q->bytes += size_of(h);
}

void held_prepend(struct held_queue *q, struct held *h)
{
    h->before = NULL;
    h->after = q->first;
    *(q->first != NULL ? &q->first->before : &q->last) = h;
    q->first = h;
    q->count++;
    q->bytes += size_of(h);
}

void held_remove(struct held_queue *q, struct held *h)
{
    *(h->before != NULL ? &h->before->after : &q->first) = h->after;
    *(h->after != NULL ? &h->after->before : &q->last) = h->before;
    q->count--;
    q->bytes -= size_of(h);
}
