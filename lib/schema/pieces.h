/*
 * schema/pieces: an object in the making, member by member.  Floor 4.
 */
#ifndef SCHEMA_PIECES_H
#define SCHEMA_PIECES_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "table.h"

struct schema_piece {
    size_t at, len; /* its value in text; len 0: none was made */
    bool in;        /* part of the object */
    bool sealed;    /* never part of it: the server's own, forbidden, impossible */
};

struct schema_pieces {
    struct table names; /* entry i is the member piece i stands for (flags of schema/members) */
    struct schema_piece *piece;
    struct buf text;
};

void schema_pieces_init(struct schema_pieces *p);
void schema_pieces_free(struct schema_pieces *p);
/* After the names are filled: one piece, out of the object, for each. */
void schema_pieces_ready(struct schema_pieces *p);

/* Puts the names of all pieces, whether they are in or not, into names. */
void schema_pieces_names(const struct schema_pieces *p, struct table *names);
/* Adds the object with all members that are in, but for the one at index without (names.count: all). */
void schema_pieces_write(const struct schema_pieces *p, size_t without, struct buf *out);
/* Adds one more member, its value JSON, to an object that is written and has none of that name. */
void schema_pieces_append(struct buf *object, const char *name, size_t len,
                          const struct buf *value);
/* Adds what stands around the value of a member, which need not be in: one that is keeps its place, any
 * other comes last. */
void schema_pieces_before(const struct schema_pieces *p, size_t index, struct buf *out);
void schema_pieces_after(const struct schema_pieces *p, size_t index, struct buf *out);

#endif
