/*
 * operation: the record of one operation (cc-record(5)).
 */
#ifndef OPERATION_H
#define OPERATION_H

#include <stdbool.h>
#include <stddef.h>

#include "parameters.h"
#include "shape/closure.h"
#include "shape/shape.h"
#include "size/budget.h"
#include "size/trim.h"
#include "walk.h"

struct operation_writer {
    struct shape *shape;
    struct closure closure;
    struct budget budget;
    struct trim trim;
    struct buf spec;       /* the `spec` member, as JSON */
    struct jsontape check; /* of a record that may nest too deep */
    bool swagger;          /* 2.0 */
    size_t max_bytes;      /* what a record is cut to, where that can be done */
    size_t left_out;       /* records that were too large, for the caller to count */
    size_t written;        /* bytes of all records, for the caller to count */
    size_t copied;         /* bytes of all that records were made of, before anything was cut */
    size_t larger;         /* records that are larger all the same */

    /* Of the operation that was prepared last. */
    const struct walk_operation *op;
    struct emit request, responses, security;
    char hash[DIGEST_MARKED];
    struct buf base; /* once the record is written */
    struct parameters parameters;
    size_t own_parameters; /* those that do not belong to the body */
    size_t statuses;
    size_t requirements; /* of its security */
    bool body_required;
};

/* source: the name of the description; operations: how many it holds.  The caller frees it. */
void operation_init(struct operation_writer *o, struct shape *shape, const char *source,
                    size_t operations, size_t max_bytes);
void operation_free(struct operation_writer *o);

/* Copies the parts of the operation and finds its hash, o->hash; op must outlive what is written of it. */
void operation_measure(struct operation_writer *o, const struct walk_operation *op);
/* How much was gone through for all records so far, in bytes: what shared parts of a description can cost. */
size_t operation_work(const struct operation_writer *o);
/* Adds the record of the operation that was measured last, without a newline; seq is its number in document
 * order.  out is over its ceiling afterwards where the record would be, or would nest too deep to be read. */
void operation_write(struct operation_writer *o, size_t seq, struct buf *out);
/* The same for one that --since passes over: what says which it is, and `unchanged`. */
void operation_stub(const struct operation_writer *o, size_t seq, struct buf *out);

#endif
