/*
 * saving: requests as files, for a person to look at.  --save-prompts.
 */
#ifndef SAVING_H
#define SAVING_H

#include <stdbool.h>

#include "diag.h"
#include "job.h"

struct saving {
    const char *folder; /* NULL: none is saved */
    bool failed;        /* it cannot be written to: said on stderr */
};

/* Makes the folder where it is missing.  Returns 0, or -1 with err. */
int saving_open(struct saving *s, const char *folder, struct diag_error *err);

/*
 * Writes the body of the job's request, whole or not at all, to SLUG.json of the folder, or to SLUG.2.json where it is
 * a second question; of a record without a slug the id counts.  Returns whether the request may be sent: false where
 * it could not be written.
 */
bool saving_write(struct saving *s, const struct job *j);

#endif
