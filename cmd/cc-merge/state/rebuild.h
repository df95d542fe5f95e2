/*
 * rebuild: a state from the documents, where there is none that can be used.  cc-merge.
 */
#ifndef REBUILD_H
#define REBUILD_H

#include <stddef.h>

#include "buf.h"
#include "directory/files.h"

/*
 * Adds a state with an entry for each document in the directory and its folders; prefix stands before the names
 * of their files.  The entries have no digest: whether a person has changed a document is not known.  Files
 * that are no documents are passed over.  Returns how many entries there are.
 */
size_t rebuild(const struct files *f, const char *prefix, struct buf *out);

#endif
