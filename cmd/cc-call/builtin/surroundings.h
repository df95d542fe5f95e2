/*
 * surroundings: cases about what stands around the values of a request: credentials, media type, method, a body
 * that is none, a path that leads nowhere, pages, the same request twice.
 */
#ifndef SURROUNDINGS_H
#define SURROUNDINGS_H

#include "candidate.h"
#include "request.h"

/* Adds what the operation gives cause for. */
void surroundings_gather(struct candidate_list *l, const struct request *q);

#endif
