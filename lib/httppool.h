/*
 * httppool: HTTP calls side by side.  Floor 3; libcurl comes through curlbase.
 *
 * One pool is one curl multi handle: connections are kept and used again.  Proxies come from the usual variables, but
 * not for addresses of this machine.  Caps are the caller's business.
 * Redirects are not followed, only http and https are spoken, and HTTP/1.1 alone below libcurl 8.1.2
 * (7.88.1 can report a cut HTTP/2 body as complete).
 */
#ifndef HTTPPOOL_H
#define HTTPPOOL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"

enum httppool_end {
    HTTPPOOL_DONE,    /* an answer came whole; status says which */
    HTTPPOOL_NETWORK, /* no connection, reset, cut off, TLS */
    HTTPPOOL_TIMEOUT,
    HTTPPOOL_TOO_BIG, /* head or body over its ceiling */
    HTTPPOOL_REFUSED, /* take() wanted no more */
};

struct httppool_call {
    /* set by the caller; must stay until the call has ended */
    const char *url;
    const char *bearer; /* key, or NULL */
    const char *body;   /* JSON; NULL: GET */
    size_t body_len;
    int timeout_ms;
    int connect_ms;
    /* Gets the body as it comes, status being set, and says whether it wants more.  NULL: it is gathered in
     * reply. */
    bool (*take)(void *owner, const char *bytes, size_t len);
    void *owner;
    /* set by the pool */
    enum httppool_end end;
    long status;
    struct buf reply;       /* freed by httppool_call_free, as are the texts */
    char *content_type;     /* or NULL */
    char *request_id;       /* x-request-id, or NULL */
    int64_t retry_after_ms; /* Retry-After in both its forms, or retry-after-ms; -1: none */
    int64_t first_byte_ms;  /* from the start; -1: none came */
    char message[256];      /* of a call that did not end DONE */
    void *private;
};

struct httppool;

struct httppool *httppool_open(struct diag_error *err);
/* Calls still running are dropped. */
void httppool_close(struct httppool *pool);

/* Starts the call.  Returns 0, or -1 with err: libcurl takes no more.  A URL that is none ends as NETWORK. */
int httppool_start(struct httppool *pool, struct httppool_call *call, struct diag_error *err);
/* Drops a running call: its connection is closed, and it never comes out of httppool_next.  What its head said is
 * set, but for the end. */
void httppool_cancel(struct httppool *pool, struct httppool_call *call);
/* Frees what the pool put into a call that has ended. */
void httppool_call_free(struct httppool_call *call);

/* Descriptors that can be waited for at once. */
enum { HTTPPOOL_FDS = 8 };

struct httppool_fd {
    int fd;
    bool read, write; /* what is waited for */
    bool ready;       /* set: something of it has come, or the descriptor is in error */
};

/* Waits for sockets, the given descriptors (at most HTTPPOOL_FDS), or timeout_ms (0: only looks), and lets the calls go on.
 * Returns 0, or -1 with err. */
int httppool_wait(struct httppool *pool, struct httppool_fd *fd, size_t fds, int timeout_ms,
                  struct diag_error *err);
/* A call that has ended, or NULL. */
struct httppool_call *httppool_next(struct httppool *pool);

#endif
