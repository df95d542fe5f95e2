/*
 * page: a sheet as one page of HTML that needs nothing else: no network, no script.  cc-stats.
 *
 * Names from records are escaped, and shown without what is invisible or changes the direction of text.
 */
#ifndef PAGE_H
#define PAGE_H

#include "buf.h"
#include "sheet.h"

/* Adds the page to out.  made: when, RFC 3339. */
void page_html(const struct sheet *s, const char *made, struct buf *out);

#endif
