/*
 * prune: removes documents that are none any more.  cc-merge.
 *
 * Those of operations that are gone only where that is asked for, and, without `all`, where all operations of one description
 * were seen, and only files that the state says are ours, whose bytes are those that were written, and that are of this
 * description: what a person has changed stays.  Those of operations that have another one now, in every run: what a
 * person has changed in them is set aside.
 */
#ifndef PRUNE_H
#define PRUNE_H

#include <stdbool.h>
#include <stddef.h>

#include "directory/files.h"
#include "directory/names.h"
#include "guard.h"
#include "jsontape.h"
#include "record.h"

struct prune {
    const struct files *files; /* of the documents; not owned */
    const struct names *names; /* those of this run; not owned */
    const char *prefix;        /* before their names in the state; not owned */
    struct guard *guard;       /* sets aside; not owned */
    bool gone;                 /* documents of operations that are gone are removed */
    bool all;             /* every operation of the state is gone, of whichever description it is */
    bool dry;             /* nothing is removed, and every entry stays */
    char *title;          /* of the description, owned; NULL: none was seen */
    long long operations; /* it has */
    unsigned char *seq;   /* a bit for each that was seen */
    long long seen;       /* how many */
    bool mixed;           /* of several descriptions */
    bool webhooks;        /* one was among them */
    size_t removed, moved, kept;
};

void prune_init(struct prune *p);
void prune_free(struct prune *p);
/* Shows a record. */
void prune_see(struct prune *p, const struct record *r);
/* Whether there may be pruning; says why not. */
bool prune_ready(const struct prune *p);
/* An entry of which no operation was seen: removes its document.  Returns whether the entry stays, because the
 * document does. */
bool prune_gone(struct prune *p, const char *key, const struct jsontape *entry);
/* Whether another operation of this run has written its document in the place of that of the entry. */
bool prune_overwritten(const struct prune *p, const char *key, const struct jsontape *entry);
/* An entry whose operation got another: its document, if that has another name, is removed or set aside. */
void prune_moved(struct prune *p, const char *key, const struct jsontape *entry,
                 const struct jsontape *now);
/* Says what was done. */
void prune_report(const struct prune *p);

#endif
