/*
 * schema/array: the keywords of arrays.  Floor 4.
 *
 * Functions of keywords (schema/run).
 */
#ifndef SCHEMA_ARRAY_H
#define SCHEMA_ARRAY_H

#include "schema/run.h"

/* prefixItems, items and additionalItems together. */
enum schema_verdict schema_array_items(struct schema_run *r, const struct schema_rule *rule,
                                       const struct schema_place *p);
enum schema_verdict schema_array_unevaluated(struct schema_run *r, const struct schema_rule *rule,
                                             const struct schema_place *p);
/* contains, with minContains and maxContains. */
enum schema_verdict schema_array_contains(struct schema_run *r, const struct schema_rule *rule,
                                          const struct schema_place *p);
enum schema_verdict schema_array_unique(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p);

#endif
