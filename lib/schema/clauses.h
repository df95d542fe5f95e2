/*
 * schema/clauses: values on and over the edge of keywords that hold a schema of their own.  Floor 4.
 *
 * `not`: a value that what it forbids just misses, and one that it holds.  `contains`: as few and as many items of
 * that kind as are allowed, and one beyond.  `propertyNames`: names on the edge of what they may be, and beyond.
 */
#ifndef SCHEMA_CLAUSES_H
#define SCHEMA_CLAUSES_H

#include <stdbool.h>

#include "schema/pieces.h"
#include "schema/rims.h"

/* Of any place; false when r->each said to stop. */
bool schema_clauses(const struct schema_rims *r);
/* Of an object and an array; pieces as in schema_rims_object. */
bool schema_clauses_object(const struct schema_rims *r, struct schema_pieces *pieces);
bool schema_clauses_array(const struct schema_rims *r);

#endif
