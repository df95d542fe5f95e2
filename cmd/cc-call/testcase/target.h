/*
 * target: the path and query of a request as they travel.
 *
 * Everything is percent-encoded once (RFC 3986: unreserved characters stay).  A value that is a credential
 * placeholder, ${API_KEY} and its like, stays as it is written.
 */
#ifndef TARGET_H
#define TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

/*
 * Adds the path with its {parts} filled, and the query.  parameters: the record's list of declared
 * parameters, for their styles.  Returns 0, or -1 with err: a part of the path is not filled, is empty, or
 * would leave its place ("..").
 */
int target_write(const char *path, const struct jsontape *record, uint32_t parameters,
                 const struct jsontape *values, uint32_t path_params, uint32_t query_params,
                 struct buf *out, struct diag_error *err);

/* Adds name=value pairs in the style a declaration (a parameter, a row of `encoding`; JSONTAPE_NONE: form)
 * asks for.  joint: what goes before the first pair ('\0': nothing); '&' afterwards. */
void target_pairs(const struct jsontape *record, uint32_t declaration, const char *name,
                  const struct jsontape *values, uint32_t value, char *joint, struct buf *out);

/* Adds a value as text, not encoded: a string's characters, anything else as JSON; the items of an array
 * joined by commas.  For headers and cookies. */
void target_text(const struct jsontape *values, uint32_t value, struct buf *out);

#endif
