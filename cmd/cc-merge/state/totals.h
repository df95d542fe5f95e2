/*
 * totals: what the entries of a state come to, by provider.  cc-merge.
 */
#ifndef TOTALS_H
#define TOTALS_H

#include "jsontape.h"
#include "jsonwrite.h"
#include "table.h"

struct totals {
    struct table by_provider; /* name → struct totals_of */
};

void totals_init(struct totals *t);
void totals_free(struct totals *t);
/* Counts an entry, the root of a tape; one without a provider is of none. */
void totals_add(struct totals *t, const struct jsontape *entry);
/* Writes the figures of the provider at that place of by_provider, as an object. */
void totals_write(const struct totals *t, size_t at, struct jsonwrite *w);

#endif
