/*
 * schema/rims: objects and arrays on and over the edge of what one place allows.  Floor 4.
 *
 * Each value is the place as a whole: a member that must be there missing, one that must not be there, as few and
 * as many members and items as are allowed and one beyond, an item twice.
 */
#ifndef SCHEMA_RIMS_H
#define SCHEMA_RIMS_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/derive.h"
#include "schema/edges.h"
#include "schema/pieces.h"

/* Members and items of a value that goes over its maximum. */
#define SCHEMA_RIMS_MOST 256

struct schema_rims {
    struct schema_derive *derive;
    const struct schema_merge *merge;
    const char *name; /* of the place */
    bool textual;     /* as in schema/edges */
    bool top; /* nothing is around the place: it may be empty where it is sent as text, too */
    bool (*each)(void *ctx,
                 const struct schema_edge *e); /* false to stop; so do the functions then */
    void *ctx;
};

/* pieces: what schema_derive_members made; it comes back as it was. */
bool schema_rims_object(const struct schema_rims *r, struct schema_pieces *pieces);
bool schema_rims_array(const struct schema_rims *r);
/* One more than there may be at the most; -1 where `most` is -1, no bound, or no value would have so many. */
long long schema_rims_over(long long most);
/* Adds a member of that name, with a value by what the schema says of it, to the object; false, with nothing added, where
 * there may be none. */
bool schema_rims_append(const struct schema_rims *r, const char *name, size_t len,
                        struct buf *object);

#endif
