#include "table.h"

#include <string.h>

#include "mem.h"
#include "unit.h"

enum { KEYS = 10000 };

static size_t name(size_t i, char out[32])
{
    return (size_t)snprintf(out, 32, "key %zu of many", i * 7919);
}

/* Many keys, every one found, in the order they came. */
static void check_many(void)
{
    struct table t;
    char key[32];
    size_t missing = 0, misplaced = 0, ghosts = 0, again = 0;
    table_init(&t);
    for (size_t i = 0; i < KEYS; i++) {
        size_t len = name(i, key);
        if (table_get(&t, key, len) != NULL)
            ghosts++;
        struct table_entry *e = table_put(&t, key, len);
        again += e->value.number != 0;
        e->value.number = i + 1;
    }
    UNIT_CHECK(ghosts == 0 && again == 0, "a new key is new, its value zero (%zu, %zu)", ghosts,
               again);
    UNIT_CHECK(t.count == KEYS, "%zu entries", t.count);
    for (size_t i = 0; i < KEYS; i++) {
        size_t len = name(i, key);
        const struct table_entry *e = table_get(&t, key, len);
        missing += e == NULL || e->value.number != i + 1;
        e = &t.entry[i];
        misplaced += e->len != len || memcmp(e->key, key, len + 1) != 0;
    }
    UNIT_CHECK(missing == 0, "%zu keys are lost", missing);
    UNIT_CHECK(misplaced == 0, "%zu entries are out of order", misplaced);
    for (size_t i = 0; i < KEYS; i++) {
        size_t len = name(i, key);
        again += table_put(&t, key, len)->value.number != i + 1;
    }
    UNIT_CHECK(t.count == KEYS && again == 0, "a key that is there is not added again");
    UNIT_CHECK(table_get(&t, "key", 3) == NULL, "what was not put in is not there");
    table_free(&t);
    UNIT_CHECK(t.count == 0 && t.entry == NULL, "nothing is left");
    table_free(&t);
}

/* Keys are bytes: NUL, nothing at all, one that begins another. */
static void check_bytes(void)
{
    static const struct {
        const char *bytes;
        size_t len;
    } keys[] = {{"", 0},       {"\0", 1},     {"\0\0", 2},    {"a", 1}, {"a\0", 2},
                {"a\0b", 3},   {"a\0c", 3},   {"ab", 2},      {"A", 1}, {"\xff\xfe", 2},
                {"b\0\0b", 4}, {"b\0\0c", 4}, {"\xc3\xa9", 2}};
    size_t count = sizeof keys / sizeof *keys;
    struct table t;
    table_init(&t);
    UNIT_CHECK(table_get(&t, "", 0) == NULL && table_get(&t, "a", 1) == NULL, "an empty table");
    for (size_t i = 0; i < count; i++)
        table_put(&t, keys[i].bytes, keys[i].len)->value.number = i + 1;
    UNIT_CHECK(t.count == count, "all keys differ: %zu", t.count);
    for (size_t i = 0; i < count; i++) {
        const struct table_entry *e = table_get(&t, keys[i].bytes, keys[i].len);
        UNIT_CHECK(e != NULL && e->value.number == i + 1 && e->len == keys[i].len &&
                       e->key[e->len] == '\0',
                   "key number %zu", i);
    }
    UNIT_CHECK(table_get(&t, "a\0d", 3) == NULL, "a\\0d was not put in");
    table_free(&t);
}

static void check_copies(void)
{
    struct table t;
    char key[] = "name";
    int target = 0;
    table_init(&t);
    table_put(&t, key, 4)->value.pointer = &target;
    key[0] = 'g';
    UNIT_CHECK(table_get(&t, "name", 4) != NULL && table_get(&t, "game", 4) == NULL,
               "the key is a copy");
    const struct table_entry *e = table_get(&t, "name", 4);
    UNIT_CHECK(e != NULL && e->value.pointer == &target, "the value is the caller's pointer");
    table_free(&t);
}

/* A sanitizer tells of a value that is left, or freed twice. */
static void check_values(void)
{
    struct table t;
    table_init(&t);
    table_put(&t, "one", 3)->value.pointer = mem_text("1");
    table_put(&t, "two", 3)->value.pointer = mem_text("2");
    table_put(&t, "none", 4);
    table_free_values(&t);
    UNIT_CHECK(t.count == 0 && t.entry == NULL, "nothing is held");
    table_free_values(&t);
}

/* Two tables do not agree on where keys go: nobody can choose keys that all go to one place. */
static void check_seeds(void)
{
    struct table a, b;
    table_init(&a);
    table_init(&b);
    UNIT_CHECK(a.seed != b.seed, "seeds differ");
    table_free(&a);
    table_free(&b);
}

int main(void)
{
    check_many();
    check_bytes();
    check_copies();
    check_values();
    check_seeds();
    return unit_end();
}
