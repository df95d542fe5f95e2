/*
 * prompt/again: what a model is told of an answer that was worth too little.
 *
 * Two messages that follow those of the question, which stay as they were, so that a provider has them in its cache.
 * The answer itself is not sent back: the names of its cases and why they were refused say as much in a tenth of the
 * tokens.  An assistant's message stands between, because some servers want the roles to alternate.
 */
#ifndef PROMPT_AGAIN_H
#define PROMPT_AGAIN_H

#include <stddef.h>

#include "buf.h"

/* JSON arrays: cases with their names, and {reason, case}; either may be "[]". */
struct again {
    const struct buf *held, *refused;
    size_t accepted, rejected; /* how many they are: `refused` may not list all */
    const char *unread;        /* why the answer could not be read; NULL: it could */
    long long wanted;          /* cases; 0: no number was asked for */
};

/* Adds the messages, each with a comma before it, as they stand in a list behind others. */
void again_messages(const struct again *a, struct buf *out);

#endif
