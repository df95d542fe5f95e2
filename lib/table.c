#include "table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "digest.h"
#include "mem.h"

/* Keys of a table, one behind the other. */
struct table_block {
    struct table_block *before;
    char bytes[];
};

enum { FIRST_BLOCK = 256, LARGEST_BLOCK = 64 * 1024 };

void table_init(struct table *t)
{
    *t = (struct table){0};
    if (getrandom(&t->seed, sizeof t->seed, GRND_NONBLOCK) != sizeof t->seed)
        t->seed = (uint64_t)(uintptr_t)t;
}

static void free_blocks(struct table_block *block)
{
    while (block != NULL) {
        struct table_block *before = block->before;
        free(block);
        block = before;
    }
}

void table_free(struct table *t)
{
    free_blocks(t->block);
    free(t->entry);
    free(t->slot);
    *t = (struct table){0};
}

void table_free_values(struct table *t)
{
    for (size_t i = 0; i < t->count; i++)
        free(t->entry[i].value.pointer);
    table_free(t);
}

void table_clear(struct table *t)
{
    if (t->block != NULL)
        free_blocks(t->block->before);
    if (t->block != NULL)
        t->block->before = NULL;
    t->used = 0;
    t->count = 0;
    if (t->slots > 0)
        memset(t->slot, 0, t->slots * sizeof *t->slot);
}

/* The slot that holds the key, or the free one where it would go.  There is always a free one. */
static size_t find(const struct table *t, const char *key, size_t len, uint64_t hash)
{
    for (size_t i = hash & (t->slots - 1);; i = (i + 1) & (t->slots - 1)) {
        if (t->slot[i] == 0)
            return i;
        const struct table_entry *e = &t->entry[t->slot[i] - 1];
        if (e->hash == hash && e->len == len && memcmp(e->key, key, len) == 0)
            return i;
    }
}

struct table_entry *table_get(const struct table *t, const char *key, size_t len)
{
    if (t->count == 0)
        return NULL;
    size_t i = find(t, key, len, digest_short(key, len, t->seed));
    return t->slot[i] == 0 ? NULL : &t->entry[t->slot[i] - 1];
}

/* Keeps the table at most half full. */
static void widen(struct table *t)
{
    if ((t->count + 1) * 2 <= t->slots)
        return;
    t->slots = t->slots > 0 ? t->slots * 2 : 16;
    free(t->slot);
    t->slot = mem_array(t->slots, sizeof *t->slot);
    for (size_t n = 0; n < t->count; n++) {
        const struct table_entry *e = &t->entry[n];
        t->slot[find(t, e->key, e->len, e->hash)] = (uint32_t)(n + 1);
    }
}

/* A copy of the key, with a NUL behind it. */
static char *keep(struct table *t, const char *key, size_t len)
{
    if (t->size - t->used <= len) {
        size_t size = t->size < FIRST_BLOCK     ? FIRST_BLOCK
                      : t->size < LARGEST_BLOCK ? 2 * t->size
                                                : LARGEST_BLOCK;
        size = size > len ? size : len + 1;
        struct table_block *block = mem_resize(NULL, sizeof *block + size, 1);
        block->before = t->block;
        t->block = block;
        t->size = size;
        t->used = 0;
    }
    char *copy = t->block->bytes + t->used;
    if (len > 0)
        memcpy(copy, key, len);
    copy[len] = '\0';
    t->used += len + 1;
    return copy;
}

struct table_entry *table_put(struct table *t, const char *key, size_t len)
{
    widen(t);
    uint64_t hash = digest_short(key, len, t->seed);
    size_t i = find(t, key, len, hash);
    if (t->slot[i] != 0)
        return &t->entry[t->slot[i] - 1];
    t->entry = mem_grow(t->entry, t->count, &t->room, sizeof *t->entry);
    struct table_entry *e = &t->entry[t->count++];
    *e = (struct table_entry){.key = keep(t, key, len), .len = len, .hash = hash};
    t->slot[i] = (uint32_t)t->count;
    return e;
}
