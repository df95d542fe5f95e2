/*
 * filter: the loop of a command that reads records, thinks, and writes.  Floor 4.
 *
 * cc-assign, cc-merge, cc-stats and the rehearsal of cc-call are a function called once a record.  Output is flushed
 * when the loop is about to wait.  At a signal the loop goes on to the end of its input, so that nothing in the pipe
 * is lost.
 */
#ifndef FILTER_H
#define FILTER_H

#include "diag.h"
#include "lineout.h"
#include "record.h"

struct filter {
    /* Called for each record; writes to out what it will.  Returns 0, or -1 with err to stop. */
    int (*each)(void *state, struct record *r, struct lineout *out, struct diag_error *err);
    void *state;
    bool keep_reading; /* go on when stdout cannot be written (cc-merge: the files matter more) */
};

/*
 * Reads all records of the named files, or of stdin where there is none ("-" is stdin too), and calls each.
 * Returns the worst exit code of them: DIAG_OK, DIAG_INPUT at a line that is no record (told on stderr with
 * its number; what came before it is written), DIAG_ENVIRONMENT when each failed or the system did.  out is
 * flushed; that it cannot be written ends the loop (unless keep_reading), and filter_end() tells.  Ends the
 * process by SIGPIPE when the reader has gone and keep_reading is not set.
 */
int filter_run_files(const struct filter *f, char *const *file, size_t files, struct lineout *out);

/* The end of a filter's main(): by the signal that came, if one did (128 + n), or closed stdout (SIGPIPE);
 * DIAG_ENVIRONMENT, told on stderr, when stdout could not be written; else code. */
int filter_end(const struct lineout *out, int code);

#endif
