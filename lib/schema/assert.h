/*
 * schema/assert: the keywords that look at one value alone.  Floor 4.
 *
 * Functions of keywords (schema/run).
 */
#ifndef SCHEMA_ASSERT_H
#define SCHEMA_ASSERT_H

#include "schema/run.h"

enum schema_verdict schema_assert_type(struct schema_run *r, const struct schema_rule *rule,
                                       const struct schema_place *p);
enum schema_verdict schema_assert_enum(struct schema_run *r, const struct schema_rule *rule,
                                       const struct schema_place *p);
enum schema_verdict schema_assert_const(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p);
/* minimum and maximum, with the flags of draft 4 beside them. */
enum schema_verdict schema_assert_bound(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p);
enum schema_verdict schema_assert_exclusive(struct schema_run *r, const struct schema_rule *rule,
                                            const struct schema_place *p);
enum schema_verdict schema_assert_multiple(struct schema_run *r, const struct schema_rule *rule,
                                           const struct schema_place *p);
/* Lengths, and numbers of items and members. */
enum schema_verdict schema_assert_count(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p);
enum schema_verdict schema_assert_pattern(struct schema_run *r, const struct schema_rule *rule,
                                          const struct schema_place *p);
enum schema_verdict schema_assert_format(struct schema_run *r, const struct schema_rule *rule,
                                         const struct schema_place *p);

#endif
