/*
 * figure: numbers and names as people read them, in a fixed number of columns.  cc-stats.
 */
#ifndef FIGURE_H
#define FIGURE_H

#include <stddef.h>

#include "buf.h"
#include "number.h"

/* The longest text of a figure, with its NUL. */
#define FIGURE_MAX NUMBER_GROUPED

/* In at most 6 columns: "99,999", "123k", "4.2M". */
void figure_short(long long n, char out[FIGURE_MAX]);
/* "120 ms", "2.5 s", "3 min 20 s", "2 h 5 min". */
void figure_time(long long ms, char out[FIGURE_MAX]);
/* In at most 6 columns: "0.50s", "123s", "2.5h". */
void figure_seconds(long long ms, char out[FIGURE_MAX]);
/* "12.34 USD", "0.0012 USD", "<0.0001 USD", "0 USD"; of more than a million "1.2e+07 USD". */
void figure_money(double amount, const char *currency, char out[FIGURE_MAX]);
/* "33 %", "<1 %"; "-" of nothing. */
void figure_percent(size_t part, size_t whole, char out[FIGURE_MAX]);

/*
 * Adds a name (UTF-8, hostile) in at most `columns`: control characters, escapes, invisible and
 * direction-changing characters become "?", wide characters count as two, and what is cut ends in "..".
 * Returns the columns used.
 */
size_t figure_name(const char *name, size_t columns, struct buf *out);

#endif
