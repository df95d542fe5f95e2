/*
 * markdown: a sheet for a pull request or a wiki (GitHub's Markdown).  cc-stats.
 *
 * Names from records stand in code spans, where nothing is a link, a mention or markup.
 */
#ifndef MARKDOWN_H
#define MARKDOWN_H

#include "buf.h"
#include "sheet.h"

/* Adds the report to out; its last line has no newline. */
void markdown_text(const struct sheet *s, struct buf *out);

#endif
