/*
 * heading: what an operation is called, in its record.
 */
#ifndef HEADING_H
#define HEADING_H

#include "jsonwrite.h"
#include "shape/shape.h"
#include "size/trim.h"
#include "walk.h"

/* The description of an operation, else that of its path item, or JSONTAPE_NONE.  The summary of a path item is not taken:
 * several operations would be called the same. */
uint32_t heading_description(const struct shape *s, const struct walk_operation *op);
/* Writes the members method, path, operation_id, summary, description, tags, deprecated and base, as far as they are
 * there.  trim shortens the words, where it is not NULL. */
void heading_write(const struct shape *s, const struct walk_operation *op, const char *base,
                   struct trim *trim, struct jsonwrite *w);

#endif
