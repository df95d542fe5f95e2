/*
 * guard: what somebody else has written is kept when a document takes its place.  cc-merge.
 *
 * Ours are bytes whose digest the state names, wherever they stand, and those that this run has written; an empty file
 * holds nothing.  Anything else gets another name beside it: what a person has changed or made, and what is not known,
 * because there is no state that tells.
 */
#ifndef GUARD_H
#define GUARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "diag.h"
#include "digest.h"
#include "directory/files.h"
#include "directory/marks.h"
#include "directory/names.h"

/* So are files called that are kept: no export and no reader of documents takes them for one. */
#define GUARD_WORD "old"

struct guard {
    const struct files *files; /* of the documents; not owned */
    const char *state; /* path of the state, which is read when it is asked for; not owned */
    bool read;
    struct marks known; /* digests that the state names */
    /* By the number of a place: what this run has written there last; 0: nothing. */
    uint64_t *wrote;
    size_t places;
    size_t kept; /* files */
};

/* files and state need not be there yet. */
void guard_init(struct guard *g);
void guard_free(struct guard *g);

/* Tells that this run has written a document with this digest to the place, or has found it there. */
void guard_wrote(struct guard *g, const struct names_place *place, struct digest digest);
/*
 * Before what stands at the place is replaced by a document with the digest `next`: keeps it beside, if it is not ours, and
 * tells so.  It keeps its own name too, but where the file system knows no links.  Returns 0, or -1 with err: it could
 * not be kept.
 */
int guard_keep(struct guard *g, const struct names_place *place, struct digest next,
               struct diag_error *err);
/* Gives the file at the place another name, and tells so.  Returns 0, or -1 with err. */
int guard_set_aside(struct guard *g, const struct names_place *place, struct diag_error *err);
/* Says how many are kept in all, where not each was told. */
void guard_report(const struct guard *g);

#endif
