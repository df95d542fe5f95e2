#include "budget.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

void budget_init(struct budget *b)
{
    *b = (struct budget){0};
}

void budget_free(struct budget *b)
{
    free(b->def);
    free(b->seen);
}

static void meet(struct budget *b, uint32_t def, uint32_t depth, bool response)
{
    while (def >= b->seen_room) {
        size_t before = b->seen_room;
        b->seen_room = before > 0 ? before * 2 : 64;
        b->seen = mem_resize(b->seen, b->seen_room, sizeof *b->seen);
        memset(b->seen + before, 0, (b->seen_room - before) * sizeof *b->seen);
    }
    if (b->seen[def] == b->run)
        return;
    b->seen[def] = b->run;
    b->def = mem_grow(b->def, b->count, &b->room, sizeof *b->def);
    b->def[b->count++] = (struct budget_def){def, depth, response, false};
}

/* Breadth first, so that depths rise along the list. */
static void reach(struct budget *b, struct shape *s, const struct shape_deps *from, bool response)
{
    size_t at = b->count;
    for (size_t i = 0; i < from->count; i++)
        meet(b, from->def[i], 0, response);
    for (; at < b->count; at++) {
        uint32_t depth = b->def[at].depth;
        const struct shape_deps *deps = &shape_def(s, b->def[at].def)->deps;
        for (size_t i = 0; i < deps->count; i++)
            meet(b, deps->def[i], depth + 1, response);
    }
}

void budget_reach(struct budget *b, struct shape *s, const struct shape_deps *request,
                  const struct shape_deps *responses)
{
    b->count = 0;
    b->run++;
    reach(b, s, request, false);
    reach(b, s, responses, true);
}

static size_t size_of(const struct budget_def *d, struct shape *s)
{
    const struct shape_def *def = shape_def(s, d->def);
    return strlen(def->name) + (d->cut ? 4 : def->len) + 4;
}

/* Bytes that $defs takes, from the opening brace to the closing one. */
static size_t size_of_all(const struct budget *b, struct shape *s)
{
    size_t size = 2;
    for (size_t i = 0; i < b->count; i++)
        size += size_of(&b->def[i], s);
    return size;
}

bool budget_cut(struct budget *b, struct shape *s, size_t most)
{
    size_t size = size_of_all(b, s);
    bool cut = false;
    while (size > most) {
        /* The deepest of the responses stand last. */
        size_t last = b->count;
        while (last > 0 && (b->def[last - 1].cut || !b->def[last - 1].response))
            last--;
        if (last == 0)
            break;
        uint32_t depth = b->def[last - 1].depth;
        for (; last > 0 && b->def[last - 1].response && b->def[last - 1].depth == depth; last--) {
            size -= size_of(&b->def[last - 1], s);
            b->def[last - 1].cut = true;
            size += size_of(&b->def[last - 1], s);
        }
        cut = true;
    }
    return cut;
}
