/*
 * yamlkeys: the keys of YAML mappings: each once, and `<<` merged.  Floor 3.
 *
 * Works on the JSON text as it grows: a key is where it stands there, so that equal keys have equal
 * bytes. The keys of all open mappings form one stack; a mapping's own are its top when the mapping
 * ends.
 */
#ifndef YAMLKEYS_H
#define YAMLKEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"
#include "yamlplace.h"

struct yamlkeys_key {
    size_t at; /* in the JSON text, with its quotes */
    uint32_t len;
    bool merge; /* the plain `<<` */
    struct yamlplace_mark mark;
};

struct yamlkeys {
    struct yamlkeys_key *key;
    size_t count, room;
    uint32_t *slot; /* a hash set of the keys of one mapping: number + 1, 0 is free */
    size_t slots;   /* in use, a power of two */
    size_t slot_room;
    uint64_t seed;
    struct jsontape tape; /* of what a `<<` holds */
    struct buf scratch;   /* the mapping with it merged */
};

/* max: the ceiling of the JSON text.  seed: of the hash set, hard to guess. */
void yamlkeys_init(struct yamlkeys *k, size_t max, uint64_t seed);
void yamlkeys_free(struct yamlkeys *k);

/* One more key of the innermost mapping, for the caller to set; it moves with the next one. */
struct yamlkeys_key *yamlkeys_push(struct yamlkeys *k);
/*
 * Ends the mapping whose keys are those from number `first` on, and takes them off the stack.  json
 * ends with the mapping's last value.  Takes time linear in the keys; where there is a `<<`, in the
 * mapping's text, which is then rewritten: the merged pairs stand where it stood, explicit keys
 * win, and of several merged mappings the earlier one.
 * Returns 0, 1 where the mapping was rewritten, or -1 with err: the same key twice, or a `<<` that holds
 * anything but mappings.
 */
int yamlkeys_close(struct yamlkeys *k, size_t first, struct buf *json, struct diag_error *err);

#endif
