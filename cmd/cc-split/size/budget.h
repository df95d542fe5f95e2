/*
 * budget: which definitions an operation reaches, and which of them a record has room for.
 *
 * The request side comes first and is whole.  Then come those that only responses reach, the nearest first,
 * while there is room; one that has none becomes `true`, and what only it would reach is not there at all.
 */
#ifndef BUDGET_H
#define BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shape/emit.h"
#include "shape/shape.h"

struct budget_entry {
    uint32_t def;
    uint32_t depth; /* references between the operation and it */
    bool whole;     /* false: `true` stands for it */
};

struct budget {
    struct shape *shape;
    struct budget_entry *entry; /* in order of reach */
    size_t count, room;
    size_t request; /* the first so many are the request side's */
    size_t size;    /* bytes of $defs, from one brace to the other */
    size_t met;     /* references followed, of all operations */
    bool cut;       /* not all are whole */
    uint32_t *seen; /* by definition: the run that met it last */
    size_t seen_room;
    uint32_t run;
};

void budget_init(struct budget *b, struct shape *shape);
void budget_free(struct budget *b);
/* Begins the list with what the request side reaches. */
void budget_request(struct budget *b, const struct emit *request);
/* Goes on with what responses reach; most: bytes that $defs may have. */
void budget_responses(struct budget *b, const struct emit *responses, size_t most);
/* Writes $defs, the key before it. */
void budget_write(const struct budget *b, struct jsonwrite *w);

#endif
