/*
 * budget: which definitions an operation reaches, and which of them a record has room for.
 *
 * The request side comes first and is kept; of the definitions that only responses reach, the deepest go
 * first.  What goes becomes `true` in $defs.
 */
#ifndef BUDGET_H
#define BUDGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "shape.h"

struct budget_def {
    uint32_t def;
    uint32_t depth; /* references between the operation and it */
    bool response;  /* only responses reach it */
    bool cut;
};

struct budget {
    struct budget_def *def; /* in order of reach: request side, then responses, each by depth */
    size_t count, room;
    uint32_t *seen; /* by definition: the run that met it last */
    size_t seen_room;
    uint32_t run;
};

void budget_init(struct budget *b);
void budget_free(struct budget *b);
/* Finds what the two sides reach. */
void budget_reach(struct budget *b, struct shape *s, const struct shape_deps *request,
                  const struct shape_deps *responses);
/* Cuts until $defs takes at most `most` bytes, or nothing of the responses is left.  Returns whether it cut. */
bool budget_cut(struct budget *b, struct shape *s, size_t most);

#endif
