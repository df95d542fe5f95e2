/*
 * schema/keyword: the keywords that are read.  Floor 4.
 */
#ifndef SCHEMA_KEYWORD_H
#define SCHEMA_KEYWORD_H

#include <stddef.h>

#include "schema/run.h"

/* The keyword of that name (len bytes), or NULL. */
const struct schema_keyword *schema_keyword_find(const char *name, size_t len);

#endif
