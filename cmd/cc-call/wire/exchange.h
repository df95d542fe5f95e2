/*
 * exchange: one try of one record on the wire: the request, the answer as it arrives, its timers, its outcome.
 *
 * An answer is whole when it said why it ended, however the connection ended then; without that it is none,
 * whatever has come of it.  A chunk that is no JSON is passed over and counted.
 */
#ifndef EXCHANGE_H
#define EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "form.h"
#include "framing.h"
#include "httppool.h"
#include "jsontape.h"
#include "provider.h"
#include "reply.h"

struct exchange {
    const struct provider *provider;
    void *owner; /* of exchange_begin */
    struct buf url, body;
    struct form form; /* of the request */
    struct httppool_call call;
    struct framing framing;
    struct jsontape tape; /* of the text that is read */
    struct reply reply;
    int64_t started_ms;  /* clock_ms() */
    int64_t first_ms;    /* from the start to the first token, thinking or not; -1: none yet */
    int64_t progress_ms; /* clock_ms() of what last brought the answer on */
    size_t received;     /* bytes of the body */
    bool done;           /* the server has said that no more comes */
    int64_t finish_ms;   /* clock_ms() of when it said why the answer ended; 0: not yet */
    size_t objects;      /* texts of the protocol that came */
    size_t bad;          /* that were no JSON */
    bool too_big;        /* the content is over its ceiling */
};

void exchange_init(struct exchange *e);
void exchange_free(struct exchange *e);

/*
 * Writes the request: messages is a JSON array, schema as in protocol.h; f grows with the prompt.  Returns false
 * when it is over its ceiling.
 */
bool exchange_ask(struct exchange *e, const struct provider *p, struct form *f,
                  const struct buf *messages, const char *schema);
/* Ready for httppool_start(&e->call), whose owner is e. */
void exchange_begin(struct exchange *e, void *owner);

/* The outcome is dealt with and another try is to come: gives back what it holds. */
void exchange_rest(struct exchange *e);

/* When, by clock_ms, the first-token or stall timer runs out; INT64_MAX: neither runs. */
int64_t exchange_deadline(const struct exchange *e);
/* The deadline has passed and the call was cancelled: sets the outcome. */
void exchange_expire(struct exchange *e);
/* The call has ended: sets the outcome. */
void exchange_end(struct exchange *e);

#endif
