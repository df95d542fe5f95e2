/*
 * ledger: the answers that were paid for, kept in a file by key.  Floor 4.
 *
 * One line is one entry: a JSON object that begins {"key":"xxh128:…" and of which the rest is the caller's.
 * A later entry stands for an earlier one of the same key.  There is no header, so jq reads the file as it
 * is.  A file whose first line is no entry is something else, and is refused as it stands.
 *
 * Several processes may share the file.  Who adds, mends or compacts holds a lock on all of it, and holds it
 * in no call but these; it reads first what the others have added.  A process that was killed may leave a
 * torn line at the end: who comes next adds the newline, where the entry is whole, and otherwise cuts it off.
 * A line elsewhere that is no entry, or longer than CEILING_LINE, is passed over and counted.
 *
 * The path may stand in a cloned repository, which chooses what lies there: it is not followed where it is
 * a symbolic link, which would have answers written into any file of the user that is empty or not there yet.
 * Folders on the way may be links.
 *
 * In memory there are the keys and where their entries stand, some 120 bytes of each; entries are read again
 * when they are asked for.  A ledger is opened behind fork(): two processes with one descriptor share its
 * lock.  The caller ignores SIGXFSZ (stopping), so that a limit on the size of files is an error and not its end.
 */
#ifndef LEDGER_H
#define LEDGER_H

#include <stddef.h>

#include "buf.h"
#include "diag.h"

struct ledger;

/*
 * Opens the file, or makes it (0600), reads it and mends its end; what it holds is then on disk.  NULL with
 * err: no regular file, no ledger, over CEILING_LEDGER, or it cannot be read, written or locked.
 */
struct ledger *ledger_open(const char *path, struct diag_error *err);
/* What was not synced is left to the system.  NULL is nothing. */
void ledger_close(struct ledger *l);

/* Keys that have an entry. */
size_t ledger_count(const struct ledger *l);
/* Lines that are no entries, for a warning. */
size_t ledger_damaged(const struct ledger *l);

/*
 * Adds the newest entry of the key to line, whose ceiling is CEILING_LINE or more: one JSON object without a
 * newline.  Entries of other processes count; after a compaction by one of them, from the next append on.
 * Returns 1; 0 where there is none; -1 with err.
 */
int ledger_find(struct ledger *l, const char *key, struct buf *line, struct diag_error *err);
/*
 * Writes an entry behind the others; not yet on disk.  key: "xxh128:" and 32 hexadecimal digits.  line: the
 * object, which begins {"key":"KEY" and has no newline.  Returns 0; or -1 with err, and nothing of it stays:
 * no such entry, the disk is full, the ledger would be over its ceiling.
 */
int ledger_append(struct ledger *l, const char *key, const char *line, size_t len,
                  struct diag_error *err);
/*
 * Returns 0 when everything that was found or appended is on disk; or -1 with err.  After that it fails for
 * good: the system tells of what it has lost only once.
 */
int ledger_sync(struct ledger *l, struct diag_error *err);

/*
 * Keeps the newest entry of each key and no damaged line: PATH.compact is written, synced, given the owner
 * and mode of the file, and takes its place.  Processes that have the file open go on with the new one.
 * Returns 0, or -1 with err and no entry lost.
 */
int ledger_compact(struct ledger *l, struct diag_error *err);

#endif
