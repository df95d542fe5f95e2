/*
 * schema/derive: makes an instance of a schema.  Floor 4.
 *
 * Deterministic: the same schema and options give the same bytes.  Cycles end: a member that leads back to a schema we
 * are in is followed once more; an optional one has what is required alone then, and is there only with all others.
 * The result is made to be valid; whether it is, schema/validate says.
 */
#ifndef SCHEMA_DERIVE_H
#define SCHEMA_DERIVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "schema/merge.h"
#include "schema/pieces.h"
#include "schema/way.h"

/* How deep objects nest before optional members are left out. */
#define SCHEMA_DERIVE_DEPTH 6
/* Items that a minItems may ask for. */
#define SCHEMA_DERIVE_ITEMS 256

struct schema_derive {
    const struct schema_view *view;
    const struct schema_choice *choice; /* or NULL */
    unsigned long long seed; /* 0 and 1: the plainest values; any other: values of its own */
    bool all;                /* optional members too; else required ones only */
    bool request;            /* to be sent: readOnly members are left out */
    bool textual;            /* as a form or in a query: an object is there only by its members */
    bool others; /* members that no schema names have a name, though none has to be in */
    /* Each value is judged when it is made, and left out where it may be; schema/instance asks for it where
     * nothing else gives what is valid. */
    bool careful;
    /* From here on the module's own; zero at first. */
    struct schema_way way;
    size_t objects; /* of them, objects */
    size_t values;  /* made so far */
    uint64_t salt;
    bool some; /* an object has a member, so that it differs from an empty one */
};

/* Adds an instance of all schemas of the merge as JSON to out; name: the member it is for, or "".
 * False, with nothing added, when none can be made: `false`, contradictions, a cycle of required members. */
bool schema_derive(struct schema_derive *d, const struct schema_merge *m, const char *name,
                   struct buf *out);

/* The members of an object of the merge, p (initialised) filled with every name; those that belong to an
 * instance are in.  False when a required one cannot be made. */
bool schema_derive_members(struct schema_derive *d, const struct schema_merge *m,
                           struct schema_pieces *p);

/* Puts one more member of such an object in; false when it cannot be made, or is the server's own. */
bool schema_derive_member(struct schema_derive *d, const struct schema_merge *m,
                          struct schema_pieces *p, size_t index);

/* So many items, the first of them made to differ from each other, the rest made as the first.  Where the schema has
 * a `contains`, the first `matching` are what it looks for and the others are not. */
struct schema_items {
    size_t count, different, matching;
};
/* Adds an array; false, with nothing added, when it cannot be made. */
bool schema_derive_items(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         const struct schema_items *how, struct buf *out);
/* The same of count items, with as many that match as there must be. */
bool schema_derive_count(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         size_t count, size_t different, struct buf *out);

#endif
