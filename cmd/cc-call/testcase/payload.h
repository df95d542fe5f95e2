/*
 * payload: the bytes of a request's body.
 */
#ifndef PAYLOAD_H
#define PAYLOAD_H

#include <stdint.h>

#include "buf.h"
#include "jsontape.h"
#include "media.h"
#include "table.h"

/* The boundary of every multipart body. */
#define PAYLOAD_BOUNDARY "casecraft-boundary"

/*
 * Adds the bytes of a body.  JSON goes out compact; the members of a form or multipart body as its fields; a
 * string of any other type as it is.  encoding: the media type's `encoding` in the record, or JSONTAPE_NONE;
 * files: the names of members that are files.  A form that is no object goes out as text.
 *
 * A field is written as its row of `encoding` says (see style_of_field); a part of a multipart body bears the
 * contentType of that row, else application/octet-stream where it is a file and application/json where it is an
 * object; a list is one part for each item, or a single one where its row has `explode: false`.
 */
void payload_write(enum media media, const struct jsontape *record, uint32_t encoding,
                   const struct table *files, const struct jsontape *values, uint32_t body,
                   struct buf *out);

#endif
