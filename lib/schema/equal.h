/*
 * schema/equal: equality of JSON values as JSON Schema means it.  Floor 4.
 */
#ifndef SCHEMA_EQUAL_H
#define SCHEMA_EQUAL_H

#include <stdbool.h>
#include <stdint.h>

#include "jsontape.h"

/* 1 and 1.0 are equal, exactly, however long; the order of members does not count. */
bool schema_equal(const struct jsontape *a, uint32_t n, const struct jsontape *b, uint32_t m);
/* Whether no two items of the array are equal. */
bool schema_equal_none(const struct jsontape *t, uint32_t array);

#endif
