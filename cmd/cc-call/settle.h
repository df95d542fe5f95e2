/*
 * settle: what an answer is worth: the record's line, with cases that hold or with the reply.
 */
#ifndef SETTLE_H
#define SETTLE_H

#include <stdbool.h>

#include "buf.h"
#include "builtin/builtin.h"
#include "job.h"
#include "reply.h"

/*
 * r is an answer (class ok) to the job's record.  Adds its attempt to the job, and the record's line to `line`.
 * Returns false where no case holds: r is an error then, and `rejected` has why as JSON, or is empty.
 */
bool settle_answer(struct job *j, struct reply *r, struct buf *line, struct buf *rejected);

/* Derives the record's cases here and now, as an answer of builtin; otherwise as settle_answer. */
bool settle_builtin(struct job *j, const struct builtin_options *options, struct reply *r,
                    struct buf *line);

#endif
