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

#include "bare.h"
#include "budget.h"
#include "buf.h"
#include "shape/emit.h"
#include "shape/shape.h"

/* How far to go; each level goes further than the one before. */
enum {
    TRIM_RESPONSES = 1, /* schemas of responses */
    TRIM_STATUSES,      /* all of them but their statuses */
    TRIM_WORDS,     /* descriptions and examples of the request side; long texts of the operation */
    TRIM_SCHEMAS,   /* schemas of the request side that nest deeper than TRIM_DEPTH */
    TRIM_DEPTH = 8, /* each level behind it takes one depth more away, down to the first */
    TRIM_LAST = TRIM_SCHEMAS + TRIM_DEPTH - 1,
};

/* What an operation is trimmed from. */
struct trim_from {
    const struct emit *request, *responses;
    const struct budget *budget; /* its first entries are the request side's */
};

/* A definition that is reached, and how deep: 1 stands in a parameter or body itself. */
struct trim_reached {
    uint32_t def, depth;
    bool written;
};

struct trim {
    struct shape *shape;
    struct trim_from from;
    int level;
    struct buf request, responses, defs; /* defs: the members of $defs, with commas between them */
    struct bare bare_request;
    struct bare *bare; /* by number of definition; each is made once */
    size_t bares;
    struct trim_reached *reached;
    size_t reaches, room;
    uint32_t *place; /* by number of definition: index + 1 into reached, of this level */
    size_t places;
    /* Something of the responses, of descriptions, of examples, of schemas of the request has gone. */
    bool answers, descriptions, examples, schemas;
};

void trim_init(struct trim *t, struct shape *shape);
void trim_free(struct trim *t);

/* The next operation.  What `from` points to must outlive what is asked of it. */
void trim_begin(struct trim *t, struct trim_from from);
/* Fills request, responses and defs at that level.  Returns false, and they are not whole, where they take more
 * than `most` bytes. */
bool trim_to(struct trim *t, int level, size_t most);
/* Writes `cut`, the key before it. */
void trim_write_cut(const struct trim *t, struct jsonwrite *w);
/* Writes a text of the operation, a node, shortened where it is long and the level takes words away. */
void trim_write_text(struct trim *t, uint32_t text, struct jsonwrite *w);

#endif
