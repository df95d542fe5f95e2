/*
 * checkup: whether one provider can be called: its list of models, what else wants its key, and, where it is to be
 * paid for, one small answer.
 *
 * A checkup is a few calls one after the other; checkup_go() starts the next one, the caller waits for all.
 */
#ifndef CHECKUP_H
#define CHECKUP_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "httppool.h"
#include "lane/lane.h"
#include "models.h"
#include "wire/exchange.h"
#include "wire/reply.h"

enum checkup_step {
    CHECKUP_LIST, /* asks for its models */
    CHECKUP_KEY,  /* asks for what wants the key, where the list does not */
    CHECKUP_ASK,  /* asks for an answer */
    CHECKUP_DONE,
};

struct checkup {
    const char *name;
    struct lane *lane; /* NULL: it is not configured, which its reply says */
    bool full;         /* an answer is asked for too */
    enum checkup_step step;
    bool running;          /* the call of the step */
    int64_t due_ms;        /* by clock_ms: no slot is waited for any longer */
    int slot;              /* 0: none */
    struct provider asked; /* the lane's, but for a small answer; its texts are the lane's */
    struct httppool_call call;
    struct buf url;
    struct exchange exchange;

    /* what was found */
    struct reply reply; /* class OUTCOME_OK: well so far */
    bool reached;       /* an answer came, whatever it said */
    const char *key;    /* accepted, refused, none, unknown */
    int known;          /* its model: 1 yes, 0 no, -1 not to be told */
    struct models models;
    bool counted;       /* models holds its list */
    int64_t latency_ms; /* to the first byte of the list; -1: none came */
    int64_t answer_ms;  /* of the small answer, to its end; -1: none came */
};

/* name must outlive it; lane NULL with why: it is not configured. */
void checkup_init(struct checkup *c, const char *name, struct lane *lane, bool full,
                  const struct diag_error *why);
/* Its call no longer runs. */
void checkup_free(struct checkup *c);

/*
 * Starts the call that is due, if none runs, and ends one whose tokens are too late.  Returns when, by clock_ms, it
 * wants to be called again though nothing has come; INT64_MAX: not before.
 */
int64_t checkup_go(struct checkup *c, struct httppool *pool);
/* A call has ended.  Returns false when it is none of this checkup's. */
bool checkup_take(struct checkup *c, const struct httppool_call *call);
/* Drops what runs. */
void checkup_drop(struct checkup *c, struct httppool *pool);

#endif
