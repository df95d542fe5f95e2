#include "lane.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

void lane_queue_init(struct lane_queue *q)
{
    *q = (struct lane_queue){0};
    q->last = &q->first;
}

void lane_queue_add(struct lane_queue *q, struct job *j)
{
    j->next = NULL;
    *q->last = j;
    q->last = &j->next;
    q->count++;
}

void lane_queue_add_first(struct lane_queue *q, struct job *j)
{
    j->next = q->first;
    if (q->first == NULL)
        q->last = &j->next;
    q->first = j;
    q->count++;
}

/* Takes out the job that *link points to. */
static struct job *unlink_at(struct lane_queue *q, struct job **link)
{
    struct job *j = *link;
    *link = j->next;
    if (q->last == &j->next)
        q->last = link;
    j->next = NULL;
    q->count--;
    return j;
}

struct job *lane_queue_take(struct lane_queue *q, int64_t now, int64_t *next_ms)
{
    for (struct job **link = &q->first; *link != NULL; link = &(*link)->next) {
        if ((*link)->due_ms <= now)
            return unlink_at(q, link);
        if ((*link)->due_ms < *next_ms)
            *next_ms = (*link)->due_ms;
    }
    return NULL;
}

void lane_queue_remove(struct lane_queue *q, const struct job *j)
{
    for (struct job **link = &q->first; *link != NULL; link = &(*link)->next) {
        if (*link == j) {
            unlink_at(q, link);
            return;
        }
    }
}

struct job *lane_queue_shift(struct lane_queue *q)
{
    return q->first != NULL ? unlink_at(q, &q->first) : NULL;
}

/* Slots belong to a server: one that is spoken to by two protocols has one set of them. */
static struct slot_pool *open_slots(const struct provider *p, int slot_dir, struct diag_error *err)
{
    char *server = provider_root(p);
    struct slot_pool *slots = slot_open(slot_dir, server, p->workers, err);
    free(server);
    return slots;
}

struct lane *lane_new(const struct provider *p, int slot_dir, struct diag_error *err)
{
    bool builtin = p->vendor->protocol == VENDOR_BUILTIN;
    struct slot_pool *slots = builtin ? NULL : open_slots(p, slot_dir, err);
    if (slots == NULL && !builtin)
        return NULL;
    struct lane *l = mem_new(sizeof *l);
    l->provider = p;
    l->slots = slots;
    l->pace = pace_of(p->workers, p->rpm);
    l->form = form_of(p);
    lane_queue_init(&l->queue);
    lane_queue_init(&l->flying);
    return l;
}

void lane_free(struct lane *l)
{
    struct job *j;
    while ((j = lane_queue_shift(&l->queue)) != NULL || (j = lane_queue_shift(&l->flying)) != NULL)
        job_free(j);
    slot_close(l->slots);
    verdict_free(&l->verdict);
    free(l);
}
