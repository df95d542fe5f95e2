/*
 * index: which keys a ledger holds, and where their newest entries stand.
 */
#ifndef LEDGER_INDEX_H
#define LEDGER_INDEX_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "table.h"

struct ledger_index {
    int fd;                     /* the file; not owned */
    const char *path;           /* of it, for messages; not owned */
    struct table keys;          /* key → number: which place */
    struct ledger_place *place; /* keys.count of them */
    size_t room;
    uint64_t end;   /* as far as the file is known: behind a newline */
    size_t damaged; /* lines that are no entries */
};

void ledger_index_init(struct ledger_index *x, int fd, const char *path);
void ledger_index_free(struct ledger_index *x);
/* Goes on with another file that has the same path, of which nothing is known. */
void ledger_index_move(struct ledger_index *x, int fd);

/*
 * Reads what stands behind the end that is known, or all of a file that has become shorter, and mends the
 * last line.  The file is locked.  Returns 0, or -1 with err: it cannot be read or mended, is over its
 * ceiling, or is no ledger, and then left as it is.
 */
int ledger_index_read(struct ledger_index *x, struct diag_error *err);
/* The entry of that key, len bytes without a newline, stands at the end now. */
void ledger_index_add(struct ledger_index *x, const char *key, size_t len);
/* Adds the entry to out, without a newline.  Returns 0, or -1 with err: it cannot be read, or is not there
 * any more. */
int ledger_index_fetch(const struct ledger_index *x, const struct table_entry *e, struct buf *out,
                       struct diag_error *err);
/* Bytes of the newest entries, with their newlines: less than end where there is something else. */
uint64_t ledger_index_bytes(const struct ledger_index *x);

#endif
