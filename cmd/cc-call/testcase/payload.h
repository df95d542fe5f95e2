/*
 * payload: the bytes of a request's body.
 */
#ifndef PAYLOAD_H
#define PAYLOAD_H

#include <stdint.h>

#include "buf.h"
#include "jsontape.h"
#include "table.h"

/* What kind of body a content type carries; a range such as `*` / `*` is JSON, TEXT is everything we do not
 * know. */
enum payload_media { PAYLOAD_JSON, PAYLOAD_FORM, PAYLOAD_MULTIPART, PAYLOAD_TEXT };
enum payload_media payload_media(const char *content_type);

/* The boundary of every multipart body. */
#define PAYLOAD_BOUNDARY "casecraft-boundary"

/*
 * Adds the bytes of a body.  JSON goes out compact; the members of a form or multipart body as its fields; a
 * string of any other type as it is.  encoding: the media type's `encoding` in the record, or JSONTAPE_NONE;
 * files: the names of members that are files.  A form that is no object goes out as text.
 */
void payload_write(enum payload_media media, const struct jsontape *record, uint32_t encoding,
                   const struct table *files, const struct jsontape *values, uint32_t body,
                   struct buf *out);

#endif
