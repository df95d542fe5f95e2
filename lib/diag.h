/*
 * diag: what the program says to the person who runs it.  Floor 0.
 *
 * Library functions do not print: they fill a struct diag_error and return -1 or NULL.  A command
 * prints on stderr, one line a message, "cc-split: spec.yaml:12: …", with terminal escapes, other
 * control characters and what is no UTF-8 made inert.  Logging state (name, verbosity, log file) is set once by
 * diag_open() at the start of main().
 */
#ifndef DIAG_H
#define DIAG_H

#include <stdarg.h>
#include <stdbool.h>

/* Exit codes; 128+n is a signal. */
enum diag_exit {
    DIAG_OK = 0,          /* all well */
    DIAG_SOME = 1,        /* complete, but some records carry errors */
    DIAG_USAGE = 2,       /* called wrongly */
    DIAG_INPUT = 3,       /* the input is not what it should be */
    DIAG_ENVIRONMENT = 4, /* configuration, cannot read, cannot write */
};

/* A message for a person: what happened, to what, what to do.  No newline, no program name. */
struct diag_error {
    char text[1024];
};

/* Fills err (cut to its size; err may be NULL) and returns -1, so that callers `return diag_fail(…)`. */
int diag_fail(struct diag_error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Puts "what: " before the message that err already holds, and returns -1. */
int diag_within(struct diag_error *err, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/*
 * Names the program in every later message.  verbose: -v was given; log_path, when not NULL, is
 * a file that gets every message of every level, appended with time stamps.  Returns 0, or -1 with err
 * when the log cannot be opened.  name is kept, not copied.  Where CASECRAFT_DRAWING is set, each message erases first
 * what is drawn below the cursor of the terminal: else the end of a drawn line would be left behind one that the
 * terminal breaks into two.
 */
int diag_open(const char *name, bool verbose, const char *log_path, struct diag_error *err);

/* An error or a warning: always on stderr. */
void diag_error(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
void diag_warn(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What a person has asked to be told: always on stderr. */
void diag_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
/* What a person may want to know: on stderr with -v, always in the log. */
void diag_info(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* Prints err as an error and returns code: `return diag_exit(DIAG_INPUT, &err)`. */
int diag_exit(enum diag_exit code, const struct diag_error *err);

#endif
