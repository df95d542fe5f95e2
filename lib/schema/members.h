/*
 * schema/members: the members and items that merged schemas describe.  Floor 4.
 */
#ifndef SCHEMA_MEMBERS_H
#define SCHEMA_MEMBERS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "schema/merge.h"
#include "table.h"

/* What value.number of a member's entry holds. */
enum schema_member { SCHEMA_REQUIRED = 1, SCHEMA_DESCRIBED = 2, SCHEMA_CLOSED_OUT = 4 };
/* Puts the members of all parts into names, in order: described, then those only required.  Closed out:
 * another part forbids it by additionalProperties false. */
void schema_members_of(const struct schema_merge *m, struct table *names);
/* Adds to out (initialised) what all parts ask of one member, or of the item at index. */
void schema_members_one(const struct schema_merge *m, const char *name, size_t len,
                        struct schema_merge *out);
void schema_members_item(const struct schema_merge *m, size_t index, struct schema_merge *out);

/* Where a part has a discriminator: its property's name and the value that stands for this schema.
 * Returns false where there is none. */
bool schema_members_tag(const struct schema_merge *m, struct buf *name, struct buf *value);

#endif
