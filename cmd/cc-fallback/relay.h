/*
 * relay: records from stdin to stdout, and those that failed by way of a child that asks the next provider.
 *
 * One poll loop over stdin, the child's stdin and stdout, our stdout, and the signals.  It cannot deadlock,
 * because no write blocks, and because of what may stop what:
 *
 *   - Our stdout waits for nobody but its reader.
 *   - The child's stdout is read unless more than a bound waits for our stdout.  Nothing else stops it: not
 *     a full window, not a full pipe to the child.  An answer takes the place of the record it answers, so
 *     reading it never makes the window fuller by a record.
 *   - The child's stdin is written whenever it takes something and something is waiting.
 *   - Stdin is read while the window has room and no more than the bound waits for our stdout.
 *
 * So a full window is emptied by answers, answers by our stdout, and our stdout by its reader.  While that
 * one is slow the child is stopped by its full pipe and the producer by ours; cc-call holds no worker's slot
 * while it waits so (DESIGN.md section 6).  Memory is the window and the bound, never the input.
 */
#ifndef RELAY_H
#define RELAY_H

#include "chain.h"
#include "lineout.h"

struct relay_setup {
    const struct chain *chain;
    char *const *command; /* argv of the child, NULL-terminated */
    int input;            /* descriptor of the records, "stdin" in messages */
    int stopping;         /* of stopping_open() */
};

/*
 * Relays until the input has ended and every record has left; out is flushed.  Tells troubles on stderr.
 * Returns DIAG_OK; DIAG_SOME when a record left with an error; DIAG_INPUT at a line that is not a record
 * (what came before it is finished); DIAG_ENVIRONMENT when stdin or stdout fails, or when records were not
 * asked because the command cannot be run or children ended again and again without one answer.  When the
 * reader of stdout has gone, out->failed is EPIPE.  A child that still runs is ended.
 */
int relay_run(const struct relay_setup *s, struct lineout *out);

#endif
