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
    size_t end;  /* bytes that go out: wire, whose bytes behind head may come again and again */
    size_t head; /* bytes before the body */
    enum reply_after after;
    long long delay, first, gap; /* ms before the first byte, before the body, between writes */
    long long idle;              /* ms for the next request to come; 0: any time */
    bool stale;                  /* the next request meets RST */
    size_t packet;               /* bytes a write; 0: as mark says */
    size_t *mark;                /* ends of writes: the head, then chunks or events */
    size_t marks, room, passed;
};

void reply_init(struct reply *r);
void reply_free(struct reply *r);

/* The answer a block gives to a request. */
void reply_compose(struct reply *r, const struct body_order *o);
/* An answer that no script changes; without a request (NULL) the connection is closed. */
void reply_plain(struct reply *r, int status, const char *type, const struct buf *body,
                 const struct http_request *request);

/* Where the write that begins at byte `at` ends, and how many ms pass before it. */
size_t reply_write_end(struct reply *r, size_t at);
long long reply_pause(const struct reply *r, size_t at);
/* The bytes from `at` on; *len, how many are wanted, becomes how many stand there. */
const char *reply_bytes(const struct reply *r, size_t at, size_t *len);

#endif
