/*
 * merge: what becomes of one record: a document, and a slim record.  cc-merge.
 */
#ifndef MERGE_H
#define MERGE_H

#include <stdbool.h>
#include <stddef.h>

#include "best.h"
#include "digest.h"
#include "directory/files.h"
#include "directory/names.h"
#include "document/document.h"
#include "document/guard.h"
#include "document/prune.h"
#include "lineout.h"
#include "state.h"
#include "state/news.h"
#include "state/save.h"
#include "unite.h"

struct merge {
    struct best best;
    struct names names;
    struct files files;
    struct guard guard;
    struct document_style style;
    struct unite unite;
    struct spill briefs; /* of what was passed on as the best, and may be beaten yet */
    struct news news;
    struct save save;
    struct prune prune;
    bool pruning;               /* it was asked for */
    char recipe[DIGEST_MARKED]; /* of this run; "": it was not told */
    size_t scouted;             /* records that were offered to best before the first came */
    size_t records;
    size_t written, same, failed; /* documents */
    size_t others;                /* documents of another description that were overwritten */
    bool unbriefed;               /* a brief could not be kept: said on stderr */
};

/* Takes the next record of the stream, and passes it on. */
void merge_record(struct merge *m, const struct record *r, struct lineout *out);
/* Brings the state up to date and says what was done.  Returns the exit code when reading ended with code. */
int merge_end(struct merge *m, int code);

#endif
