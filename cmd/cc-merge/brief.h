/*
 * brief: what a record has brought, in as few words as cc-stats needs to take it back.  cc-merge.
 */
#ifndef BRIEF_H
#define BRIEF_H

#include "buf.h"
#include "record.h"

/* Adds `supersedes` of cc-record(5), a record of its own: of each case, call and rejected case what is counted. */
void brief_write(const struct record *r, struct buf *out);

#endif
