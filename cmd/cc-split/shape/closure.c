#include "closure.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* Tarjan's algorithm for strongly connected components, without recursion: chains may be long. */
struct closure_node {
    uint32_t order;   /* in which it was met, from 1; 0: not yet */
    uint32_t low;     /* the earliest that it is known to reach, among those that are open */
    uint32_t next;    /* the next of its dependencies to look at */
    uint32_t counted; /* the sum that it was added to last: it counts once in each */
    bool done;
    struct digest digest; /* once it is done */
};

void closure_init(struct closure *c, struct shape *shape)
{
    *c = (struct closure){.shape = shape};
}

void closure_free(struct closure *c)
{
    free(c->node);
    free(c->open);
    free(c->path);
}

static struct closure_node *node_of(struct closure *c, uint32_t def)
{
    if (def >= c->room) {
        size_t room = def + 1 > 2 * c->room ? def + 1 : 2 * c->room;
        c->node = mem_resize(c->node, room, sizeof *c->node);
        memset(c->node + c->room, 0, (room - c->room) * sizeof *c->node);
        c->room = room;
    }
    return &c->node[def];
}

static void enter(struct closure *c, uint32_t def)
{
    struct closure_node *n = node_of(c, def);
    n->order = n->low = ++c->met;
    c->open = mem_grow(c->open, c->opened, &c->open_room, sizeof *c->open);
    c->open[c->opened++] = def;
    c->path = mem_grow(c->path, c->paths, &c->path_room, sizeof *c->path);
    c->path[c->paths++] = def;
}

/* The sum with the digest of a definition that is done, unless that is in it already. */
static struct digest add_once(struct closure *c, struct digest sum, uint32_t def)
{
    struct closure_node *n = &c->node[def];
    if (!n->done || n->counted == c->counts)
        return sum;
    n->counted = c->counts;
    return digest_add(sum, n->digest);
}

/* Its own content, and the digests of what it reaches outside of its component. */
static struct digest digest_of_one(struct closure *c, uint32_t def)
{
    const struct def *d = shape_def(c->shape, def);
    struct digest outside = {0, 0};
    c->counts++;
    for (size_t i = 0; i < d->deps; i++)
        outside = add_once(c, outside, d->dep[i]);
    return digest_pair(d->digest, outside);
}

/* The definition is the first of a component that was met: all that were opened since belong to it. */
static void close_component(struct closure *c, uint32_t def)
{
    size_t first = c->opened;
    struct digest sum = {0, 0};
    do {
        sum = digest_add(sum, digest_of_one(c, c->open[--first]));
    } while (c->open[first] != def);
    for (size_t i = first; i < c->opened; i++) {
        c->node[c->open[i]].done = true;
        c->node[c->open[i]].digest = sum;
    }
    c->opened = first;
}

/* Looks at the next dependency of the definition, which is the last of the path. */
static void step(struct closure *c, uint32_t def)
{
    const struct def *d = shape_def(c->shape, def);
    if (c->node[def].next < d->deps) {
        uint32_t dep = d->dep[c->node[def].next++];
        const struct closure_node *n = node_of(c, dep);
        if (n->order == 0)
            enter(c, dep);
        else if (!n->done && n->order < c->node[def].low)
            c->node[def].low = n->order;
        return;
    }
    uint32_t low = c->node[def].low;
    if (low == c->node[def].order)
        close_component(c, def);
    c->paths--;
    if (c->paths > 0 && low < c->node[c->path[c->paths - 1]].low)
        c->node[c->path[c->paths - 1]].low = low;
}

struct digest closure_digest(struct closure *c, const struct emit *const *text, size_t n)
{
    struct digest sum = {0, 0};
    for (size_t i = 0; i < n; i++) {
        for (size_t k = 0; k < text[i]->defs; k++) {
            if (node_of(c, text[i]->def[k])->order == 0)
                enter(c, text[i]->def[k]);
            while (c->paths > 0)
                step(c, c->path[c->paths - 1]);
        }
    }
    c->counts++;
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < text[i]->defs; k++)
            sum = add_once(c, sum, text[i]->def[k]);
    return sum;
}
