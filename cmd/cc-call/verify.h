/*
 * verify: which of a model's cases are believed.
 *
 * Each case is judged alone against the record: it has a name, a type and a status, its method and path are the
 * operation's, its request can be built, what it says of itself is what lib/schema finds (judge/label), and no case
 * before sends the same request.  A label or status that is wrong is put right where that is certain, and the case's
 * remarks say so.  What fails is rejected with its reason and takes no other with it.
 */
#ifndef VERIFY_H
#define VERIFY_H

#include <stddef.h>

#include "answer/answer.h"
#include "buf.h"
#include "record.h"

struct verify {
    struct buf cases;    /* JSON array of what was accepted, finished (testcase.h) */
    struct buf rejected; /* JSON array of {reason, case} */
    size_t accepted, refused;
};

/* provider: who wrote the cases.  The caller frees it. */
void verify_answer(struct verify *v, const struct record *r, const struct answer *a,
                   const char *provider);
void verify_free(struct verify *v);

#endif
