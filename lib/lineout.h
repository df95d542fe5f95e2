/*
 * lineout: a checked stdout.  Floor 2.
 *
 * What is added waits in memory until it is pushed or flushed.  A filter adds lines and flushes when it
 * is about to wait for input: never per line.  A command with a poll loop pushes when poll says so; one
 * push is at most PIPE_BUF bytes, which a pipe that polls writable takes without blocking, and the
 * descriptor is never made O_NONBLOCK (it is shared with other processes).
 */
#ifndef LINEOUT_H
#define LINEOUT_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"

struct lineout {
    int fd; /* not owned */
    struct buf buf;
    size_t at;    /* bytes already written */
    size_t begun; /* where the line begins that is being added */
    int failed;   /* errno of the write that failed, or 0; nothing is written after it */
};

void lineout_init(struct lineout *out, int fd);
void lineout_free(struct lineout *out);

/* Where a line of at most `most` bytes goes, behind what waits: the caller adds to it and calls lineout_end()
 * next.  What stands there already is not the caller's. */
struct buf *lineout_begin(struct lineout *out, size_t most);
/* Ends the line that was begun.  Returns false, and nothing of it is kept, where it was over its ceiling. */
bool lineout_end(struct lineout *out);
/* One line; the newline is added here. */
void lineout_line(struct lineout *out, const char *line, size_t len);
/* Bytes that wait. */
size_t lineout_waiting(const struct lineout *out);
/* One write of at most PIPE_BUF bytes.  Returns 0, or -1 with err (out->failed says which: EPIPE means
 * that the reader has gone). */
int lineout_push(struct lineout *out, struct diag_error *err);
/* Writes everything, however long it takes. */
int lineout_flush(struct lineout *out, struct diag_error *err);

#endif
