/*
 * asker: the child that is asked: one question being written to it, its answers being read.
 *
 * The child is any filter of records that answers line by line.  It is started when it is first needed, and
 * a fresh one may be started when it has ended.
 */
#ifndef ASKER_H
#define ASKER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "buf.h"
#include "child.h"
#include "diag.h"
#include "linein.h"

struct asker {
    char *const *command; /* not owned */
    bool running;
    struct child child;    /* while running */
    struct linein answers; /* while running */
    struct buf question;   /* a line, its newline included; empty: nothing is being written */
    size_t written;        /* bytes of it */
    size_t answered;       /* lines this child has answered: counted by the caller */
    int fruitless;         /* children in a row that ended without any answer */
};

void asker_init(struct asker *a, char *const *command);
/* Kills a child that still runs, by SIGTERM, and waits for it. */
void asker_free(struct asker *a);

int asker_start(struct asker *a, struct diag_error *err);
/* Runs, and reads what is written. */
bool asker_reads(const struct asker *a);
/*
 * One write(2) of what is left of the question, never blocking.  Returns the bytes written, 0 when the pipe
 * is full, -1 when the child reads no more: its stdin is closed then and the question dropped.
 */
ssize_t asker_push(struct asker *a);
/* No more questions: closes its stdin. */
void asker_close(struct asker *a);
/*
 * Waits for its end; kill: sends SIGTERM first.  Returns its exit code or 128 + n, and puts into how what
 * became of it: "cc-call ended with exit code 4".
 */
int asker_end(struct asker *a, bool kill, struct diag_error *how);

#endif
