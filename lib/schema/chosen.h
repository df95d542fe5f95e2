/*
 * schema/chosen: the branch that the discriminator of OpenAPI 3.0 chooses.  Floor 4.
 *
 * OpenAPI 3.1 has it as a hint that changes nothing.
 */
#ifndef SCHEMA_CHOSEN_H
#define SCHEMA_CHOSEN_H

#include <stdbool.h>
#include <stdint.h>

#include "schema/run.h"

/* The branch of a rule, oneOf or anyOf, or JSONTAPE_NONE: all of them count then, unless *astray says that the value
 * is known to name none of them. */
uint32_t schema_chosen(const struct schema_run *r, const struct schema_rule *rule,
                       const struct schema_place *p, bool *astray);

#endif
