/*
 * reply: the bytes of an answer, and how they go out.
 */
#ifndef REPLY_H
#define REPLY_H

#include <stdbool.h>
#include <stddef.h>

#include "body.h"
#include "buf.h"

enum reply_after { REPLY_KEEP, REPLY_CLOSE, REPLY_STALL, REPLY_RESET };

struct reply {
    struct buf wire;
    size_t end; /* bytes of wire that go out */
    enum reply_after after;
    long long delay, gap; /* ms before the first byte, between writes */
    size_t packet;        /* bytes a write; 0: as mark says */
    size_t *mark;         /* ends of writes */
    size_t marks, room, passed;
};

void reply_init(struct reply *r);
void reply_free(struct reply *r);

/* The answer a block gives to a request. */
void reply_compose(struct reply *r, const struct body_order *o);
/* An answer of JSON that no script changes; without a request (NULL) the connection is closed. */
void reply_plain(struct reply *r, int status, const struct buf *json,
                 const struct http_request *request);

/* Where the write that begins at byte `at` of wire ends. */
size_t reply_write_end(struct reply *r, size_t at);

#endif
