/*
 * child: a filter run as a child process, its stdin and stdout in our hands.  Floor 2.
 */
#ifndef CHILD_H
#define CHILD_H

#include <sys/types.h>

#include "diag.h"

struct child {
    pid_t pid;  /* 0: none */
    int to;     /* its stdin, or -1 once closed */
    int from;   /* its stdout, or -1 once closed */
    char *name; /* argv[0], for messages; owned */
};

/*
 * Starts argv (found by PATH) with stderr and environment as ours, and signals as they were (stopping_child).  Our ends
 * are close-on-exec, and `to` is O_NONBLOCK (the pipe is the child's alone); the caller ignores SIGPIPE.
 * Returns 0, or -1 with err: no process, or the program cannot be run (told by a close-on-exec pipe, so it
 * is known at once).  On failure nothing is held.
 */
int child_start(struct child *c, char *const argv[], struct diag_error *err);
/* Closes its stdin: the child sees the end of its input. */
void child_close(struct child *c);
/*
 * Closes both ends, waits for the child and frees what c holds.  Returns its exit code, or 128 + n for a
 * signal.  A child that does not end within five seconds of that is killed.
 */
int child_wait(struct child *c);
/* Sends the child a signal, if there is one. */
void child_kill(struct child *c, int signo);

#endif
