/*
 * defs: the definitions of records: each schema that a reference leads to, with its name.
 *
 * A component of the description keeps its own name.  Any other schema (of another file, or of a place that
 * is no component) gets a tilde and a digest of where it stands, which does not depend on what else is
 * reached, nor on the name of the description.
 */
#ifndef DEFS_H
#define DEFS_H

#include <stddef.h>
#include <stdint.h>

#include "description/refs.h"
#include "digest.h"
#include "holding.h"
#include "table.h"

struct def {
    uint32_t node;
    char *ref; /* "#/$defs/NAME", as JSON */
    size_t ref_len;
    struct digest ref_digest;
    char *json; /* "NAME":…, a member of $defs; the value only once it was copied (shape.h) */
    size_t key_len, len;  /* of the key with its colon, and of all */
    struct digest digest; /* of the name and the value */
    uint32_t *dep;        /* definitions that the value refers to, by number */
    size_t deps;
    struct holding holding; /* what it holds itself */
};

struct defs {
    struct refs *refs;
    uint32_t home; /* the map of the description's own schemas, or JSONTAPE_NONE */
    struct def *def;
    size_t count, room;
    struct table of_node; /* node → number + 1 */
    struct table name;    /* those that are taken */
    struct table ref;     /* "#/$defs/NAME", as JSON → number + 1 */
};

#define DEFS_NONE UINT32_MAX

/* refs must outlive it. */
void defs_init(struct defs *d, struct refs *refs);
void defs_free(struct defs *d);
/* The number of the definition that the schema is; made where there is none yet. */
uint32_t defs_of(struct defs *d, uint32_t node);
/* The number of the definition that "#/$defs/NAME", as JSON, means; DEFS_NONE: there is none. */
uint32_t defs_named(const struct defs *d, const char *ref, size_t len);

#endif
