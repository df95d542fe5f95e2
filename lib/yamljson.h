/*
 * yamljson: the JSON form of a YAML document, and its tape, written node by node.  Floor 3; knows no YAML
 * syntax.
 *
 * Nodes come in document order: a collection is opened, its nodes follow (in a mapping key, value,
 * key, value…), and it is closed.  There is no tree: an alias is a copy of JSON text, and a mapping
 * is looked through once, when it ends.
 */
#ifndef YAMLJSON_H
#define YAMLJSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "ceiling.h"
#include "diag.h"
#include "jsontape.h"
#include "jsonwrite.h"
#include "yamlanchor.h"
#include "yamlkeys.h"
#include "yamlplace.h"
#include "yamlscalar.h"

/* A collection that has not ended. */
struct yamljson_level {
    bool mapping;
    bool value;      /* the next node of the mapping is a value */
    bool merge;      /* its last key is a `<<` that merges */
    uint32_t anchor; /* or YAMLANCHOR_NONE */
    uint32_t node;   /* in the tape */
    size_t start;    /* its bracket in the JSON text */
    size_t keys;     /* its first key on the stack of keys */
    size_t nodes;    /* nodes before it */
    size_t height;   /* levels of collections in it */
};

struct yamljson {
    struct jsonwrite to;
    struct jsontape *tape; /* not owned */
    struct yamlkeys keys;
    struct yamlanchor_set anchors;
    struct yamljson_level level[CEILING_YAML_DEPTH];
    size_t depth;
    size_t nodes;    /* keys and values, aliases expanded */
    size_t expanded; /* bytes that aliases stood for */
};

struct yamljson_scalar {
    const char *text;
    size_t len;
    enum yamlscalar_type type;
    bool merge; /* the plain `<<`, which merges where it is a key */
};

/* Adds to out, and to tape the nodes of what it adds; both must outlive y. */
void yamljson_init(struct yamljson *y, struct buf *out, struct jsontape *tape);
void yamljson_free(struct yamljson *y);

/*
 * Each returns 0, or -1 with err ("line L, column C: …") at what yamlread.h lists.  anchor: the
 * node's name, or NULL.
 */
int yamljson_scalar(struct yamljson *y, struct yamlplace_mark mark, const char *anchor,
                    const struct yamljson_scalar *scalar, struct diag_error *err);
int yamljson_alias(struct yamljson *y, struct yamlplace_mark mark, const char *name,
                   struct diag_error *err);
int yamljson_open(struct yamljson *y, struct yamlplace_mark mark, const char *anchor, bool mapping,
                  struct diag_error *err);
/* Ends the collection opened last. */
int yamljson_close(struct yamljson *y, struct yamlplace_mark mark, struct diag_error *err);

#endif
