/*
 * holding: what schemas hold, counted while they are copied.
 *
 * A count does not depend on the order of members, nor on how a reference is written.
 */
#ifndef HOLDING_H
#define HOLDING_H

#include <stdint.h>

#include "jsontape.h"

struct holding {
    uint32_t fields;       /* members of `properties` */
    uint32_t objects;      /* `properties` */
    uint32_t arrays;       /* lists and maps: `items`, `additionalProperties` and the like */
    uint32_t constraints;  /* keywords that restrict, and names in `required` */
    uint32_t alternatives; /* schemas of `oneOf` and `anyOf` after the first */
};

/* What a member of a schema says. */
enum holding_what {
    HOLDING_NOTHING,
    HOLDING_FIELDS,     /* properties */
    HOLDING_ITEMS,      /* what the rest of it holds: a schema, or false: none, a constraint */
    HOLDING_BRANCHES,   /* one of these schemas */
    HOLDING_CONSTRAINT, /* whatever its value */
    HOLDING_SWITCH,     /* a constraint, unless it is false */
    HOLDING_NAMES,      /* a constraint for each name */
    HOLDING_APART,      /* schemas that count where they are referred to, and not here */
};

/* Counts a member of a schema, but nothing that stands in the schemas below it. */
void holding_note(struct holding *h, enum holding_what what, const struct jsontape *t,
                  uint32_t value);
void holding_add(struct holding *h, const struct holding *more);

/* Several that stand for one, of which each count is the largest. */
struct holding_choice {
    struct holding before, most;
};

struct holding_choice holding_choice(const struct holding *h);
/* One of them was added to h: takes it away again.  In the end `most` is to be added. */
void holding_choose(struct holding_choice *c, struct holding *h);

#endif
