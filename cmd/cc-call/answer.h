/*
 * answer: the cases in what a model wrote.
 *
 * Models wrap what they were asked for: in a fence, in prose, in one more object.  Valid JSON is never altered.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

struct answer {
    struct buf text;
    struct jsontape tape; /* of text */
    uint32_t cases;       /* an array in it */
    bool cut;             /* only the whole cases of a text that was cut off */
};

/* Returns 0, or -1 with err: no JSON, or no array of cases in it.  On failure nothing is held. */
int answer_read(struct answer *a, const char *content, struct diag_error *err);
void answer_free(struct answer *a);

#endif
