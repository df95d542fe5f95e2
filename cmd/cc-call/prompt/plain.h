/*
 * prompt/plain: the words of a description, without its markup.
 */
#ifndef PROMPT_PLAIN_H
#define PROMPT_PLAIN_H

#include <stddef.h>

#include "buf.h"
#include "jsontape.h"

/*
 * Adds the text of a string node, or nothing: white space as single blanks; HTML tags, images, the addresses of
 * Markdown links, emphasis and heading marks left out; what stands in code marks kept.  At most `most` bytes, cut
 * at a character and marked "…".
 */
void plain_text(const struct jsontape *t, uint32_t node, size_t most, struct buf *out);

#endif
