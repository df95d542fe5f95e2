#include "yamlkeys.h"

#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "mem.h"
#include "utf8.h"

/* Bytes of a key that a message shows; up to FEW keys are compared each with each. */
enum { SHOWN = 80, FEW = 8 };

void yamlkeys_init(struct yamlkeys *k, size_t max, uint64_t seed)
{
    *k = (struct yamlkeys){.seed = seed};
    jsontape_init(&k->tape);
    buf_init(&k->scratch, max);
}

void yamlkeys_free(struct yamlkeys *k)
{
    free(k->key);
    free(k->slot);
    jsontape_free(&k->tape);
    buf_free(&k->scratch);
    *k = (struct yamlkeys){0};
}

struct yamlkeys_key *yamlkeys_push(struct yamlkeys *k)
{
    k->key = mem_grow(k->key, k->count, &k->room, sizeof *k->key);
    return &k->key[k->count++];
}

/* Empties the set and makes room for that many keys. */
static void reset(struct yamlkeys *k, size_t keys)
{
    k->slots = 16;
    while (k->slots < keys * 2)
        k->slots *= 2;
    if (k->slots > k->slot_room) {
        k->slot_room = k->slots;
        k->slot = mem_resize(k->slot, k->slot_room, sizeof *k->slot);
    }
    memset(k->slot, 0, k->slots * sizeof *k->slot);
}

static bool same_key(const struct yamlkeys *k, size_t n, size_t m, const char *json)
{
    const struct yamlkeys_key *a = &k->key[n], *b = &k->key[m];
    return a->len == b->len && memcmp(json + a->at, json + b->at, a->len) == 0;
}

/* Adds key n of the stack to the set; returns the number of the one that says the same, n if none does. */
static size_t add(struct yamlkeys *k, const char *json, size_t n)
{
    const struct yamlkeys_key *key = &k->key[n];
    size_t i = digest_short(json + key->at, key->len, k->seed) & (k->slots - 1);
    for (; k->slot[i] != 0; i = (i + 1) & (k->slots - 1))
        if (same_key(k, n, k->slot[i] - 1, json))
            return k->slot[i] - 1;
    k->slot[i] = (uint32_t)n + 1;
    return n;
}

static int fail_duplicate(const struct yamlkeys *k, size_t n, size_t first, const char *json,
                          struct diag_error *err)
{
    const struct yamlkeys_key *key = &k->key[n];
    int shown = (int)(key->len < SHOWN ? key->len : utf8_cut(json + key->at, SHOWN));
    return yamlplace_fail(err, key->mark,
                          "the key %.*s is in this mapping twice (first on line %u)", shown,
                          json + key->at, k->key[first].mark.line);
}

/* Whether one of few keys from `first` on is there twice. */
static int check_few(const struct yamlkeys *k, size_t first, const char *json,
                     struct diag_error *err)
{
    for (size_t n = first; n < k->count; n++)
        for (size_t m = first; m < n; m++)
            if (same_key(k, n, m, json))
                return fail_duplicate(k, n, m, json, err);
    return 0;
}

/* Puts the keys from `first` on into the set, apart from `<<`. */
static int check_all(struct yamlkeys *k, size_t first, const char *json, struct diag_error *err)
{
    for (size_t n = first, end = k->count; n < end; n++) {
        size_t same = k->key[n].merge ? n : add(k, json, n);
        if (same != n)
            return fail_duplicate(k, n, same, json, err);
    }
    return 0;
}

/* The number of the `<<` from `first` on, or count when there is none, or -1 with err when there are two. */
static int find_merge(const struct yamlkeys *k, size_t first, const char *json, size_t *merge,
                      struct diag_error *err)
{
    *merge = k->count;
    for (size_t n = first; n < k->count; n++) {
        if (!k->key[n].merge)
            continue;
        if (*merge < k->count)
            return fail_duplicate(k, n, *merge, json, err);
        *merge = n;
    }
    return 0;
}

