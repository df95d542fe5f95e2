/*
 * job: one record on its way through cc-call, and the line it leaves as.
 */
#ifndef JOB_H
#define JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "clock.h"
#include "digest.h"
#include "jsonwrite.h"
#include "prompt/prompt.h"
#include "provider.h"
#include "record.h"
#include "second.h"
#include "wire/exchange.h"
#include "wire/form.h"
#include "wire/reply.h"

struct job {
    struct record record;
    const struct provider *provider; /* NULL while several are candidates */
    bool chosen;                     /* cc-call chose it among candidates, or by -p */
    int tries;
    int64_t due_ms;               /* not before */
    int64_t since_ms;             /* when it was queued, for wait_ms */
    struct buf attempts;          /* JSON objects, comma-separated */
    char key[DIGEST_MARKED];      /* of its question in a ledger (paid) */
    const struct provider *keyed; /* whose question that is; NULL: there is no key yet */
    struct buf attempt;           /* of an answer that was found in a ledger, as JSON; else empty */
    size_t made;                  /* the length of attempts behind the last that is of this run */
    const struct provider
        *anew;      /* who was asked in this run, or has nothing of worth in the ledger */
    bool worthless; /* what an answer was worth has cost one more request */
    struct second second;

    int64_t retry_ms; /* waited between tries, in all */

    /* the try that runs, or ran last */
    int slot; /* 0: none */
    int64_t waited_ms;
    double estimate; /* of what it costs, where that is limited (budget) */
    char at[CLOCK_STAMP];
    struct exchange exchange;

    struct job *next; /* in a queue */
};

/* Takes the record over. */
struct job *job_new(struct record *r);
void job_free(struct job *j);

/* Whether it brings its own messages and wants a reply, not cases. */
bool job_is_chat(const struct job *j);
/* Why nobody can be asked about it, whoever is named: it has neither messages nor an operation.  NULL: it has. */
const char *job_fault(const struct job *j);
/* Whether several providers may answer it: it names none, but a list of candidates. */
bool job_is_open(const struct job *j);
/* Whether the provider is one of its candidates. */
bool job_is_for(const struct job *j, const char *provider);
/* Adds the messages as JSON: the record's own, or the prompt for its operation and what follows it the second time.
 * Returns the schema of the answer (protocol.h). */
const char *job_messages(const struct job *j, const struct prompt_wish *wish, struct buf *out);
/* Writes the request.  Returns false when it is over its ceiling. */
bool job_ask(struct job *j, const struct prompt_wish *wish, struct form *form);
/* What a ledger had is worth nothing: its provider is asked from the beginning, and its attempts are not told. */
void job_restart(struct job *j);
/* Notes the start of a try, whose exchange is ready to be started. */
void job_start(struct job *j);
/* Writes the attempt: how the try that runs has ended. */
void job_write_attempt(const struct job *j, const struct reply *r, struct jsonwrite *w);
/* Appends it, or the one from a ledger: how the try that runs has ended. */
void job_attempt(struct job *j, const struct reply *r);

/* Says on stderr, with -v, what the last try came to and when the next one is due (-1: there is none). */
void job_tell(const struct job *j, const struct reply *r, int64_t wait_ms);

/* The three ways a record leaves; each adds the line (without newline) to out, which is over where it is too long. */
void job_error_line(const struct job *j, enum outcome_class c, long http, const char *code,
                    const char *message, const char *rejected, struct buf *out);
void job_reply_line(const struct job *j, const struct reply *r, struct buf *out);
/* cases and rejected are JSON; rejected may be NULL, cut says that only whole cases of a cut answer are in. */
void job_cases_line(const struct job *j, const char *cases, const char *rejected, bool cut,
                    struct buf *out);

#endif
