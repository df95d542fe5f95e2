/*
 * connection: one client: bytes in, answers out, with their faults and waits.
 *
 * A client that closes its side, even only for writing, is taken as gone; a request that it left
 * behind is neither answered nor counted.
 */
#ifndef CONNECTION_H
#define CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "http.h"
#include "reply.h"
#include "service.h"

enum connection_state {
    CONNECTION_READING,
    CONNECTION_WAITING, /* until due, then writes */
    CONNECTION_WRITING,
    CONNECTION_STALLED,
    CONNECTION_LINGERING, /* all written; until due, or the client's end */
    CONNECTION_DEAD,
};

struct connection {
    int fd; /* non-blocking; owned */
    enum connection_state state;
    struct buf in;
    struct http http;
    struct reply reply;
    size_t at, write_end;    /* bytes of the reply written; where this write ends */
    int64_t due;             /* by clock_us; while reading, 0: any time */
    bool stale;              /* has to be reset at the next request */
    bool met;                /* has carried a counted request */
    bool busy;               /* had more to do when its turn ended */
    struct stats_line *line; /* of the request in flight, or NULL */
};

struct connection *connection_new(int fd);
/* Closes it; what was in flight is in flight no more. */
void connection_free(struct connection *c, struct service *s);

/* What poll is to wait for (POLLIN, POLLOUT, 0). */
short connection_events(const struct connection *c);
/* Microseconds until it is due, or -1: not by time. */
int64_t connection_wait(const struct connection *c, int64_t now);
/* Reads, answers and writes as far as it can without blocking.  revents is poll's. */
void connection_go(struct connection *c, short revents, int64_t now, struct service *s);

#endif
