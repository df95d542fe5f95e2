/*
 * mingle: cases of several records as one list, without those that send the same request.  cc-merge.
 */
#ifndef MINGLE_H
#define MINGLE_H

#include "jsonwrite.h"
#include "record.h"
#include "table.h"

struct mingle {
    struct jsonwrite w;
    struct table requests; /* digests of those that stand in the list */
    struct table ids;      /* case_ids that do */
    struct table numbers;  /* case_id without its number → the last one that was tried */
};

/* Begins an object with the member `cases` in out; mingle_end() ends the list, and mingle_free() the object. */
void mingle_init(struct mingle *m, struct buf *out);
void mingle_cases(struct mingle *m, const struct record *r);
void mingle_end(struct mingle *m);
void mingle_free(struct mingle *m);

#endif
