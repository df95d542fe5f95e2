/*
 * schema/words: what a broken constraint is called.  Floor 4.
 */
#ifndef SCHEMA_WORDS_H
#define SCHEMA_WORDS_H

#include "buf.h"
#include "jsontape.h"

/* Adds what is wrong with a value (JSON, maybe cut) that breaks a keyword whose limit is the node; member is
 * the one that is missing or too many, or "". */
void schema_words_add(const char *keyword, const struct jsontape *tape, uint32_t limit,
                      const char *value, const char *member, struct buf *out);

#endif
