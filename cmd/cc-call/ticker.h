/*
 * ticker: tells the progress of a run on a descriptor, ten times a second at the most, and never waits for it.
 *
 * What cannot be written now is left out; the next line says all that it would have said.  One write(2) is one
 * line, shorter than PIPE_BUF, so that several processes can share the descriptor.
 */
#ifndef TICKER_H
#define TICKER_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "waiting.h"

struct ticker {
    int fd;          /* ours; -1: nothing is told, or nobody reads any more */
    int64_t next_ms; /* clock_ms(): not before */
    struct buf line;
};

/* Takes a descriptor that the process was started with; -1: nothing is told.  Returns 0, or -1 with err. */
int ticker_open(struct ticker *t, int fd, struct diag_error *err);
void ticker_close(struct ticker *t);

/*
 * Tells what is to be told, if it is time to; w->outbox.progress has counted it.  ended: no more records come.
 * Returns how many milliseconds the caller, who wants to wait for so many, may wait before it calls again.
 */
int ticker_tick(struct ticker *t, const struct waiting *w, bool ended, int timeout);
/* Tells it for the last time. */
void ticker_end(struct ticker *t, const struct waiting *w);

#endif
