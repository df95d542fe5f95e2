/*
 * older: the state of the Python tool, .casecraft_state.json of version "1.0", as one of ours.  cc-merge.
 *
 * Its counts, providers, times and statistics are taken; its hashes are not, because they cover neither
 * references nor security.  The files stay as they are.
 */
#ifndef OLDER_H
#define OLDER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "directory/files.h"

/*
 * Adds a state of version "2.0" made from that text, which stands in a folder of where.  Where it has no provider_stats of
 * its own, those of .casecraft_provider_stats.json beside it are used.  Returns how many operations are in it, or -1 when
 * the text is no such state.
 */
long older_upgrade(const struct files *where, const char *folder, const struct buf *text,
                   struct buf *out);

/*
 * Looks for .casecraft_state.json in the working directory, where the Python tool wrote it, and in base.  Adds
 * a state made from it, and tells so, or tells why not.  Returns whether there was one that could be used.
 */
bool older_find(const struct files *base, struct buf *out);

#endif
