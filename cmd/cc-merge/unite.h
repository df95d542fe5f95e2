/*
 * unite: the answers of several providers to one operation, as one.  cc-merge --union.
 *
 * Of each provider the latest answer counts.  They stand in the order of their ranks and then of their
 * providers' names, so that the order in which they came does not matter.  The records wait on disk.
 */
#ifndef UNITE_H
#define UNITE_H

#include <stddef.h>

#include "directory/spill.h"
#include "jsontape.h"
#include "record.h"
#include "table.h"

struct unite_part;

struct unite {
    struct table by_id;     /* id → 1 + index of its latest part */
    struct table providers; /* name → not used; a part has its index */
    struct unite_part *part;
    size_t parts, room;
    struct spill spill;
};

/* What the answers to an operation are together. */
struct unite_joined {
    struct record best;   /* the answer of the highest rank */
    struct buf text;      /* {"cases":[…],"providers":[…]} */
    struct jsontape tape; /* of text */
};

/* where: the directory for a temporary file; it need not be open yet. */
void unite_init(struct unite *u, const struct files *where);
void unite_free(struct unite *u);

/* Adds a record that has `cases`; rank is its own (best.h).  Returns 0, or -1 with err. */
int unite_add(struct unite *u, const struct record *r, const char *id, size_t rank,
              struct diag_error *err);
/*
 * Joins all answers to the id, of which there is one.  A case whose request, with its preconditions, stands
 * there already is left out; one whose case_id does gets the next free number; each names its provider.
 * Returns 0, and the caller frees it, or -1 with err and nothing held.
 */
int unite_join(const struct unite *u, const char *id, struct unite_joined *joined,
               struct diag_error *err);
void unite_joined_free(struct unite_joined *joined);

#endif
