/*
 * strategy: which provider gets the next operation.
 */
#ifndef STRATEGY_H
#define STRATEGY_H

#include <stddef.h>

#include "map.h"
#include "options.h"
#include "record.h"

enum strategy_kind {
    STRATEGY_ROUND_ROBIN, /* one after the other */
    STRATEGY_MANUAL,      /* the map alone */
    STRATEGY_POOL,        /* whoever is free first: all of them are candidates */
    STRATEGY_KINDS,
};

const char *strategy_name(enum strategy_kind kind);
/* The kind of that name, or STRATEGY_KINDS. */
enum strategy_kind strategy_find(const char *name);
/* "round_robin, manual, pool": for messages. */
void strategy_names(struct buf *out);

struct strategy {
    enum strategy_kind kind;
    const struct options_list *providers;
    struct map *map; /* asked first; NULL: none */
    size_t next;
};

/* The provider of the record: map, then strategy.  NULL with pool (all are candidates), or where nothing
 * names one.  *by: what chose (manual: the map). */
const char *strategy_choose(struct strategy *s, const struct record *r, enum strategy_kind *by);

#endif
