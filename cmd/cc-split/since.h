/*
 * since: what has changed since the state of an output directory (casecraft-state(5)).
 */
#ifndef SINCE_H
#define SINCE_H

#include <stdbool.h>
#include <stddef.h>

#include "digest.h"
#include "state.h"
#include "walk.h"

/* The first that is so, in this order but for SINCE_FAILED, which goes before SINCE_CHANGED. */
enum since_verdict {
    SINCE_NEW,      /* not in the state */
    SINCE_CHANGED,  /* has another hash there */
    SINCE_FAILED,   /* its last try failed, or it never succeeded */
    SINCE_FILELESS, /* its document is gone */
    SINCE_UNCHANGED,
    SINCE_VERDICTS,
};

struct since {
    bool asked; /* a state was named; otherwise all is new */
    enum state_outcome outcome;
    struct state state;
    char recipe[DIGEST_MARKED]; /* "": it was not told */
    size_t count[SINCE_VERDICTS];
    size_t otherwise; /* of the unchanged, those that another recipe made */
    size_t known;     /* of all, those that have an entry */
};

/*
 * Reads the state of that path (NULL: none was named); recipe: how documents are made now, or NULL.  One that cannot
 * be trusted is warned about, and all operations are new.  Returns 0, or -1 with err when it cannot be read.  The
 * caller frees it, in both cases.
 */
int since_open(struct since *s, const char *path, const char *recipe, struct diag_error *err);
void since_free(struct since *s);

/* Judges and counts one operation; hash is the text in its record. */
enum since_verdict since_judge(struct since *s, const struct walk_operation *op, const char *hash);
/*
 * Says how many of each there were, of so many operations of the description; how many entries are of none of them,
 * where whole says that each was judged and could be understood (webhooks: those too); and how many unchanged ones
 * another recipe made.  Nothing where no state was named.
 */
void since_report(const struct since *s, size_t operations, bool whole, bool webhooks);

#endif
