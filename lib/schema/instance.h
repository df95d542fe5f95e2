/*
 * schema/instance: an instance of one schema.  Floor 4.
 */
#ifndef SCHEMA_INSTANCE_H
#define SCHEMA_INSTANCE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "schema/derive.h"

/* Adds an instance as JSON to out, a valid one where we find any; name: the member it is for, or "".  d->careful is
 * set where only that gave one.  False, with nothing added, when none can be made. */
bool schema_instance(struct schema_derive *d, uint32_t schema, const char *name, struct buf *out);

#endif
