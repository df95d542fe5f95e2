/*
 * schema/keyword: a keyword's row in a sorted table.  Floor 4.
 */
#ifndef SCHEMA_KEYWORD_H
#define SCHEMA_KEYWORD_H

#include <stddef.h>

/* The row of that name (len bytes), or NULL.  rows: count rows of size bytes, sorted; the first member of
 * each is its name, a const char *. */
const void *schema_keyword_find(const void *rows, size_t count, size_t size, const char *name,
                                size_t len);

#endif
