/*
 * casetype: the types of cases, as `test_type` of a case names them.  Pure.
 */
#ifndef CASETYPE_H
#define CASETYPE_H

#include <stdint.h>

#include "jsontape.h"

enum casetype { CASETYPE_POSITIVE, CASETYPE_NEGATIVE, CASETYPE_BOUNDARY, CASETYPES };

/* "positive" … */
const char *casetype_name(enum casetype type);
/* The type of the name that the node is, else `otherwise`. */
enum casetype casetype_of(const struct jsontape *t, uint32_t n, enum casetype otherwise);

#endif
