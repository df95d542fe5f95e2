/*
 * entry: an operation's entry in the state (casecraft-state(5)), as compact JSON.  cc-merge.
 */
#ifndef ENTRY_H
#define ENTRY_H

#include <stddef.h>

#include "buf.h"
#include "digest.h"
#include "jsontape.h"
#include "record.h"

/* What was written of a record. */
struct entry_document {
    const char *file;   /* relative to the output directory of the state */
    const char *stamp;  /* generated_at, as it stands in it */
    const char *recipe; /* its digest; "": it is not known */
    struct digest digest;
    size_t cases;
};

/* Adds the entry of a record whose document was written. */
void entry_made(const struct record *r, const struct entry_document *d, struct buf *out);
/* Adds the entry of an operation whose try failed with this class of error: what the older entry says (NULL:
 * there is none) still holds. */
void entry_failed(const struct jsontape *older, const char *class, struct buf *out);

#endif
