/*
 * question: what the body of a request asks, read leniently: anything may be missing.
 */
#ifndef QUESTION_H
#define QUESTION_H

#include <stdbool.h>

#include "buf.h"
#include "jsontape.h"

struct question {
    struct jsontape tape; /* of the body, which must outlive it; empty when it is no JSON */
    char *model;          /* NULL: none */
    bool stream;          /* it says true */
    bool whole;           /* it says "stream":false */
};

void question_init(struct question *q);
/* May be read again and again. */
void question_read(struct question *q, const struct buf *body);
void question_free(struct question *q);

/*
 * The operation that the first line of the last such user message names, "METHOD /path": both are the
 * caller's. GET and / where there is none.
 */
void question_operation(const struct question *q, char **method, char **path);

#endif
