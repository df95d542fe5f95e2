/*
 * gauge: how far a run is, as text for people.  cc-stats.
 *
 * Names are made inert.  Times are those of clock_ms().
 */
#ifndef GAUGE_H
#define GAUGE_H

#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "standing.h"

/*
 * Adds a line for each provider and one for all, each narrower than so many columns and with a newline before it.
 * No more than so many lines: providers that have no room are left out.  Returns the lines; none where nobody is
 * asked about anything.
 */
size_t gauge_lines(const struct standing *s, int64_t now, size_t columns, size_t lines,
                   struct buf *out);

/* Adds the same in one line, however long, without newline. */
void gauge_plain(const struct standing *s, int64_t now, struct buf *out);

#endif
