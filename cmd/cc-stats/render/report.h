/*
 * report: a sheet for people, in 80 columns.  cc-stats.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stdbool.h>

#include "buf.h"
#include "sheet.h"

/* Adds the report to out; its last line has no newline.  colour: with the escapes of a terminal. */
void report_text(const struct sheet *s, bool colour, struct buf *out);

#endif
