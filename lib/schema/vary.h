/*
 * schema/vary: instances of a schema with exactly one spot changed.  Floor 4.
 *
 * The base is an instance with required members only, with the way to the spot added where it leads
 * through optional ones.  Spots near the root come first.  Each branch of a schema/fork is gone through.  What is
 * said of a variation (violates or not) is what it was made for; whether it does, schema/validate says.
 */
#ifndef SCHEMA_VARY_H
#define SCHEMA_VARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/view.h"

struct schema_variation {
    const char *technique; /* boundary_in, missing_required…: the names of cases */
    const char *keyword;   /* the constraint; "" for an example or a default */
    const char
        *pointer; /* JSON pointer of the spot: of the member where one is missing or too many */
    bool violates;
    const char *limit; /* what the constraint says, where one word says it; else NULL */
    const char *value; /* the new value of the place as JSON */
    size_t value_len;
    const char *
        form; /* the branch of a schema/fork it lies in, where that is not the first that fits, as schema_fork_name
                             has it; else NULL */
    unsigned depth;       /* members and items above the spot */
    unsigned rank;        /* of schema/edges */
    const char *instance; /* all of it, as JSON */
    size_t len;
};

struct schema_vary {
    const struct schema_view *view;
    unsigned long long seed;
    bool request; /* the instance is sent: readOnly members are left out */
    bool textual; /* values travel as text (parameters, forms): see schema/edges */
    bool careful; /* as in schema/derive */
    /* Returns false to stop. */
    bool (*each)(void *ctx, const struct schema_variation *v);
    void *ctx;
};

/* How deep spots may lie. */
#define SCHEMA_VARY_DEPTH 6

/* Calls each for every variation of an instance of the schema; name: of the parameter, or "". */
void schema_vary(const struct schema_vary *o, uint32_t schema, const char *name);

#endif
