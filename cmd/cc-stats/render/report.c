#include "report.h"

#include <stdio.h>
#include <string.h>

#include "figure.h"

#define WIDTH 80
/* Columns of the facts: a name, a figure, and where the notes begin. */
#define NAME 13
#define VALUE 11
#define NOTES (NAME + VALUE + 2)
/* Columns of a list: a name, its figures, and the longest bar. */
#define ITEM 26
#define BAR 29

#define BOLD "\033[1m"
#define CYAN "\033[36m"
#define PLAIN "\033[0m"

static void coloured(const char *colour, const char *text, struct buf *out)
{
    buf_format(out, "%s%s%s", colour, text, colour[0] != '\0' ? PLAIN : "");
}

/* Columns that a text of ours takes, which is ASCII. */
static size_t columns(const char *text)
{
    return strlen(text);
}

/* A note goes beside the one before it, or to a line of its own. */
static void fact(const struct sheet_row *r, bool colour, struct buf *out)
{
    coloured(colour && r->name[0] != ' ' ? BOLD : "", r->name, out);
    size_t named = columns(r->name), value = columns(r->cell[0]);
    size_t pad = named + value < NAME + VALUE ? NAME + VALUE - named - value : 1;
    size_t column = named + pad + value;
    buf_format(out, "%*s%s", (int)pad, "", r->cell[0]);
    for (size_t i = 1; i < r->cells; i++) {
        size_t len = columns(r->cell[i]);
        if (i == 1) {
            size_t gap = column + 2 < NOTES ? NOTES - column : 2;
            buf_format(out, "%*s", (int)gap, "");
            column += gap;
        } else if (column + 2 + len >= WIDTH) {
            buf_format(out, ",\n%*s", NOTES, "");
            column = NOTES;
        } else {
            buf_text(out, ", ");
            column += 2;
        }
        buf_text(out, r->cell[i]);
        column += len;
    }
    buf_char(out, '\n');
}

/* A name, padded; one that is longer than `room` stands on a line of its own. */
static void table_name(const char *name, size_t room, struct buf *out)
{
    buf_text(out, "  ");
    size_t used = figure_name(name, WIDTH - 2, out);
    if (used > room)
        buf_format(out, "\n%*s", (int)room + 2, "");
    else
        buf_format(out, "%*s", (int)(room - used), "");
}

static size_t width_of(const struct sheet_part *p, size_t column)
{
    size_t width = columns(p->head[column]);
    for (size_t i = 0; i < p->rows; i++) {
        size_t len = columns(p->row[i].cell[column]);
        width = len > width ? len : width;
    }
    return width + 2;
}

static void table(const struct sheet_part *p, bool colour, struct buf *out)
{
    size_t width[12], count = 0, all = 0;
    for (; p->head[count] != NULL && count < sizeof width / sizeof *width; count++)
        all += width[count] = width_of(p, count);
    size_t room = all + 2 < WIDTH ? WIDTH - 2 - all : 0;
    buf_char(out, '\n');
    coloured(colour ? BOLD : "", p->title, out);
    buf_format(out, "%*s", (int)(room + 2 - columns(p->title)), "");
    for (size_t i = 0; i < count; i++)
        buf_format(out, "%*s", (int)width[i], p->head[i]);
    buf_char(out, '\n');
    for (size_t k = 0; k < p->rows; k++) {
        table_name(p->row[k].name, room, out);
        for (size_t i = 0; i < count; i++)
            buf_format(out, "%*s", (int)width[i], p->row[k].cell[i]);
        buf_char(out, '\n');
    }
}

static void bars(const struct sheet_part *p, bool colour, struct buf *out)
{
    buf_char(out, '\n');
    coloured(colour ? BOLD : "", p->title, out);
    buf_char(out, '\n');
    for (size_t i = 0; i < p->rows; i++) {
        const struct sheet_row *r = &p->row[i];
        char bar[BAR + 1] = "";
        size_t len = (size_t)(r->length * BAR + 0.5);
        len = len == 0 && r->length > 0 ? 1 : len;
        memset(bar, '#', len < BAR ? len : BAR);
        buf_text(out, "  ");
        size_t used = figure_name(r->name, ITEM, out);
        buf_format(out, "%*s %10s  %5s", (int)(ITEM - used), "", r->cell[0], r->cell[1]);
        if (bar[0] != '\0') {
            buf_text(out, "  ");
            coloured(colour ? CYAN : "", bar, out);
        }
        buf_char(out, '\n');
    }
}

void report_text(const struct sheet *s, bool colour, struct buf *out)
{
    for (size_t i = 0; i < s->parts; i++) {
        const struct sheet_part *p = &s->part[i];
        if (p->kind == SHEET_TABLE)
            table(p, colour, out);
        else if (p->kind == SHEET_BARS)
            bars(p, colour, out);
        else
            for (size_t k = 0; k < p->rows; k++)
                fact(&p->row[k], colour, out);
    }
    buf_cut(out, out->len - (out->len > 0));
}
