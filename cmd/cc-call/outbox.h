/*
 * outbox: how many records are held, the lines they leave as, and what went wrong with them.
 */
#ifndef OUTBOX_H
#define OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "faults.h"
#include "job/job.h"
#include "lineout.h"
#include "progress.h"
#include "wire/reply.h"

struct outbox {
    struct lineout *out;   /* set by the caller */
    size_t records, bytes; /* held */
    struct faults faults;  /* for the end */
    struct progress progress;
    bool errors; /* a line with an error went out */
};

void outbox_init(struct outbox *o);
void outbox_free(struct outbox *o);

/* A record that was done already goes out as it came, and is freed. */
void outbox_pass(struct outbox *o, struct record *r);
/* The job is held from now on, until one of those below frees it. */
void outbox_hold(struct outbox *o, const struct job *j);

/* It leaves as this line. */
void outbox_line(struct outbox *o, struct job *j, struct buf *line);
/* It leaves with the error of r, or with the cases of a first answer if a second one was to come; rejected is JSON or
 * NULL. */
void outbox_error(struct outbox *o, struct job *j, struct reply *r, const char *rejected);
/* It leaves without having been asked. */
void outbox_unasked(struct outbox *o, struct job *j, enum outcome_class c, const char *why);

/* The window is full: no more records, please. */
bool outbox_is_full(const struct outbox *o);

#endif
