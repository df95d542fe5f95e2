/*
 * httpget: one GET at a time over connections that are kept, and the parts of a URL.  Floor 3;
 * libcurl comes through curlbase.
 *
 * A redirect is not followed but told: who may see what on the way is the caller's business.  Only http and
 * https are spoken, and HTTP/1.1 alone below libcurl 8.1.2, as in httppool.  Proxies come from the usual
 * variables.
 */
#ifndef HTTPGET_H
#define HTTPGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"

struct httpget_url {
    char *text;            /* absolute and encoded, without userinfo and fragment */
    char *origin;          /* scheme://host:port in lower case, the port always there */
    char *user, *password; /* of the userinfo, decoded; or NULL */
    bool https;
};

/* Takes a URL apart; base, where not NULL, is what a relative one is relative to.  Returns 0, or -1 with err,
 * which does not hold the URL: it may carry a password. */
int httpget_url_read(struct httpget_url *u, const char *base, const char *url,
                     struct diag_error *err);
void httpget_url_free(struct httpget_url *u);

struct httpget_call {
    /* set by the caller */
    const char *url;
    const char *user, *password; /* or NULL */
    char *const *header;         /* "Name: value"; sent to the host of url */
    size_t headers;
    struct buf *body; /* what status 200 brings is added, decoded; its ceiling is the answer's */
    int connect_ms;
    int stall_s; /* seconds without a byte */
    int64_t total_ms;
    int stop;   /* a descriptor: the call ends when it is readable; or -1 */
    int reader; /* a descriptor: the call ends when the other end has gone; or -1 */
    /* set by httpget_run */
    bool stopped;   /* ended by stop or reader */
    long status;    /* of the answer */
    char *location; /* where a redirect leads, as the server wrote it; else NULL.  The caller's */
};

struct httpget;

struct httpget *httpget_open(struct diag_error *err);
void httpget_close(struct httpget *h);

/* Returns 0 when an answer came: one with status 200 whole, of any other its head.  Else -1 with err, which
 * does not hold the URL. */
int httpget_run(struct httpget *h, struct httpget_call *call, struct diag_error *err);

#endif
