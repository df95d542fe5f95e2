/*
 * schema/format: the values of `format`.  Floor 4.
 */
#ifndef SCHEMA_FORMAT_H
#define SCHEMA_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/verdict.h"

struct schema_format;

/* The format of that name; NULL for somebody's own, which is an annotation. */
const struct schema_format *schema_format_find(const char *name);
/* Whether text (decoded, UTF-8) is of the format, or a number (JSON) within its bounds.  SCHEMA_UNKNOWN: it is one
 * of JSON Schema's that we do not check; SCHEMA_VALID for NULL. */
enum schema_verdict schema_format_test(const struct schema_format *f, const char *text, size_t len);
enum schema_verdict schema_format_test_number(const struct schema_format *f, const char *raw,
                                              size_t len);
/* A value that is of the format, and one that clearly is not; NULL for what we do not know. */
const char *schema_format_example(const char *format);
const char *schema_format_violation(const char *format);
/* The bounds that int32, int64, uint32… put on a number, as text; false for any other format. */
bool schema_format_range(const char *format, const char **low, const char **high);

#endif