/* Where key n's pair ends: before the comma of the next one, or with the text. */
static size_t pair_end(const struct yamlkeys *k, size_t n, size_t keys, const struct buf *json)
{
    return n + 1 < keys ? k->key[n + 1].at - 1 : json->len;
}

/* Reads what the `<<` holds and counts its pairs. */
static int read_held(struct yamlkeys *k, size_t merge, const struct buf *json, size_t *pairs,
                     struct diag_error *err)
{
    struct jsontape *t = &k->tape;
    size_t at = k->key[merge].at + k->key[merge].len + 1;
    if (jsontape_read(t, json->data + at, pair_end(k, merge, k->count, json) - at, err) != 0)
        return -1;
    bool several = jsontape_kind(t, 0) == '[';
    bool mappings = several || jsontape_kind(t, 0) == '{';
    *pairs = several ? 0 : jsontape_size(t, 0);
    struct jsontape_walk w = jsontape_walk(t, 0);
    while (several && jsontape_step(t, &w)) {
        mappings = mappings && jsontape_kind(t, w.value) == '{';
        *pairs += jsontape_size(t, w.value);
    }
    if (!mappings)
        return yamlplace_fail(
            err, k->key[merge].mark,
            "<< merges mappings, and this is none; put << in quotes if it is a name");
    return 0;
}

static void add_pair(struct buf *to, const char *bytes, size_t len)
{
    if (to->len > 0)
        buf_char(to, ',');
    buf_add(to, bytes, len);
}

/* Adds the pairs of one mapping whose keys are new to the set. */
static void merge_one(struct yamlkeys *k, uint32_t object, const struct buf *json)
{
    struct jsontape_walk w = jsontape_walk(&k->tape, object);
    while (jsontape_step(&k->tape, &w)) {
        size_t len, value_len;
        const char *key = jsontape_raw(&k->tape, w.key, &len);
        const char *value = jsontape_raw(&k->tape, w.value, &value_len);
        size_t n = k->count;
        *yamlkeys_push(k) = (struct yamlkeys_key){.at = (size_t)(key - json->data),
                                                  .len = (uint32_t)len};
        if (add(k, json->data, n) == n)
            add_pair(&k->scratch, key, (size_t)(value + value_len - key));
        else
            k->count--;
    }
}

static void merge_all(struct yamlkeys *k, const struct buf *json)
{
    if (jsontape_kind(&k->tape, 0) == '{') {
        merge_one(k, 0, json);
        return;
    }
    struct jsontape_walk w = jsontape_walk(&k->tape, 0);
    while (jsontape_step(&k->tape, &w))
        merge_one(k, w.value, json);
}

/* Writes the mapping anew, with what the `<<` holds in its place. */
static void rewrite(struct yamlkeys *k, size_t first, size_t merge, struct buf *json)
{
    size_t start = k->key[first].at, keys = k->count;
    buf_reset(&k->scratch);
    for (size_t n = first; n < keys; n++) {
        size_t at = k->key[n].at;
        if (n == merge)
            merge_all(k, json);
        else
            add_pair(&k->scratch, json->data + at, pair_end(k, n, keys, json) - at);
    }
    json->len = start;
    buf_add(json, k->scratch.data, k->scratch.len);
}

int yamlkeys_close(struct yamlkeys *k, size_t first, struct buf *json, struct diag_error *err)
{
    size_t merge, pairs = 0;
    if (find_merge(k, first, json->data, &merge, err) != 0)
        return -1;
    bool merges = merge < k->count;
    if (merges && read_held(k, merge, json, &pairs, err) != 0)
        return -1;
    int checked;
    if (!merges && k->count - first <= FEW) {
        checked = check_few(k, first, json->data, err);
    } else {
        reset(k, k->count - first + pairs);
        checked = check_all(k, first, json->data, err);
    }
    if (checked == 0 && merges)
        rewrite(k, first, merge, json);
    k->count = first;
    return checked == 0 && merges ? 1 : checked;
}
