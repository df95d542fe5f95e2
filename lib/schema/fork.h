/*
 * schema/fork: where the schemas of a merge part.  Floor 4.
 *
 * A oneOf or anyOf parts into its branches, an `if` into what holds with it and what holds without, and of
 * dependentSchemas each member brings a schema of its own.  schema_choice says which way to go.
 */
#ifndef SCHEMA_FORK_H
#define SCHEMA_FORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "schema/merge.h"

struct schema_fork {
    const char *keyword;
    uint32_t list;   /* what schema_choice calls it */
    uint32_t member; /* of dependentSchemas: its name (a string node); else JSONTAPE_NONE */
    size_t branches;
    /* From here on the module's own; zero at first. */
    size_t part, kind;
    bool inside;
    struct jsontape_walk walk;
};

/* Steps to the next fork of a merge, from one that is all zero on; false behind the last. */
bool schema_fork_next(const struct schema_merge *m, struct schema_fork *f);
/* Whether the merge has a fork of that list. */
bool schema_fork_has(const struct schema_merge *m, uint32_t list);
/* Sets out (not yet initialised) to the merge by one of the branches; choice must outlive it. */
void schema_fork_take(const struct schema_merge *m, const struct schema_choice *choice,
                      struct schema_merge *out);
/* Adds what a branch is called: the name of its schema, its number, "then", "else", or the member. */
void schema_fork_name(const struct schema_view *v, const struct schema_fork *f, size_t branch,
                      struct buf *out);

#endif
