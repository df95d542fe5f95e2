/*
 * http: reads HTTP/1.x requests out of bytes as they arrive, in whatever pieces.
 *
 * Every byte is looked at a bounded number of times.  A head is at most CEILING_TEXT, a body
 * (decoded, if it came chunked) at most CEILING_LINE.
 */
#ifndef HTTP_H
#define HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct http_header {
    char *name; /* in lower case */
    char *value;
};

struct http_request {
    char *method;
    char *target; /* as sent, query included */
    struct http_header *header;
    size_t headers, room;
    struct buf body;
    bool keep_alive; /* the client wants to go on */
    bool old;        /* HTTP/1.0: no chunked answers */
};

void http_request_init(struct http_request *q);
void http_request_free(struct http_request *q);
/* The value of the first header of that name (lower case), or NULL. */
const char *http_request_header(const struct http_request *q, const char *name);

enum http_state {
    HTTP_HEAD,
    HTTP_BODY, /* `want` bytes are still to come */
    HTTP_CHUNK_SIZE,
    HTTP_CHUNK,
    HTTP_CHUNK_END, /* the line end behind a chunk */
    HTTP_TRAILER,
    HTTP_READY, /* request is whole: take it, then http_next */
    HTTP_BAD,   /* bad_status says why; nothing more can be read */
};

struct http {
    enum http_state state;
    struct http_request request;
    size_t seen; /* bytes known to hold no end of what is looked for */
    size_t want;
    bool expects; /* the client waits for "100 Continue"; the caller answers and clears it */
    int bad_status;
};

void http_init(struct http *h);
void http_free(struct http *h);
/* Forgets the request, ready for the next. */
void http_next(struct http *h);
/*
 * Reads on from in, and drops what it used, until the request is whole, nothing can be done with
 * what is there, or the bytes are no request.  Returns the state.
 */
enum http_state http_read(struct http *h, struct buf *in);

#endif
