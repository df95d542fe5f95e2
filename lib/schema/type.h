/*
 * schema/type: the types of values, as sets.  Floor 4.
 */
#ifndef SCHEMA_TYPE_H
#define SCHEMA_TYPE_H

#include <stdbool.h>
#include <stdint.h>

#include "jsontape.h"

/* SCHEMA_NUMBER is a number that is not whole; the type `number` is both. */
enum schema_type {
    SCHEMA_NULL = 1,
    SCHEMA_BOOLEAN = 2,
    SCHEMA_INTEGER = 4,
    SCHEMA_NUMBER = 8,
    SCHEMA_STRING = 16,
    SCHEMA_ARRAY = 32,
    SCHEMA_OBJECT = 64,
    SCHEMA_ANY = 127,
};

/* The type of a value, one bit: 1.0 and 1e2 are integers.  0 for JSONTAPE_NONE. */
unsigned schema_type_of(const struct jsontape *t, uint32_t n);
/* The types that a schema object's `type` allows; with nullable its `nullable` counts. */
unsigned schema_type_allowed(const struct jsontape *t, uint32_t schema, bool nullable);

#endif
