/*
 * scout: a first look through the input, where it can be read twice.  cc-merge.
 */
#ifndef SCOUT_H
#define SCOUT_H

#include <stddef.h>

#include "best.h"

/*
 * Offers all records of the files, in their order, to best, where all of them are regular files.  A file ends
 * for it at a line that is no record; nothing is told of that here, because whoever reads the files next will.
 * Returns how many records were numbered.
 */
size_t scout(char *const *file, size_t files, struct best *best);

#endif
