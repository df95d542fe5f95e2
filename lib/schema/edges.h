/*
 * schema/edges: the values on and over the edge of what one place allows.  Floor 4.
 *
 * Each value changes the place as a whole: the type, null, every enum value and one that is none, each
 * bound and the number next to it, lengths, format, pattern, multipleOf, examples and the default, and what a
 * free text must bear.
 */
#ifndef SCHEMA_EDGES_H
#define SCHEMA_EDGES_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/merge.h"

struct schema_edge {
    const char *technique; /* boundary_in, wrong_type…: the names of cases */
    const char *keyword;   /* the constraint; "" for an example or a default */
    bool violates;
    const char *limit; /* what the constraint says, where one word says it; else NULL */
    const char *value; /* JSON */
    size_t len;
    const char
        *member; /* the member of the value that it is about, where it is about one; else NULL */
    size_t member_len;
    unsigned rank; /* how far behind others of its kind: 0, 1… */
};

/* textual: values travel as text (parameters, forms), so that a number cannot stand where a string is
 * wanted, and null cannot be said.  each returns false to stop; so does schema_edges then. */
bool schema_edges(const struct schema_merge *m, const char *name, bool textual,
                  bool (*each)(void *ctx, const struct schema_edge *e), void *ctx);

#endif
