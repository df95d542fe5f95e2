/*
 * prompt/sketch: an operation in few words: all that a test case depends on, and nothing else.
 *
 *   POST /toys
 *   Makes a toy. Names are unique within a shop.
 *   auth: bearer | key in header X-Key
 *   header X-Shop: string
 *   body application/json: {
 *    name: string(1..50)
 *   }
 *   201 The toy was made
 *   409 The name is taken
 *
 * Schemas are written as prompt/type says; of responses, which a request does not depend on, only what they mean.
 */
#ifndef PROMPT_SKETCH_H
#define PROMPT_SKETCH_H

#include "buf.h"
#include "record.h"

/* Adds it, ended by a newline. */
void sketch_write(const struct record *r, struct buf *out);

#endif
