/*
 * lower: Swagger 2.0 written in the shape of OpenAPI 3.
 *
 * Body and form parameters become a request body, the schema members of a parameter its `schema`,
 * collectionFormat style and explode, a response's schema and examples its `content`.
 */
#ifndef LOWER_H
#define LOWER_H

#include <stdbool.h>

#include "jsonwrite.h"
#include "shape.h"
#include "walk.h"

/* Whether the parameter (references followed) belongs to the body: `in` is body or formData. */
bool lower_is_body(const struct jsontape *t, uint32_t parameter);
/* Writes a parameter that is none of those. */
void lower_parameter(struct shape *s, uint32_t parameter, struct jsonwrite *w,
                     struct shape_deps *deps);
/* Writes the request body that the n parameters make (those that are lower_is_body). */
void lower_body(struct shape *s, const struct walk_operation *op, const uint32_t *parameter,
                size_t n, struct jsonwrite *w, struct shape_deps *deps);
/* Writes a response, references followed. */
void lower_response(struct shape *s, const struct walk_operation *op, uint32_t response,
                    struct jsonwrite *w, struct shape_deps *deps);

#endif
