/*
 * chart: bars as inline SVG, which takes its colours from the page.  cc-stats.
 */
#ifndef CHART_H
#define CHART_H

#include "buf.h"
#include "sheet.h"

/* Adds the chart of a part of kind SHEET_BARS. */
void chart_bars(const struct sheet_part *p, struct buf *out);

#endif
