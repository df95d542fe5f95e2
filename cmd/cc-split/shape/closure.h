/*
 * closure: one digest for all that a definition reaches.
 *
 * Definitions that reach each other (a cycle) have the same digest.  Each is looked at once, so that a
 * thousand operations that reach the same five hundred definitions cost no more than one does.
 */
#ifndef CLOSURE_H
#define CLOSURE_H

#include <stddef.h>
#include <stdint.h>

#include "digest.h"
#include "shape.h"

struct closure {
    struct shape *shape;
    struct closure_node *node; /* by number of the definition */
    size_t room;
    uint32_t met;    /* how many were met so far: their order */
    uint32_t counts; /* how many sums were made so far */
    uint32_t *open, *path;
    size_t opened, open_room, paths, path_room;
};

void closure_init(struct closure *c, struct shape *shape);
void closure_free(struct closure *c);
/* Of content and name of every definition that the n texts reach. */
struct digest closure_digest(struct closure *c, const struct emit *const *text, size_t n);

#endif
