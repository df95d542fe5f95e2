/*
 * settle: what an answer is worth: the record's line, with cases that hold or with the reply; or one more question.
 */
#ifndef SETTLE_H
#define SETTLE_H

#include <stdbool.h>

#include "buf.h"
#include "builtin/builtin.h"
#include "job.h"
#include "prompt/prompt.h"
#include "wire/reply.h"

struct settle {
    const struct prompt_wish *wish; /* what was asked for */
    struct builtin_options builtin;
    bool with_builtin; /* its cases stand behind those of a model */
};

enum settled {
    SETTLED_WELL, /* the record leaves with its line */
    SETTLED_AGAIN, /* the job is ready for its second question (second.h); without that it leaves as an error does */
    SETTLED_BADLY, /* no case holds */
};

/*
 * r is an answer (class ok) to the job's record.  Adds its attempt to the job, and the record's line to `line` where
 * it is settled well.  Otherwise r is an error, unless some cases wait for a second answer, and `rejected` has why as
 * JSON, or is empty.
 */
enum settled settle_answer(struct job *j, const struct settle *s, struct reply *r, struct buf *line,
                           struct buf *rejected);

/* Derives the record's cases here and now, as an answer of builtin.  Returns whether there is a line; r is an error
 * else. */
bool settle_builtin(struct job *j, const struct builtin_options *options, struct reply *r,
                    struct buf *line);

#endif
