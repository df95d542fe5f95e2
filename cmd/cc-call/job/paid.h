/*
 * paid: answers that were paid for, in a ledger: found again for a record, or kept before it leaves.
 *
 * An entry's key is the digest of the record's id, the address, the model, the messages and all that shapes the
 * answer, as they were meant to be sent: what a server made us leave out does not count.
 */
#ifndef PAID_H
#define PAID_H

#include <stdbool.h>

#include "diag.h"
#include "job.h"
#include "ledger.h"
#include "prompt/prompt.h"

struct paid {
    struct ledger *ledger; /* NULL: none is kept */
    bool anew;             /* answers that are there are not used */
    /* It could not be read or written: said on stderr, and it is not written any more. */
    bool failed;
};

/* Opens the ledger at path; warns of lines in it that are damaged.  Returns 0, or -1 with err. */
int paid_open(struct paid *p, const char *path, bool anew, struct diag_error *err);
/* At the end of a run that is complete: older answers, of which there is a newer one, leave the file.  Warns where
 * they cannot. */
void paid_end(struct paid *p);
void paid_close(struct paid *p);

/*
 * Looks for an answer to the job's record from the job's provider.  Where there is one, its reply and attempt (marked
 * "ledger":true) are the job's, as if the call had just ended, and true is returned.
 */
bool paid_find(struct paid *p, struct job *j, const struct prompt_wish *wish);
/* Appends the answer that the job's exchange brought; nothing without a ledger.  Returns whether it was. */
bool paid_keep(struct paid *p, struct job *j, const struct prompt_wish *wish);
/* What was appended is on the disk, or failed is set. */
void paid_sync(struct paid *p);

#endif
