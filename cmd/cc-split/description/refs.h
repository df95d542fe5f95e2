/*
 * refs: where references lead.
 *
 * A reference is resolved once, and a big map is indexed once, so that thousands of references into thousands
 * of schemas stay linear.  A reference is read beside the URI of the resource that it stands in (RFC 3986);
 * where that leads nowhere, beside the file that it stands in, and a plain name is that of a schema.
 */
#ifndef REFS_H
#define REFS_H

#include "buf.h"
#include "documents.h"
#include "jsontape.h"
#include "resources.h"
#include "table.h"

struct refs {
    const struct documents *documents;
    const struct jsontape *t;
    struct resources resources;
    struct table found;    /* resource and reference → node + 1 (0: nowhere) */
    struct table followed; /* node of a reference → node + 1 at the end of the chain (0: nowhere) */
    struct table indexed; /* node of a big map or list → owned table of its members, by name */
    struct buf key;
    int nesting; /* chains that are being followed for the sake of another */
};

/* documents must outlive it.  ids: whether `$id` and anchors count. */
void refs_init(struct refs *r, const struct documents *documents, bool ids);
void refs_free(struct refs *r);

/* The member of an object, fast in big maps too, or JSONTAPE_NONE. */
uint32_t refs_member(struct refs *r, uint32_t object, const char *key, size_t len);
uint32_t refs_get(struct refs *r, uint32_t object, const char *key);
/* The object's first member that has the name of the key, a string in the tape, or JSONTAPE_NONE. */
uint32_t refs_same(struct refs *r, uint32_t object, uint32_t key);
/* The string of the object's `$ref`, or JSONTAPE_NONE. */
uint32_t refs_of(struct refs *r, uint32_t object);
/* The node that the reference, a string in the tape, leads to, or JSONTAPE_NONE. */
uint32_t refs_target(struct refs *r, uint32_t ref);
/* Follows `$ref` from the node to its end, however long the chain; JSONTAPE_NONE where that leads nowhere or
 * round in a circle. */
uint32_t refs_follow(struct refs *r, uint32_t node);
/* Adds why the reference leads nowhere. */
void refs_why(struct refs *r, uint32_t ref, struct buf *out);

/* Adds the JSON pointer of a node in its document, "#/paths/~1pets/get". */
void refs_pointer(struct refs *r, uint32_t node, struct buf *out);

#endif
