/*
 * reading: what a schema says of a value that travels as text.  Pure.
 *
 * In a path, query, header, cookie or form 5 and "5" are the same bytes, and so are one item and a list of one.  The value
 * is read in each of these ways; it is valid when one reading is.
 */
#ifndef READING_H
#define READING_H

#include "schema/validate.h"

/* As schema_validate for a value of a request.  What is reported is broken in the reading that comes nearest. */
enum schema_verdict reading_verdict(const struct schema_view *v, uint32_t schema,
                                    const struct jsontape *t, uint32_t value,
                                    struct schema_report *report);

#endif
