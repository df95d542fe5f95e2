/*
 * spill: bytes that are wanted later, kept on disk in a file without a name.  cc-merge.
 *
 * So memory does not grow with what a run has to remember of each record.  A few MiB stay in memory, so that
 * a small run makes no file.
 */
#ifndef SPILL_H
#define SPILL_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "files.h"

struct spill {
    const struct files *where; /* the directory of the file; not owned */
    int fd;                    /* -1: nothing was written yet */
    uint64_t written;          /* bytes of it */
    struct buf waiting;        /* what comes behind them */
};

struct spill_span {
    uint64_t at;
    uint32_t len;
};

/* where need not be open yet. */
void spill_init(struct spill *s, const struct files *where);
void spill_free(struct spill *s);
/* Returns 0, or -1 with err, and no span: the directory takes no more.  What was added before stays, and when there is
 * room again, so does what is added then. */
int spill_add(struct spill *s, const struct buf *bytes, struct spill_span *span,
              struct diag_error *err);
/* Adds the bytes of the span to out.  Returns 0, or -1 with err: they cannot be read, or were never added. */
int spill_read(const struct spill *s, struct spill_span span, struct buf *out,
               struct diag_error *err);

#endif
