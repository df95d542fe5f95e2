/*
 * prompt/named: the names of $defs, in the order in which they are met.
 */
#ifndef PROMPT_NAMED_H
#define PROMPT_NAMED_H

#include <stdbool.h>

#include "buf.h"
#include "jsontape.h"
#include "table.h"

/* Adds the name that a `$ref` (a string node) gives one of the $defs, decoded, to name and to the names; false, and
 * nothing added, for any other reference. */
bool named_take(const struct jsontape *t, uint32_t reference, struct table *names,
                struct buf *name);
/* Adds the names of all references at and below a value that goes out as JSON. */
void named_gather(const struct jsontape *t, uint32_t value, struct table *names);
/* Adds " by property" to out, and behind it what the values mean, where they are not the names of the schemas. */
void named_discriminator(const struct jsontape *t, uint32_t discriminator, struct table *names,
                         struct buf *out);

#endif
