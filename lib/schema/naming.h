/*
 * schema/naming: names for members that no schema names.  Floor 4.
 */
#ifndef SCHEMA_NAMING_H
#define SCHEMA_NAMING_H

#include <stdbool.h>
#include <stddef.h>

#include "schema/merge.h"
#include "table.h"

/* Puts one more name into names, where the members are that there may be besides, and returns its entry: `plain`, with
 * a number from the second on (*index 1), unless propertyNames of the merge asks for another.  *index comes back as the
 * one to go on with.  NULL, with nothing put in, where none is found that is not among the names yet. */
const struct table_entry *schema_naming(const struct schema_merge *m, bool request,
                                        const char *plain, size_t *index, struct table *names);

/* Puts in as many as minProperties asks for beside the members that are named and may be there; one where it asks for
 * none, if `one` says so.  None where additionalProperties is false. */
void schema_naming_others(const struct schema_merge *m, bool request, bool one,
                          struct table *names);

#endif
