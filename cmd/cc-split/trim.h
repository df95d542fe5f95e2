/*
 * trim: a record made smaller than leaving definitions of responses out can make it.
 *
 * Works on what has been written in the shape of OpenAPI 3.  A schema that goes becomes `true`.
 */
#ifndef TRIM_H
#define TRIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "emit.h"
#include "shape.h"
#include "table.h"

/* How far to go; each level goes further than the one before. */
enum {
    TRIM_RESPONSES = 1, /* schemas of responses */
    TRIM_STATUSES,      /* all of them but their statuses */
    TRIM_WORDS,   /* descriptions and examples of the request side; long texts of the operation */
    TRIM_SCHEMAS, /* schemas of the request side that nest deeper than TRIM_DEPTH */
    TRIM_DEPTH = 8,
    TRIM_LAST = TRIM_SCHEMAS + TRIM_DEPTH -
                1, /* each level takes one depth more away, this all but the first */
};

/* JSON without descriptions and examples, and what there was of them. */
struct trim_bare {
    struct buf json;
    struct jsontape tape; /* of json */
    bool ready, descriptions, examples;
};

struct trim_def {
    uint32_t def;
    uint32_t depth; /* how deep it nests in the request: 1 stands in a parameter or body itself */
    bool reached, written;
    struct buf json; /* its value, where schemas have been cut in it */
};

struct trim {
    struct shape *shape;
    int level;
    struct buf request, responses;
    struct trim_bare bare_request;
    struct trim_bare *bare; /* by number of definition; made once */
    size_t bares;
    struct trim_def *def; /* definitions of the request side */
    size_t defs, room;
    struct table by_ref; /* their "#/$defs/NAME", as JSON → index + 1 */
    /* Something of the responses, of texts of the operation, of schemas of the request has gone. */
    bool answers, texts, schemas;
};

void trim_init(struct trim *t, struct shape *shape);
void trim_free(struct trim *t);

/* The next operation. */
void trim_begin(struct trim *t);
/* One more definition of its request side; in order of reach. */
void trim_add(struct trim *t, uint32_t def);
/* Fills request and responses, and chooses the definitions that are still reached, at that level. */
void trim_to(struct trim *t, int level, const struct emit *request, const struct emit *responses);
/* Writes $defs, or `cut`, the key before it. */
void trim_write_defs(const struct trim *t, struct jsonwrite *w);
void trim_write_cut(const struct trim *t, struct jsonwrite *w);
/* Writes a text of the operation, a node, shortened where it is long and the level takes words away. */
void trim_write_text(struct trim *t, uint32_t text, struct jsonwrite *w);

#endif
