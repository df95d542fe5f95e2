/*
 * sheet: a report as parts of rows of texts, before it is text, Markdown or a page.  cc-stats.
 *
 * Titles, heads and cells are ours; names of rows come from records and may be anything: who renders a sheet makes
 * them inert for what it writes.
 */
#ifndef SHEET_H
#define SHEET_H

#include <stddef.h>

enum sheet_kind {
    SHEET_FACTS, /* a cell is the figure, those behind it are notes on it; names are ours too */
    SHEET_TABLE, /* a cell for each head */
    SHEET_BARS,  /* a cell is the figure, a second one its share; `length` draws it */
};

struct sheet_row {
    char *name;
    char **cell;
    size_t cells;
    double length; /* of its bar, from 0 to 1 */
};

struct sheet_part {
    enum sheet_kind kind;
    const char *title;       /* not owned; NULL: none */
    const char *const *head; /* SHEET_TABLE: of the cells, NULL-terminated; not owned */
    struct sheet_row *row;
    size_t rows, room;
};

struct sheet {
    struct sheet_part *part;
    size_t parts, room;
};

/* For a sheet that is all zero at first. */
void sheet_free(struct sheet *s);

/* A new part at the end; valid until the next one is made. */
struct sheet_part *sheet_part(struct sheet *s, enum sheet_kind kind, const char *title,
                              const char *const *head);
/* A new row at the end of the part; valid until the next one is made. */
struct sheet_row *sheet_row(struct sheet_part *p, const char *name);
/* One more cell of the row. */
void sheet_cell(struct sheet_row *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
