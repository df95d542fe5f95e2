/*
 * yamlanchor: what the anchors of a YAML document name.  Floor 3.
 *
 * A scalar is kept as it was written and with its type, a collection as its JSON text: an alias is
 * then a copy of bytes.  What a name means can change: the latest anchor before the alias counts.
 */
#ifndef YAMLANCHOR_H
#define YAMLANCHOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "table.h"
#include "yamlscalar.h"

#define YAMLANCHOR_NONE UINT32_MAX

struct yamlanchor {
    uint32_t at, len; /* in yamlanchor_set.text */
    uint32_t nodes;   /* values and keys in it, itself included */
    uint32_t line;
    uint16_t height; /* levels of collections; 0: a scalar */
    bool open;       /* its collection has not ended */
    uint8_t type;    /* enum yamlscalar_type, of a scalar */
};

struct yamlanchor_set {
    struct table name; /* → number of its latest anchor */
    struct yamlanchor *anchor;
    size_t count, room;
    struct buf text;
};

void yamlanchor_init(struct yamlanchor_set *set);
void yamlanchor_free(struct yamlanchor_set *set);

/*
 * Names a scalar.  Returns 0, or -1 with err (no line in it): more than CEILING_SPEC bytes have
 * names.
 */
int yamlanchor_scalar(struct yamlanchor_set *set, const char *name, uint32_t line,
                      enum yamlscalar_type type, const char *text, size_t len,
                      struct diag_error *err);
/* Names a collection that begins; returns its number, for yamlanchor_close. */
uint32_t yamlanchor_open(struct yamlanchor_set *set, const char *name, uint32_t line);
/* The collection has ended and is this JSON text, copied.  Returns as yamlanchor_scalar does. */
int yamlanchor_close(struct yamlanchor_set *set, uint32_t number, const char *json, size_t len,
                     size_t nodes, size_t height, struct diag_error *err);

/* The anchor of that name, valid until the next one is added, or NULL. */
const struct yamlanchor *yamlanchor_find(const struct yamlanchor_set *set, const char *name);
/* Its len bytes; not NUL-terminated. */
const char *yamlanchor_text(const struct yamlanchor_set *set, const struct yamlanchor *anchor);

#endif
