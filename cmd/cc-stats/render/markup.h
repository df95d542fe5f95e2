/*
 * markup: texts between tags and in attributes of HTML and SVG.  cc-stats.
 */
#ifndef MARKUP_H
#define MARKUP_H

#include <stddef.h>

#include "buf.h"

/* Columns of a name in a table. */
#define MARKUP_NAME 160

/* Adds the text, UTF-8, with & < > " ' escaped. */
void markup_text(const char *text, struct buf *out);
/* Adds a name from a record in at most so many columns, as figure_name makes it, escaped. */
void markup_name(const char *name, size_t columns, struct buf *out);

#endif
