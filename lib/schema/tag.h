/*
 * schema/tag: the value that tells the branches of a discriminator apart.  Floor 4.
 */
#ifndef SCHEMA_TAG_H
#define SCHEMA_TAG_H

#include <stdbool.h>

#include "schema/merge.h"
#include "schema/pieces.h"
#include "table.h"

/* Gives the discriminator's member of an object of the merge, where it is in, the value of the branch that was
 * taken, unless its own schema forbids that; request is as in schema/validate. */
void schema_tag_set(const struct schema_merge *m, bool request, struct schema_pieces *p);

/* Whether the entry of schema_members_of is the discriminator's member, and member, what it is asked for, allows the
 * value of the branch: any other would be of another branch, or of none. */
bool schema_tag_is(const struct schema_merge *m, const struct table_entry *e,
                   const struct schema_merge *member, bool request);

#endif
