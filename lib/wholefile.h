/*
 * wholefile: a file that appears whole or not at all.  Floor 2.
 */
#ifndef WHOLEFILE_H
#define WHOLEFILE_H

#include <stddef.h>

#include "diag.h"

/*
 * Writes the file at path: to a new one beside it, synced, which takes its place.  A symbolic link stays one; what is
 * no regular file (a pipe, /dev/stdout) is written as it is.  Returns 0, or -1 with err, which names the path: what
 * stood there before still stands, and the new file is gone; only where its folder could not be synced (a disk that
 * fails) may it stand there.
 */
int wholefile_write(const char *path, const char *text, size_t len, struct diag_error *err);

#endif
