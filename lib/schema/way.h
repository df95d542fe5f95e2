/*
 * schema/way: the schemas that an instance in the making lies in, so that cycles end.  Floor 4.
 */
#ifndef SCHEMA_WAY_H
#define SCHEMA_WAY_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/merge.h"

/* Schemas within schemas; deeper instances are not made. */
#define SCHEMA_WAY_WITHIN 32

struct schema_way {
    const struct schema_merge *within[SCHEMA_WAY_WITHIN]; /* not owned */
    size_t depth;
};

/* Says that what comes until leave lies within the merge; false: too deep. */
bool schema_way_enter(struct schema_way *w, const struct schema_merge *m);
void schema_way_leave(struct schema_way *w);
/* How many times a merge's schema is among those we are within. */
size_t schema_way_times(const struct schema_way *w, const struct schema_merge *m);

#endif
