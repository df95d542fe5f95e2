/*
 * faults: what went wrong in a run, for the person who waits: one line a provider and class.
 */
#ifndef FAULTS_H
#define FAULTS_H

#include "outcome.h"
#include "table.h"

struct faults {
    struct table seen; /* "provider: class" → struct fault */
};

void faults_init(struct faults *f);
void faults_free(struct faults *f);

/* A record left with an error; provider and message may be NULL.  The first message of a kind is kept. */
void faults_add(struct faults *f, const char *provider, enum outcome_class c, const char *message);
/* Says on stderr "glm: auth, 12 records: …" for each kind. */
void faults_tell(const struct faults *f);

#endif
