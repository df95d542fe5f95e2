/*
 * export: the figures for programs, one JSON object (cc-stats(1) names its members).  cc-stats.
 */
#ifndef EXPORT_H
#define EXPORT_H

#include "buf.h"
#include "tally.h"

/* Adds the object to out, on one line, without a newline. */
void export_json(const struct tally *t, struct buf *out);

#endif
