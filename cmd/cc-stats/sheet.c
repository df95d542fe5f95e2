#include "sheet.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "mem.h"

/* Bytes of a cell, with its NUL. */
#define CELL 120

static void free_row(struct sheet_row *r)
{
    for (size_t i = 0; i < r->cells; i++)
        free(r->cell[i]);
    free(r->cell);
    free(r->name);
}

void sheet_free(struct sheet *s)
{
    for (size_t i = 0; i < s->parts; i++) {
        for (size_t k = 0; k < s->part[i].rows; k++)
            free_row(&s->part[i].row[k]);
        free(s->part[i].row);
    }
    free(s->part);
    *s = (struct sheet){0};
}

struct sheet_part *sheet_part(struct sheet *s, enum sheet_kind kind, const char *title,
                              const char *const *head)
{
    s->part = mem_grow(s->part, s->parts, &s->room, sizeof *s->part);
    struct sheet_part *p = &s->part[s->parts++];
    *p = (struct sheet_part){.kind = kind, .title = title, .head = head};
    return p;
}

struct sheet_row *sheet_row(struct sheet_part *p, const char *name)
{
    p->row = mem_grow(p->row, p->rows, &p->room, sizeof *p->row);
    struct sheet_row *r = &p->row[p->rows++];
    *r = (struct sheet_row){.name = mem_text(name)};
    return r;
}

void sheet_cell(struct sheet_row *r, const char *fmt, ...)
{
    char text[CELL];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    r->cell = mem_resize(r->cell, r->cells + 1, sizeof *r->cell);
    r->cell[r->cells++] = mem_text(text);
}
