/*
 * scope: the parts of a JSON text that have a base URI of their own, one inside another.  Floor 3.
 */
#ifndef SCOPE_H
#define SCOPE_H

#include <stddef.h>
#include <stdint.h>

#include "table.h"

struct scope {
    uint32_t node, end; /* its first node, and the one behind its last */
    uint32_t around;    /* index of the scope that it stands in; its own where there is none */
    char *uri;          /* without a fragment; owned */
};

struct scope_list {
    struct scope *scope; /* in the order of their nodes */
    size_t count, room;
    struct table by_uri; /* → index + 1; the first of a URI keeps it */
};

void scope_list_init(struct scope_list *l);
void scope_list_free(struct scope_list *l);
/* Adds a scope behind those that begin before it, and returns its index; around is UINT32_MAX where it stands in
 * none.  Takes uri over. */
uint32_t scope_list_add(struct scope_list *l, uint32_t node, uint32_t end, uint32_t around,
                        char *uri);
/* The index of the innermost scope that the node stands in; the list is not empty. */
uint32_t scope_list_of(const struct scope_list *l, uint32_t node);

#endif
