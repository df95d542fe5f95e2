/*
 * answer: the cases in what a model wrote.
 *
 * Models wrap what they were asked for: in a fence, in prose, in one more object, in a string; and they write what is
 * almost JSON.  Three steps undo that, each for itself: extract finds where JSON may be, repair reads it and writes
 * strict JSON, gather finds the cases.  A text that is JSON as it stands is never repaired.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

struct answer {
    struct buf text;      /* the cases as a JSON array, each with the bytes it had */
    struct jsontape tape; /* of text */
    uint32_t cases;       /* an array in it, not empty */
    bool cut;             /* cases were left out that were cut off, or broken beyond mending */
};

/* Returns 0, or -1 with err: no JSON, or no case in it that is whole.  On failure nothing is held. */
int answer_read(struct answer *a, const char *content, struct diag_error *err);
void answer_free(struct answer *a);

#endif
