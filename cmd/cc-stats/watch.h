/*
 * watch: shows on stderr how far a run is, until those who tell it have gone.  cc-stats.
 *
 * On a terminal some lines are drawn below the cursor, which stays in front of an empty one: a message of another
 * command takes that line, and what is drawn next begins below it; with CASECRAFT_DRAWING it erases what is drawn first
 * (diag.h).  Nothing depends on how a terminal breaks lines when it gets narrower, because all below the cursor is
 * erased first.
 */
#ifndef WATCH_H
#define WATCH_H

#include <stdbool.h>

/*
 * Reads the lines of cc-call(1) from the descriptor.  plain: a line of text every ten seconds and at the end, in
 * place of a drawing.  Without a terminal that can be drawn on, and without plain, nothing is shown; a dumb one
 * makes it plain.  After a signal nothing is shown any more, but the lines are read to their end.
 * Returns DIAG_OK, or, having told why, DIAG_INPUT or DIAG_ENVIRONMENT.
 */
int watch_run(int fd, bool plain);

#endif
