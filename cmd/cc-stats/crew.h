/*
 * crew: how many workers providers have, and how busy they were.  cc-stats.
 *
 * Records do not tell it: it is what the settings say where cc-stats runs (cc-providers(5)), or -j.
 */
#ifndef CREW_H
#define CREW_H

#include <stdbool.h>

#include "tally.h"

/* Fills `workers` of every provider.  flag: what -j said, or 0.  A .env that cannot be read is warned of. */
void crew_count(const struct tally *t, int flag);

/* Milliseconds from the start of the first call to the end of the last, as the whole seconds of their stamps say: less
 * than a second too many or too few.  -1: not known. */
long long crew_span_ms(const struct tally *t);
/* The same, no less than the ideal where a second can be the reason. */
long long crew_elapsed_ms(const struct tally *t);
/* Whether the span is so long that a second is a tenth of it or less. */
bool crew_is_sure(const struct tally *t);
/* The time that the same calls take at least, whatever the order: that of the provider with the most to do for each
 * of its workers, and no less than the longest call.  -1: not known, or nothing that needs a worker. */
long long crew_ideal_ms(const struct tally *t);
/* The share of the time of its workers that went into calls of this model; < 0: not known, or the span is too short to
 * tell.  Over 1: it had more workers than the settings say. */
double crew_busy(const struct tally *t, const struct tally_provider *p);

#endif
