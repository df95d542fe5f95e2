/*
 * schema/property: the names of Unicode properties in patterns.  Floor 4.
 *
 * ECMA-262 knows a general category by its short name (Lu), its long one (Uppercase_Letter) and behind
 * General_Category= or gc=; PCRE2 knows the short one alone.  The long names are those of Unicode's
 * PropertyValueAliases.txt.
 */
#ifndef SCHEMA_PROPERTY_H
#define SCHEMA_PROPERTY_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

/* Adds PCRE2's \p{…} for the name between the braces, or \P{…} for its opposite; false where it is no name. */
bool schema_property_add(const char *name, size_t len, bool opposite, struct buf *out);

#endif
