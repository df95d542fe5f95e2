/*
 * check: whether providers can be called, all of them side by side (--check).
 */
#ifndef CHECK_H
#define CHECK_H

#include <stdbool.h>

#include "config.h"
#include "lane/lanes.h"
#include "lineout.h"

struct check_order {
    const char *names; /* comma list; NULL: those of the settings, else all that are configured */
    bool full;         /* asks each for an answer too, which is paid for */
    int stop;          /* descriptor of stopping_open(), or -1 */
};

/*
 * Writes a record for each provider on out, in the order of the list, and says on stderr what is not well and what to
 * do about it.  Returns the exit code; after a signal, nothing is written.
 */
int check_run(struct lanes *lanes, const struct config *config, const struct check_order *order,
              struct lineout *out);

#endif
