/*
 * report: the figures for people, in 80 columns.  cc-stats.
 */
#ifndef REPORT_H
#define REPORT_H

#include "buf.h"
#include "tally.h"

/* Adds the report to out; its last line has no newline. */
void report_text(const struct tally *t, struct buf *out);

#endif
