/*
 * author: who wrote the answer of a record.  cc-merge.
 */
#ifndef AUTHOR_H
#define AUTHOR_H

#include <stdbool.h>
#include <stdint.h>

#include "record.h"

/* Whether the call, an item of `attempts`, was one of the record's provider. */
bool author_made(const struct record *r, uint32_t call);
/* The node of the model that the record's provider was last asked by; JSONTAPE_NONE where it was not asked. */
uint32_t author_model(const struct record *r);

#endif
