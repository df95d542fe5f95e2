/*
 * prompt/parts: what a schema asks for at once, before a word of it is written.
 *
 * A reference, a constant, values, branches and types are parts of their own; all of them count.
 */
#ifndef PROMPT_PARTS_H
#define PROMPT_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "jsontape.h"

/* The types that have keywords of their own; integers are numbers. */
enum parts_family { PARTS_OBJECT, PARTS_ARRAY, PARTS_STRING, PARTS_NUMBER, PARTS_FAMILIES };

/* The name of the type, and the keywords that speak of it; NULL behind the last of them. */
const char *parts_type(enum parts_family f);
const char *const *parts_keywords(enum parts_family f);
/* The family of a type (a string node); PARTS_FAMILIES: none, as of null. */
enum parts_family parts_family_of(const struct jsontape *t, uint32_t type);
/* Whether the keyword is there and asks for something: `uniqueItems: false` does not. */
bool parts_constrains(const struct jsontape *t, uint32_t schema, const char *keyword);

enum { PARTS_ONE, PARTS_ANY, PARTS_ALL, PARTS_FORKS };

struct parts {
    bool reference, constant, values; /* $ref, const, enum */
    bool fork[PARTS_FORKS];           /* oneOf, anyOf, allOf */
    bool types;    /* `type`, where no other part implies it, or keywords of types */
    size_t count;  /* of all these, 1 or more */
    unsigned said; /* families of which a keyword constrains, as bits */
    bool values_loose, types_loose; /* there are several of them */
    bool null;                      /* `nullable` of the older dialect, and no value is null */
};

struct parts parts_of(const struct jsontape *t, uint32_t schema, bool older);

#endif
