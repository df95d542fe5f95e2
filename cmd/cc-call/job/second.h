/*
 * second: one more question to the same provider, where its answer was worth too little, and what the first was worth.
 *
 * Too little: no case holds, or fewer than half of what was asked for, or of what builtin can derive if that is less.
 * There is one such question at the most.  Whatever becomes of it, the cases of the first answer remain.
 */
#ifndef SECOND_H
#define SECOND_H

#include <stdbool.h>
#include <stddef.h>

#include "answer/answer.h"
#include "buf.h"
#include "prompt/prompt.h"
#include "record.h"
#include "verify.h"
#include "wire/reply.h"

struct second {
    bool asked; /* this is the second question, or the second answer is there */
    struct buf
        words; /* JSON: the messages that follow those of the first question, each with a comma before it */
    struct buf first; /* the cases of the first answer as they came: a JSON array, perhaps empty */
    struct buf cases; /* those that hold, as the record would have them alone; empty: none does */
    struct buf rejected; /* of the first answer alone; empty: none was */
    size_t held;         /* how many hold */
    bool cut;            /* the first answer was cut off */
    char *why;           /* what was wrong with the first answer if none holds; else NULL */
};

/* All zero holds nothing. */
void second_free(struct second *s);

/* Whether so many cases are too few for the record. */
bool second_is_due(const struct record *r, const struct prompt_wish *wish, size_t held);

/*
 * Prepares the question.  a: the first answer, NULL where it could not be read, which `why` says then.  v: what was
 * made of it; cases: those that hold, finished, or NULL.  Its texts are copied.
 */
void second_begin(struct second *s, const struct record *r, const struct prompt_wish *wish,
                  const struct answer *a, const struct verify *v, const struct buf *cases,
                  const char *why);

/* The answer with the cases of the first before its own; a is as it was where they do not fit together. */
void second_join(const struct second *s, struct answer *a);

/* The second question has failed, and no case of the first answer holds: r, an error, is one of the answer then. */
void second_explain(const struct second *s, const struct provider *p, struct reply *r);

#endif
