/*
 * stopping: SIGHUP, SIGINT, SIGTERM, SIGUSR1, SIGPIPE, SIGXFSZ and SIGCHLD.  Floor 1.
 *
 * The first SIGHUP, SIGINT or SIGTERM is remembered and makes a descriptor readable; the second ends the process
 * at once.  One of them that is ignored from the start stays so, for the process and its children: a script puts
 * what it starts into the background with SIGINT ignored, and its Ctrl-C is not for that.  SIGUSR1 is a first SIGTERM,
 * and nothing where a signal came before: by it a signal is passed on to who may have had it already.  SIGPIPE is
 * ignored while the command runs, so that a closed stdout is an error of write(2); stopping_exit() then ends the
 * process as the signal would have.  SIGXFSZ is, so that a limit of file sizes is an error too.  SIGCHLD is not,
 * whatever it was: the system forgets at once how a child ended whose parent ignores it.  A standard descriptor
 * that is closed is filled so that reading or writing it fails.
 */
#ifndef STOPPING_H
#define STOPPING_H

/* Installs the handlers; at the start of main(), once.  Returns a descriptor that becomes readable at the
 * first signal (for poll), or -1 when the system has no descriptor left. */
int stopping_open(void);
/* The signal that came, or 0. */
int stopping_signal(void);
/* Ends the process by signo with its default action; flushes nothing.  Exit status 128 + signo. */
_Noreturn void stopping_exit(int signo);
/* In a child between fork and exec: the actions of the beginning, default ones for SIGUSR1, SIGPIPE and SIGXFSZ
 * (SIG_IGN would survive the exec). */
void stopping_child(void);

#endif
