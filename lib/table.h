/*
 * table: a hash table from keys (bytes) to pointers or numbers.  Floor 1.
 *
 * Keys are copied.  A value is one pointer-sized cell that belongs to the caller; only table_free_values frees
 * what it points to.  Iteration order is the order of insertion.
 */
#ifndef TABLE_H
#define TABLE_H

#include <stddef.h>
#include <stdint.h>

struct table_entry {
    char *key; /* NUL-terminated copy */
    size_t len;
    uint64_t hash;
    union {
        void *pointer;
        size_t number;
    } value;
};

struct table {
    struct table_entry *entry; /* count of them, as inserted: iterate freely, do not add */
    size_t count, room;
    uint32_t *slot; /* index + 1 into entry, 0 is free */
    size_t slots;   /* a power of two */
    uint64_t seed;
    struct table_block *block; /* where keys are kept: the latest, which others hang on */
    size_t used, size;         /* bytes of it that hold keys, and that it has */
};

void table_init(struct table *t);
void table_free(struct table *t);
/* The same where each value is NULL or points to memory of its own, which is freed too. */
void table_free_values(struct table *t);
/* Forgets all entries; keeps the memory. */
void table_clear(struct table *t);
/* The entry of the key, or NULL.  Valid until the next table_put. */
struct table_entry *table_get(const struct table *t, const char *key, size_t len);
/* The entry of the key, made with a zero value where there was none. */
struct table_entry *table_put(struct table *t, const char *key, size_t len);

#endif
