/*
 * opkey: the key of a record's operation, METHOD:/path, in documents and in the state.  cc-merge.
 */
#ifndef OPKEY_H
#define OPKEY_H

#include <stdbool.h>

#include "buf.h"
#include "record.h"

/* Adds the key, by `method` and `path`, or by `id` in a record that has been passed over (unchanged).  Returns
 * false, and adds nothing, where the record is of no operation: it has messages of its own, say. */
bool opkey_add(const struct record *r, struct buf *out);

#endif
