/*
 * schema/validate: is an instance what a schema asks for?  Floor 4.
 *
 * The answer has three values: SCHEMA_UNKNOWN where a keyword, pattern or format that we do not read, a
 * reference that leads nowhere or a schema without end keeps us from knowing.
 */
#ifndef SCHEMA_VALIDATE_H
#define SCHEMA_VALIDATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "schema/merge.h"
#include "schema/report.h"
#include "schema/verdict.h"
#include "schema/view.h"

/* request: the instance is sent to the server (readOnly members need not be there).  report may be NULL. */
enum schema_verdict schema_validate(const struct schema_view *v, uint32_t schema,
                                    const struct jsontape *tape, uint32_t instance, bool request,
                                    struct schema_report *report);
/* As schema_validate, for an instance that is JSON text; text that is no JSON is SCHEMA_INVALID. */
enum schema_verdict schema_validate_text(const struct schema_view *v, uint32_t schema,
                                         const char *text, size_t len, bool request,
                                         struct schema_report *report);

/* Whether an instance, as JSON text, is what all schemas of a merge ask for, and none that it bars. */
enum schema_verdict schema_validate_merge(const struct schema_merge *m, const char *text,
                                          size_t len, bool request);

#endif
