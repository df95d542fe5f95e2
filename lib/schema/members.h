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
enum schema_member {
    SCHEMA_REQUIRED = 1,
    SCHEMA_DESCRIBED = 2,
    SCHEMA_CLOSED_OUT = 4,
    SCHEMA_WANTED = 8,
};
/* Puts the members of all parts into names, in order: described, one for each pattern, then those only required.
 * Closed out: a part forbids it by additionalProperties false or propertyNames.  Wanted: the merge's choice asks for it. */
void schema_members_of(const struct schema_merge *m, struct table *names);
/* Adds to out (initialised) what all parts ask of one member, or of the item at index; of a bar that speaks of
 * members, the one whose value is to be another has it passed on. */
void schema_members_one(const struct schema_merge *m, const char *name, size_t len,
                        struct schema_merge *out);
void schema_members_item(const struct schema_merge *m, size_t index, struct schema_merge *out);
/* What all parts ask of the names of members, and of items that `contains` looks for. */
void schema_members_keyword(const struct schema_merge *m, const char *keyword,
                            struct schema_merge *out);
/* How many items must be what `contains` looks for (0: there is none), and may be (-1: any number). */
long long schema_members_needed(const struct schema_merge *m);
long long schema_members_borne(const struct schema_merge *m);

/* Where a part has a discriminator: its property's name and the value that stands for this schema.
 * Returns false where there is none. */
bool schema_members_tag(const struct schema_merge *m, struct buf *name, struct buf *value);

#endif
