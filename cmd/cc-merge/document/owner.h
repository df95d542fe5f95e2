/*
 * owner: whose document stands at a place.  cc-merge.
 */
#ifndef OWNER_H
#define OWNER_H

#include "directory/files.h"
#include "directory/names.h"

/* The key of its operation (casecraft-state(5)), the caller's; NULL where there is no document. */
char *owner_at(const struct files *f, const struct names_place *place);

#endif
