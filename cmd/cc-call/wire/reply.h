/*
 * reply: what one call of a provider came to, whatever its protocol; filled as the answer arrives.
 */
#ifndef REPLY_H
#define REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "httppool.h"
#include "outcome.h"
#include "provider.h"

struct reply {
    enum outcome_class class;
    long http;          /* status, or 0 */
    char *code;         /* the vendor's own error code, or NULL */
    char *message;      /* of an error, without the key in it; or NULL */
    struct buf content; /* of an answer, without the key in it once that is whole */
    char *finish;       /* finish_reason, or NULL: the answer has not said that it is through */
    bool thought;       /* some of a model's thinking came, which is not kept */
    bool refused;       /* the body brought an error: class and message are set */
    bool unsaid;        /* the error is told by its status alone */
    long long prompt, completion, cached, cache_write, reasoning; /* tokens; -1: not told */
    int64_t retry_after_ms;                                       /* -1: not told */
};

void reply_init(struct reply *r);
void reply_free(struct reply *r);

/* Sets class and message (printf); the key of the provider, should it stand in there, is blotted out. */
void reply_fail(struct reply *r, const struct provider *p, enum outcome_class c, const char *fmt,
                ...) __attribute__((format(printf, 4, 5)));

/* Blots the key out of an answer: of its finish_reason, and of its content, if it is no word (SECRET_SURE). */
void reply_hide(struct reply *r, const struct provider *p);

/* No whole answer came: class and message are those of the call's end, which is not HTTPPOOL_DONE, or of a status
 * that was an error already.  r->http is set. */
void reply_lost(struct reply *r, const struct provider *p, const struct httppool_call *call);

/*
 * An error stood in the body: it is classified, and a wait that its message names ("after 3 seconds") kept.  Texts
 * may be NULL and stay the caller's.
 */
void reply_refuse(struct reply *r, const struct provider *p, const char *code, const char *type,
                  const char *message);

/* Adds {"prompt":…,"completion":…,…} with what was told; nothing when nothing was. */
void reply_usage(const struct reply *r, struct buf *out);

#endif
