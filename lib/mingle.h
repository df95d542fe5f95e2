/*
 * mingle: cases from several hands as one list, without those that send the same request.  Floor 4.
 *
 * Of two that do, with the same preconditions, the first one stays.  A case_id that is taken becomes the next one that
 * is free.
 */
#ifndef MINGLE_H
#define MINGLE_H

#include "jsontape.h"
#include "jsonwrite.h"
#include "table.h"

struct mingle {
    struct jsonwrite *w;   /* not owned */
    struct table requests; /* digests of those that stand in the list */
    struct table ids;      /* case_ids that do */
    struct table numbers;  /* case_id without its number → the last one that was tried */
};

/* Begins the list; w must outlive it. */
void mingle_init(struct mingle *m, struct jsonwrite *w);
/* Adds the cases of a list; the text at provider, or JSONTAPE_NONE, wrote those that do not say who did. */
void mingle_cases(struct mingle *m, const struct jsontape *t, uint32_t cases, uint32_t provider);
/* Ends the list. */
void mingle_end(struct mingle *m);

#endif
