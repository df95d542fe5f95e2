/*
 * schema/apply: the keywords that hold schemas for the instance itself.  Floor 4.
 *
 * Functions of keywords (schema/run).
 */
#ifndef SCHEMA_APPLY_H
#define SCHEMA_APPLY_H

#include "schema/run.h"

enum schema_verdict schema_apply_ref(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p);
enum schema_verdict schema_apply_dynamic(struct schema_run *r, const struct schema_rule *rule,
                                         const struct schema_place *p);
enum schema_verdict schema_apply_all(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p);
enum schema_verdict schema_apply_any(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p);
enum schema_verdict schema_apply_one(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p);
enum schema_verdict schema_apply_not(struct schema_run *r, const struct schema_rule *rule,
                                     const struct schema_place *p);
enum schema_verdict schema_apply_if(struct schema_run *r, const struct schema_rule *rule,
                                    const struct schema_place *p);
/* A keyword that is not read. */
enum schema_verdict schema_apply_unknown(struct schema_run *r, const struct schema_rule *rule,
                                         const struct schema_place *p);

#endif
