/*
 * spelled: words of a description that YAML reads as numbers or truth, `operationId: 404`, as they are spelled.
 */
#ifndef SPELLED_H
#define SPELLED_H

#include <stdbool.h>

#include "jsontape.h"
#include "jsonwrite.h"

/* Whether the value is a text, or a scalar that is one as it is spelled; null is none. */
bool spelled_says(const struct jsontape *t, uint32_t n);
/* Whether it is this text. */
bool spelled_is(const struct jsontape *t, uint32_t n, const char *text);
/* Adds it to out, decoded. */
void spelled_text(const struct jsontape *t, uint32_t n, struct buf *out);
/* Writes it as a text. */
void spelled_write(const struct jsontape *t, uint32_t n, struct jsonwrite *w);

#endif
