/*
 * headers: the header file that a person gives, with keys in it.
 */
#ifndef HEADERS_H
#define HEADERS_H

#include <stddef.h>

#include "diag.h"

struct headers {
    char **line; /* "Name: value" */
    size_t count, room;
};

/*
 * Reads a regular file: one `Name: value` a line; empty lines and lines that begin with # are passed over.
 * Returns 0, or -1 with err ("FILE:LINE: …", never with what stands there) and nothing held.
 */
int headers_read(struct headers *h, const char *path, struct diag_error *err);
void headers_free(struct headers *h);

#endif
