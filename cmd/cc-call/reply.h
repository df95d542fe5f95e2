/*
 * reply: what one call of a provider came to, whatever its protocol.
 */
#ifndef REPLY_H
#define REPLY_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "outcome.h"
#include "provider.h"

struct reply {
    enum outcome_class class;
    long http;     /* status, or 0 */
    char *code;    /* the vendor's own error code, or NULL */
    char *message; /* of an error, without the key in it; or NULL */
    char *content; /* of an answer; NULL: none */
    char *finish;  /* finish_reason, or NULL */
    long long prompt, completion, cached, reasoning; /* tokens; -1: not told */
    int64_t retry_after_ms;                          /* -1: not told */
};

void reply_init(struct reply *r);
void reply_free(struct reply *r);

/* Sets class and message (printf); the key of the provider, should it stand in there, is blotted out. */
void reply_fail(struct reply *r, const struct provider *p, enum outcome_class c, const char *fmt,
                ...) __attribute__((format(printf, 4, 5)));

/* Adds {"prompt":…,"completion":…,…} with what was told; nothing when nothing was. */
void reply_usage(const struct reply *r, struct buf *out);

#endif
