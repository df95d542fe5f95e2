/*
 * lower: Swagger 2.0 written in the shape of OpenAPI 3.
 *
 * Body and form parameters become a request body, the schema members of a parameter its `schema`,
 * collectionFormat style and explode, a response's schema and examples its `content`.
 */
#ifndef LOWER_H
#define LOWER_H

#include <stdbool.h>

#include "parameters.h"
#include "shape/emit.h"
#include "shape/shape.h"
#include "walk.h"

/* Writes a parameter (references followed) that does not belong to the body.  shared: others refer to it,
 * so that it is worth keeping what was written. */
void lower_parameter(struct shape *s, uint32_t parameter, bool shared, struct emit *e);
/* Writes the request body that those make that do.  Returns whether it is required. */
bool lower_body(struct shape *s, const struct walk_operation *op, const struct parameters *p,
                struct emit *e);
/* Writes a response, references followed. */
void lower_response(struct shape *s, const struct walk_operation *op, uint32_t response,
                    struct emit *e);

#endif
