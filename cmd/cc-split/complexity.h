/*
 * complexity: how much there is to test of an operation, as one number (cc-record(5)).
 *
 * It depends on the operation alone: not on what a record has room for, nor on how the description is laid out.
 */
#ifndef COMPLEXITY_H
#define COMPLEXITY_H

#include <stdbool.h>
#include <stddef.h>

#include "jsontape.h"
#include "parameters.h"
#include "shape/holding.h"

struct complexity {
    const char *method;
    size_t path;   /* parameters in the path */
    size_t others; /* all others but the body; a header with a credential counts 2 */
    bool body_required;
    size_t responses;
    size_t requirements;    /* of its security, in all alternatives */
    struct holding holding; /* of the request side, each schema that it reaches once */
};

/* Counts the parameters; those of Swagger that make the body are none. */
void complexity_parameters(struct complexity *c, const struct jsontape *t,
                           const struct parameters *p, bool swagger);
long long complexity_score(const struct complexity *c);

#endif
