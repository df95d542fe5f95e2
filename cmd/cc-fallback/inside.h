/*
 * inside: the records a child has been given and has not answered, found by id.
 *
 * Ids may repeat (two providers on the same operations).  Among records of one id the first is taken whose
 * `seq`, first provider and asked provider are those the answer names, and else the first of all: only the
 * first few are compared, so that finding stays cheap.  Memory follows what is inside, not what was.
 */
#ifndef INSIDE_H
#define INSIDE_H

#include "held.h"
#include "record.h"
#include "table.h"

struct inside {
    struct held_queue all; /* in the order they were sent; look, do not change */
    struct table by_id;    /* id → struct held, the first of that id, or NULL */
};

void inside_init(struct inside *in);
/* Frees the records too. */
void inside_free(struct inside *in);

void inside_add(struct inside *in, struct held *h);
/* The record that this one answers, no longer inside; NULL when there is none with its id. */
struct held *inside_answered(struct inside *in, const struct record *answer);
/* Takes everything out and puts it, in its order, before what is in q; each is counted as lost once more. */
void inside_lose(struct inside *in, struct held_queue *q);

#endif
