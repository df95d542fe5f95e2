/*
 * held: a failed record in our hands while other providers are asked, and the three lines it can become.
 *
 * The record is kept as bytes, as it last came (from stdin, or back from the child with an error), because
 * thousands are held at once; each line is made when it is written.
 */
#ifndef HELD_H
#define HELD_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "record.h"

struct held {
    char *line; /* carries an error; known to be a record */
    size_t len;
    char *id;
    char *seq;      /* as JSON, or NULL */
    char *next;     /* the provider to ask */
    size_t place;   /* in its chain (chain_next) */
    char *from;     /* the provider that had it first, or NULL */
    char *provider; /* of the record as it came from stdin, as JSON; NULL: it had none */
    char *error;    /* likewise; its first error */
    bool came_back; /* line is an answer, not what came from stdin */
    int lost;       /* children that ended with it inside */

    struct held *after, *before; /* in one queue */
    struct held *same, *tail; /* inside.c: the next with this id; of the first of them, the last */
};

/* r carries an error; next is owned from now on. */
struct held *held_new(const struct record *r, char *next, size_t place);
void held_free(struct held *h);
/* An answer with an error came, and next is to be asked: it takes the place of the line.  Owns next. */
void held_again(struct held *h, const struct record *answer, char *next);

/* Adds the record as it is sent: provider is the next one, fallback_from the first (kept where the record
 * has one), no error, no candidates. */
void held_ask(const struct held *h, struct buf *out);
/* Adds the same with an error of class `config`: the child ended without an answer, as message says. */
void held_fail(const struct held *h, const char *message, struct buf *out);
/* Adds the answer (NULL: the record as it last came) with the first error and its provider put back; a
 * record that was never answered leaves byte-identical. */
void held_restore(const struct held *h, const struct record *answer, struct buf *out);

/* Held records in a row. */
struct held_queue {
    struct held *first, *last;
    size_t count, bytes;
};

void held_append(struct held_queue *q, struct held *h);
void held_prepend(struct held_queue *q, struct held *h);
/* h is in q; taken out. */
void held_remove(struct held_queue *q, struct held *h);

#endif
