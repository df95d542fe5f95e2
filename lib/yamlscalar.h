/*
 * yamlscalar: the YAML 1.2 core schema: what a scalar's text means in JSON.  Floor 3; knows no YAML
 * syntax.
 */
#ifndef YAMLSCALAR_H
#define YAMLSCALAR_H

#include <stddef.h>

#include "diag.h"
#include "jsonwrite.h"

enum yamlscalar_type {
    YAMLSCALAR_TEXT,
    YAMLSCALAR_NULL,
    YAMLSCALAR_BOOL,
    YAMLSCALAR_INT,
    YAMLSCALAR_FLOAT, /* .inf and .nan too, which JSON cannot say */
};

/*
 * The type of a plain scalar without a tag: `no` and `2024-01-01` are text, nothing at all is null.
 */
enum yamlscalar_type yamlscalar_type(const char *text, size_t len);

/*
 * Writes the text as a value of that type, found by yamlscalar_type() or said by a tag.  A number
 * that is JSON already keeps its text (1.10, 1e3, -0); the others are put into JSON's form without
 * loss: +1 → 1, 007 → 7, 0x1F → 31, .5 → 0.5, 1. → 1.0.
 * Returns 0, or -1 with err (no line in it): not of that type, or .inf and .nan.
 */
int yamlscalar_write(struct jsonwrite *w, enum yamlscalar_type type, const char *text, size_t len,
                     struct diag_error *err);

#endif
