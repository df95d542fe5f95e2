/*
 * gather: the cases in values and texts, whatever they are wrapped in.
 *
 * What stands in a list called `cases`, or by another of its usual names, is a case, whatever it is; elsewhere only what
 * can be nothing else (naming.h).  Lists are looked for a few levels deep, in objects and lists, and in strings that
 * hold JSON again.  Cases keep their bytes, but for the names of members (naming.h), and the type that only the name of
 * their list says.
 */
#ifndef GATHER_H
#define GATHER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "jsontape.h"

struct gather {
    struct buf cases; /* JSON, with commas between */
    size_t count;
    size_t seen; /* with those that are not whole */
    bool json;   /* there was some */
    bool cut;    /* something was left out that is not whole, or broken beyond mending */
};

void gather_init(struct gather *g);
void gather_free(struct gather *g);

/* The text is JSON as a whole and t its tape: a list is one of cases, whatever stands in it. */
void gather_whole(struct gather *g, const struct jsontape *t);
/* The text has JSON in it, which may want mending. */
void gather_text(struct gather *g, const char *text, size_t len);

#endif
