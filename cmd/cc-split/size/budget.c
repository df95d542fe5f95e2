#include "budget.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

/* Bytes of `true` and the comma behind it. */
enum { SHORT = sizeof "true," - 1 };

void budget_init(struct budget *b, struct shape *shape)
{
    *b = (struct budget){.shape = shape};
}

void budget_free(struct budget *b)
{
    free(b->entry);
    free(b->seen);
}

/* Enters the definition, unless it is there, as one for which `true` stands. */
static void meet(struct budget *b, uint32_t def, uint32_t depth)
{
    if (def >= b->seen_room) {
        size_t before = b->seen_room;
        b->seen_room = def + 1 > 2 * before ? def + 1 : 2 * before;
        b->seen = mem_resize(b->seen, b->seen_room, sizeof *b->seen);
        memset(b->seen + before, 0, (b->seen_room - before) * sizeof *b->seen);
    }
    if (b->seen[def] == b->run)
        return;
    b->seen[def] = b->run;
    b->entry = mem_grow(b->entry, b->count, &b->room, sizeof *b->entry);
    b->entry[b->count++] = (struct budget_entry){.def = def, .depth = depth};
    b->size += b->shape->defs.def[def].key_len + SHORT;
}

static void meet_all(struct budget *b, const uint32_t *def, size_t n, uint32_t depth)
{
    b->met += n;
    for (size_t i = 0; i < n; i++)
        meet(b, def[i], depth);
}

/* Makes the entry whole; false, and all is as it was, where that would take more than `most` bytes. */
static bool keep(struct budget *b, size_t at, size_t most)
{
    struct budget before = *b;
    const struct def *def = shape_def(b->shape, b->entry[at].def);
    b->size += def->len + 1;
    b->size -= def->key_len + SHORT;
    if (b->size <= most)
        meet_all(b, def->dep, def->deps, b->entry[at].depth + 1);
    if (b->size <= most) {
        b->entry[at].whole = true;
        return true;
    }
    for (size_t i = before.count; i < b->count; i++)
        b->seen[b->entry[i].def] = 0;
    b->count = before.count;
    b->size = before.size;
    return false;
}

void budget_request(struct budget *b, const struct emit *request)
{
    b->count = 0;
    b->size = 2;
    b->cut = false;
    b->run++;
    meet_all(b, request->def, request->defs, 0);
    for (size_t at = 0; at < b->count; at++)
        keep(b, at, SIZE_MAX);
    b->request = b->count;
}

void budget_responses(struct budget *b, const struct emit *responses, size_t most)
{
    meet_all(b, responses->def, responses->defs, 0);
    for (size_t at = b->request; at < b->count; at++) {
        /* Where one of some depth had no room, nothing deeper is tried. */
        if (b->cut && b->entry[at].depth > b->entry[at - 1].depth)
            break;
        b->cut = !keep(b, at, most) || b->cut;
    }
}

void budget_write(const struct budget *b, struct jsonwrite *w)
{
    jsonwrite_key(w, "$defs");
    jsonwrite_open(w, '{');
    for (size_t i = 0; i < b->count; i++) {
        const struct def *def = shape_def(b->shape, b->entry[i].def);
        jsonwrite_raw(w, def->json, b->entry[i].whole ? def->len : def->key_len);
        if (!b->entry[i].whole)
            buf_text(w->out, "true");
    }
    jsonwrite_close(w, '}');
}
