/*
 * shape: copies parts of a description into records, every reference made right on the way.
 *
 * A schema reference becomes "#/$defs/NAME" and its target a definition; every other reference is replaced
 * by what it leads to.  What is data (examples, defaults, enum values, extensions) is copied as it stands.
 * White space goes, all other bytes stay.
 *
 * Definitions and the targets of inlined references are copied once and kept.  A reference that leads nowhere
 * is told as a warning on stderr, with its pointer, and leaves an empty object.
 */
#ifndef SHAPE_H
#define SHAPE_H

#include <stdbool.h>

#include "defs.h"
#include "description/refs.h"
#include "description/report.h"
#include "emit.h"
#include "grammar.h"
#include "table.h"

struct shape {
    struct refs *refs;
    const struct jsontape *t;
    bool siblings; /* members beside a $ref count (3.1 and later) */
    struct report report;
    struct defs defs;
    struct grammar grammar;
    struct table piece;   /* what was inlined: its node and how it is read → struct piece */
    size_t kept;          /* bytes of all pieces and definitions */
    size_t depth;         /* of what is being copied */
    size_t height;        /* of the definition that nests deepest (emit.h) */
    struct emit value;    /* of the definition that is being copied */
    struct table written; /* lower: media types of a body or a response that are written */
};

/* refs must outlive it. */
void shape_init(struct shape *s, struct refs *refs, bool siblings);
void shape_free(struct shape *s);

/* Adds the value of the node, read as that kind. */
void shape_copy(struct shape *s, enum grammar_kind kind, uint32_t node, struct emit *e);
typedef void shape_writer(struct shape *s, uint32_t node, struct emit *e);
/* The same for a value that many share: `write` makes its text, which is kept for whoever meets it again. */
void shape_write_once(struct shape *s, enum grammar_kind kind, uint32_t node, shape_writer *write,
                      struct emit *e);
/* The definition, its value copied.  Valid until the next call of this module. */
const struct def *shape_def(struct shape *s, uint32_t def);

#endif
