/*
 * body: the body of an answer, by a block of a script.
 */
#ifndef BODY_H
#define BODY_H

#include <stdbool.h>

#include "buf.h"
#include "http.h"
#include "question.h"
#include "script.h"

/* What is answered: a block, the request it answers, a name in the place of a model that was not
 * given, and a number that makes the id. */
struct body_order {
    const struct script_block *block;
    const struct http_request *request;
    const struct question *question;
    const char *name;
    long long number;
};

struct body {
    struct buf bytes;
    const char *type;      /* of the content */
    const char *event_end; /* what ends each event of a stream; NULL: no stream */
};

/* For every kind of block but SCRIPT_RAW and SCRIPT_CAPTURE. */
void body_make(struct body *m, const struct body_order *o);
void body_free(struct body *m);

#endif
