/*
 * scan: the lines of a ledger, one after another, and which of them are entries.
 */
#ifndef LEDGER_SCAN_H
#define LEDGER_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "digest.h"
#include "jsontape.h"

/* The length of a key. */
#define LEDGER_SCAN_KEY (DIGEST_MARKED - 1)

/* How every entry begins that this program writes. */
#define LEDGER_SCAN_BEGIN "{\"key\":\"" DIGEST_MARK

struct ledger_scan {
    int fd;       /* not owned */
    uint64_t end; /* where to stop */
    uint64_t at;  /* where text begins in the file */
    struct buf text;
    size_t next;    /* first byte of text not handed out */
    size_t seen;    /* bytes from next on known to hold no newline */
    uint64_t start; /* where the line begins in the file */
    bool over;      /* its first bytes were dropped: it is longer than CEILING_LINE */
    struct jsontape tape;
};

struct ledger_scan_line {
    uint64_t at;      /* where it begins in the file */
    uint64_t len;     /* without its newline */
    const char *text; /* until the next line is asked for; NULL: it was too long to be kept */
    const char *key;  /* in text, LEDGER_SCAN_KEY bytes; NULL: it is no entry */
    bool ended;       /* by a newline; only the last may not be */
};

/* From the offset `at`, where a line begins, to `end`. */
void ledger_scan_init(struct ledger_scan *s, int fd, uint64_t at, uint64_t end);
void ledger_scan_free(struct ledger_scan *s);
/* Returns 1; 0 at the end (of the file, if that comes first); -1 with errno when it cannot be read. */
int ledger_scan_next(struct ledger_scan *s, struct ledger_scan_line *line);

/* The key of an entry: of a JSON object with a member `key` that is one, written without escapes.  NULL: the
 * text is none, or longer than CEILING_LINE. */
const char *ledger_scan_key(struct jsontape *tape, const char *text, size_t len);

#endif
