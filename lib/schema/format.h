/*
 * schema/format: the values of `format`.  Floor 4.
 */
#ifndef SCHEMA_FORMAT_H
#define SCHEMA_FORMAT_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/verdict.h"

/* Whether text (decoded, UTF-8) is of that format.  A format we do not check is SCHEMA_UNKNOWN when it is one of
 * JSON Schema's, and SCHEMA_VALID when it is somebody's own: an annotation. */
enum schema_verdict schema_format_check(const char *format, const char *text, size_t len);
/* A value that is of the format, and one that clearly is not; NULL for what we do not know. */
const char *schema_format_example(const char *format);
const char *schema_format_violation(const char *format);
/* The bounds that int32, int64, uint32… put on a number, as text; false for any other format. */
bool schema_format_range(const char *format, const char **low, const char **high);

#endif
