/*
 * emit: JSON on its way into a record, digested while it is written.
 *
 * What is opened is closed, and a key stands before each value of an object.  The digest of a value is the
 * one that jsondigest_value() gives for the same text.  Beside it stand the definitions that the text refers
 * to, by number, and what its schemas hold.
 */
#ifndef EMIT_H
#define EMIT_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "digest.h"
#include "holding.h"
#include "jsontape.h"
#include "jsonwrite.h"

struct emit_level {
    struct digest parts, key;
    char bracket;
};

struct emit {
    const struct jsontape *tape; /* where nodes are taken from; not owned */
    struct buf text;
    struct jsonwrite json; /* to text */
    struct digest digest;  /* of the last value that was completed outside of any other */
    struct emit_level *level;
    size_t depth, room;
    size_t height; /* the greatest depth so far, but for what nests in nodes of the tape */
    uint32_t *def; /* definitions referred to; one may stand here several times */
    size_t defs, def_room;
    struct holding holding; /* what its own schemas hold; noted by who writes them */
};

/* max: the ceiling of the text.  Must not move afterwards. */
void emit_init(struct emit *e, const struct jsontape *tape, size_t max);
void emit_free(struct emit *e);
/* Forgets text, definitions and what was held; keeps the memory. */
void emit_reset(struct emit *e);

void emit_open(struct emit *e, char bracket);
void emit_close(struct emit *e);
void emit_key(struct emit *e, const char *key);
/* The key, or the value with all below it, as it stands in the tape, without white space. */
void emit_key_node(struct emit *e, uint32_t key);
void emit_node(struct emit *e, uint32_t n);
/* Key and value of a member, as they stand. */
void emit_member_node(struct emit *e, uint32_t key);
void emit_bool(struct emit *e, bool value);
/* A member that is text. */
void emit_member(struct emit *e, const char *key, const char *text);
/* A value that was written and digested before. */
void emit_piece(struct emit *e, const char *json, size_t len, struct digest digest);
/* {} */
void emit_nothing(struct emit *e);
/* The text refers to the definition. */
void emit_refers(struct emit *e, uint32_t def);

#endif
