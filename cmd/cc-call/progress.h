/*
 * progress: what has become of the records so far, in all and for each provider, and the lines that tell it.
 *
 * Counts, and writes to no descriptor; cc-call(1) says what the lines are.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "job/job.h"
#include "lane/lane.h"
#include "record.h"
#include "table.h"

/* Records that left. */
struct progress_count {
    size_t done, failed;
    size_t kept; /* of the done: those that the ledger had an answer for */
};

struct progress_provider {
    struct progress_count count;
    long long completion; /* tokens of the tries that ended, as far as they were told */
};

struct progress {
    bool on; /* set by the caller; else nothing is counted */
    size_t read, again, passed;
    long long operations; /* of the description; 0: not known */
    struct progress_count count;
    struct table provider; /* name → struct progress_provider */
};

void progress_init(struct progress *p);
void progress_free(struct progress *p);

/* A record that was done already went through. */
void progress_pass(struct progress *p);
/* A record came that is to be asked. */
void progress_take(struct progress *p, const struct record *r);
/* A try of the job has ended. */
void progress_try(struct progress *p, const struct job *j);
/* The record of the job leaves. */
void progress_leave(struct progress *p, const struct job *j, bool failed);

/* Adds the line of the process; ended: no more records come. */
void progress_line(const struct progress *p, bool ended, struct buf *out);
/* Adds the line of a provider. */
void progress_line_of(const struct progress *p, const struct lane *lane, struct buf *out);

#endif
