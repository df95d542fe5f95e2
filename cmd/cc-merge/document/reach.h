/*
 * reach: which of a record's $defs its cases need.  cc-merge.
 */
#ifndef REACH_H
#define REACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "record.h"
#include "table.h"

struct reach_def {
    uint32_t key, schema; /* nodes of the record's tape */
    bool needed;
};

struct reach {
    const struct record *record; /* not owned; must outlive this */
    struct reach_def *def;       /* in the record's order */
    size_t defs;
    size_t needed;      /* how many are */
    struct table index; /* name → index of def */
};

void reach_init(struct reach *s, const struct record *r);
void reach_free(struct reach *s);

/* Marks every schema that a `#/$defs/NAME` below this node of a tape leads to, directly or through other
 * schemas.  A name that is not there is passed over. */
void reach_from(struct reach *s, const struct jsontape *t, uint32_t node);

#endif
