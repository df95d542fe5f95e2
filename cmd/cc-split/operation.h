/*
 * operation: the record of one operation (cc-record(5)).
 */
#ifndef OPERATION_H
#define OPERATION_H

#include <stdbool.h>
#include <stddef.h>

#include "budget.h"
#include "digest.h"
#include "shape.h"
#include "walk.h"

struct operation_writer {
    struct shape *shape;
    struct budget budget;
    struct buf spec; /* the `spec` member, as JSON */
    struct buf request, responses, security;
    bool swagger;                             /* 2.0 */
    size_t max_bytes;                         /* what a record is cut to, where that can be done */
    char hash[sizeof "xxh128:" + DIGEST_HEX]; /* of the operation that was measured last */
};

/* operations: how many the description holds.  The caller frees it. */
void operation_init(struct operation_writer *o, struct shape *shape, const char *source,
                    size_t operations, size_t max_bytes);
void operation_free(struct operation_writer *o);

/* Reads the operation, and sets o->hash. */
void operation_measure(struct operation_writer *o, const struct walk_operation *op);
/* Adds the record of the operation that was measured last, without a newline; seq is its number in document
 * order. */
void operation_write(struct operation_writer *o, const struct walk_operation *op, size_t seq,
                     struct buf *out);
/* The same for one that --since passes over: what says which it is, and `unchanged`. */
void operation_stub(const struct operation_writer *o, const struct walk_operation *op, size_t seq,
                    struct buf *out);

#endif
