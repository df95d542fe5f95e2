/*
 * grammar: what the members of each object of a description hold.
 *
 * A member that is not in the grammar is data: examples, defaults, extensions.  Constraints of schemas are
 * data too, and stand in it to be counted.
 */
#ifndef GRAMMAR_H
#define GRAMMAR_H

#include <stddef.h>
#include <stdint.h>

#include "holding.h"
#include "table.h"

enum grammar_kind {
    GRAMMAR_DATA,
    GRAMMAR_SCHEMA,
    GRAMMAR_PARAMETER, /* headers of responses too */
    GRAMMAR_BODY,
    GRAMMAR_RESPONSE,
    GRAMMAR_MEDIA,
    GRAMMAR_ENCODING,
    GRAMMAR_EXAMPLE, /* what may be a reference but holds no schema: examples, links */
    GRAMMAR_DISCRIMINATOR,
    GRAMMAR_MAPPING, /* a string that names a schema */
    GRAMMAR_SWAGGER, /* a parameter or header of Swagger 2.0 */
    GRAMMAR_KINDS
};

enum grammar_form {
    GRAMMAR_ONE,
    GRAMMAR_LIST,
    GRAMMAR_MAP,
    GRAMMAR_VALUE, /* Swagger: says what the value is like, and moves into `schema` */
    GRAMMAR_GONE,  /* has no place in a record, or has got another one */
};

struct grammar_row {
    enum grammar_kind kind;
    const char *member;
    enum grammar_form form;
    enum grammar_kind value;
    enum holding_what holds; /* what a schema has that has it */
};

/* Longest name of a member in the grammar. */
#define GRAMMAR_NAME 21

struct grammar {
    struct table member[GRAMMAR_KINDS]; /* name → row */
    /* By length, the second letters of the names, a bit each: most members are told by them to be data. */
    uint32_t second[GRAMMAR_KINDS][GRAMMAR_NAME + 1];
};

void grammar_init(struct grammar *g);
void grammar_free(struct grammar *g);
/* The row of a member whose name is this JSON string, quotes included; NULL: it is data. */
const struct grammar_row *grammar_find(const struct grammar *g, enum grammar_kind kind,
                                       const char *raw, size_t len);

#endif
