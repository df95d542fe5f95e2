/*
 * refs: where references lead, inside one document.
 *
 * A reference is resolved once, and a big map is indexed once, so that thousands of references into thousands
 * of schemas stay linear.
 */
#ifndef REFS_H
#define REFS_H

#include "buf.h"
#include "jsontape.h"
#include "table.h"

struct refs {
    const struct jsontape *t;
    struct table found;   /* reference → node + 1 (0: nowhere) */
    struct table indexed; /* node of a big map → owned table of its members */
};

/* t must outlive it. */
void refs_init(struct refs *r, const struct jsontape *t);
void refs_free(struct refs *r);

/* The member of an object, fast in big maps too, or JSONTAPE_NONE. */
uint32_t refs_member(struct refs *r, uint32_t object, const char *key, size_t len);
/* The node that the reference (decoded text, "#/a/b~1c" or "#") leads to, or JSONTAPE_NONE: it leads nowhere, or
 * into another document. */
uint32_t refs_find(struct refs *r, const char *ref, size_t len);
/* The value of the object's `$ref` when it is a string, or JSONTAPE_NONE. */
uint32_t refs_of(const struct jsontape *t, uint32_t object);
/* Follows `$ref` from the node, through at most CEILING_REFERENCES of them; JSONTAPE_NONE where that leads
 * nowhere or round in a circle. */
uint32_t refs_follow(struct refs *r, uint32_t node);

/* Adds the JSON pointer of a node, "#/paths/~1pets/get". */
void refs_pointer(const struct jsontape *t, uint32_t node, struct buf *out);

#endif
