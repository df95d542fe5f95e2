/*
 * values: cases about the values of a request: what its parts may hold by their schemas, what they may not, what
 * the description gives as examples, and a part that is missing.
 */
#ifndef VALUES_H
#define VALUES_H

#include "candidate.h"
#include "request.h"

/* Adds what each part gives cause for.  seed: of values that are drawn. */
void values_gather(struct candidate_list *l, const struct request *q, unsigned long long seed);

#endif
