/*
 * walk: the operations of a description, in document order.
 */
#ifndef WALK_H
#define WALK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shape/shape.h"

struct walk_operation {
    char *id;     /* "GET /pets/{petId}", "webhook NAME METHOD" */
    char *method; /* upper case; an additional one as written */
    char *path;   /* template as written; the name of a webhook */
    char *slug;
    bool webhook;
    uint32_t item;   /* the path item */
    uint32_t beside; /* what stands beside a reference to it, or JSONTAPE_NONE */
    uint32_t node;   /* the operation */
};

struct walk {
    struct walk_operation *op;
    size_t count, room;
    size_t bad; /* operations that could not be understood, told by report_warn */
    bool over;  /* there were more than CEILING_OPERATIONS; the others are not there */
};

/* Collects the operations of `paths` and, when asked for, of `webhooks`; slugs are unique among all of
 * them.  References of path items are followed. */
void walk_read(struct walk *w, struct shape *s, bool webhooks);
void walk_free(struct walk *w);

#endif
