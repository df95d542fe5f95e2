/*
 * schema/plan: schemas, compiled when they are first applied.  Floor 4.
 */
#ifndef SCHEMA_PLAN_H
#define SCHEMA_PLAN_H

#include <stdint.h>

#include "schema/run.h"

/* The plan of a schema object; it belongs to the view and stays until that is closed. */
const struct schema_plan *schema_plan_of(const struct schema_view *v, uint32_t schema);

#endif
