/*
 * target: the path and query of a request as they travel.
 *
 * Each parameter in its style (style.h).  Everything is percent-encoded once (RFC 3986: unreserved characters stay);
 * a value that is a credential placeholder, ${API_KEY} and its like, stays as it is written.
 */
#ifndef TARGET_H
#define TARGET_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

/*
 * Adds the path with its {parts} filled, and the query.  It begins with a slash, whether the path does or not: behind
 * a server's name all else would lead to another one.  parameters: the record's list of declared parameters, for
 * their styles.  Returns 0, or -1 with err: a part of the path is not filled, is empty, or
 * would leave its place ("..").
 */
int target_write(const char *path, const struct jsontape *record, uint32_t parameters,
                 const struct jsontape *values, uint32_t path_params, uint32_t query_params,
                 struct buf *out, struct diag_error *err);

#endif
