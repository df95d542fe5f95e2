/*
 * strategy: which provider gets the next operation.
 */
#ifndef STRATEGY_H
#define STRATEGY_H

#include <stddef.h>

#include "buf.h"
#include "level.h"
#include "map.h"
#include "random.h"
#include "record.h"
#include "turns.h"

enum strategy_kind {
    STRATEGY_ROUND_ROBIN, /* one after the other */
    STRATEGY_RANDOM,      /* by chance */
    STRATEGY_COMPLEXITY,  /* by how complex the operation is */
    STRATEGY_MANUAL,      /* the map alone */
    STRATEGY_POOL,        /* whoever is free first: all of them are candidates */
    STRATEGY_KINDS,
};

const char *strategy_name(enum strategy_kind kind);
/* The kind of that name, or STRATEGY_KINDS. */
enum strategy_kind strategy_find(const char *name);
/* "round_robin, random, …": for messages. */
void strategy_names(struct buf *out);

struct strategy {
    enum strategy_kind kind;
    struct map map;         /* asked first; may be empty */
    struct turns providers; /* of round_robin, random and pool */
    struct level_set levels;
    struct random chance;
};

/* The provider of the record: map, then strategy.  NULL with pool (all are candidates), or where nothing
 * names one.  *by: what chose (manual: the map). */
const char *strategy_choose(struct strategy *s, const struct record *r, enum strategy_kind *by);

#endif
