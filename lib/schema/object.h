/*
 * schema/object: the keywords of objects.  Floor 4.
 *
 * Functions of keywords (schema/run).
 */
#ifndef SCHEMA_OBJECT_H
#define SCHEMA_OBJECT_H

#include "schema/run.h"

/* properties, patternProperties and additionalProperties together. */
enum schema_verdict schema_object_shape(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p);
enum schema_verdict schema_object_unevaluated(struct schema_run *r, const struct schema_rule *rule,
                                              const struct schema_place *p);
enum schema_verdict schema_object_names(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p);
enum schema_verdict schema_object_required(struct schema_run *r, const struct schema_rule *rule,
                                           const struct schema_place *p);
/* dependentRequired, dependentSchemas, and dependencies, which is both. */
enum schema_verdict schema_object_dependent(struct schema_run *r, const struct schema_rule *rule,
                                            const struct schema_place *p);

/* Orders names by length, then by their bytes. */
int schema_object_order(const char *a, size_t alen, const char *b, size_t blen);

#endif
