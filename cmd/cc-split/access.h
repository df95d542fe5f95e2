/*
 * access: how an operation is reached: its base URL and its security.
 */
#ifndef ACCESS_H
#define ACCESS_H

#include "buf.h"
#include "shape/emit.h"
#include "shape/shape.h"
#include "walk.h"

/* Adds the base URL: the first server of the operation, the path item or the document, its variables at
 * their defaults; for Swagger 2.0 scheme, host and basePath.  Nothing where there is none, or, which is
 * told, where it is longer than out may be. */
void access_base(struct shape *s, const struct walk_operation *op, struct buf *out);

/*
 * Writes the alternatives of requirements, [[{scheme, type, in, name, http, scopes}]]; [] is open.  `http` is
 * the scheme of HTTP authentication (basic, bearer); in and name say where the credential stands.  Returns how
 * many requirements there are.
 */
size_t access_security(struct shape *s, const struct walk_operation *op, struct emit *e);

#endif
