/*
 * save: brings the state of the output directory up to date, at the end of a run.  cc-merge.
 *
 * Several processes may share a directory.  Who saves holds a lock, on a file beside the state, and reads the
 * state behind it: what others have written in the meantime stays.
 */
#ifndef SAVE_H
#define SAVE_H

#include <stdbool.h>

#include "diag.h"
#include "directory/files.h"
#include "document/prune.h"
#include "news.h"

struct save {
    const struct files *out; /* the directory of the documents; not owned */
    struct files base;       /* the directory that names of files in the state are relative to */
    const char *folder;      /* of the state, below base: ".casecraft" or "" */
    char *name;              /* of the state, in that folder */
    char *path;              /* of the state */
    char *prefix;            /* what leads from base to the documents: "" or "out/" */
    bool broken;             /* what stands there cannot be trusted: it is made anew in any case */
};

/*
 * Finds the place of the state: path names it, or its output directory; NULL: the one of `out`.  Returns 0, or
 * -1 with err: it belongs to a directory that the documents are not in, or what stands there cannot be read.
 * Ends in save_close(), also after a failure.
 */
int save_open(struct save *s, const char *path, const struct files *out, struct diag_error *err);
void save_close(struct save *s);

/*
 * Writes the state with the news in it; where there are none and it can be trusted, or it says the same as before, it is
 * left as it is.  prune: what is asked about entries whose operations are gone, or have another document now.  Tells what
 * it did with a state that could not be used.  Returns 0, or -1 with err and the state as it was.
 */
int save_run(struct save *s, const struct news *news, struct prune *prune, struct diag_error *err);

#endif
