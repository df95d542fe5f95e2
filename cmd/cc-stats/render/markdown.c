#include "markdown.h"

#include "figure.h"

/* Columns of a name. */
#define NAME 80

/* What would end the code span, or the cell of the table, is '?'. */
static void code(const char *name, struct buf *out)
{
    size_t start = out->len + 1;
    buf_char(out, '`');
    figure_name(name, NAME, out);
    for (size_t i = start; i < out->len; i++)
        if (out->data[i] == '`' || out->data[i] == '|')
            out->data[i] = '?';
    if (out->len == start)
        buf_char(out, '?');
    buf_char(out, '`');
}

static void title(const char *text, struct buf *out)
{
    buf_format(out, "\n### %s\n\n", text);
}

static void facts(const struct sheet_part *p, struct buf *out)
{
    buf_text(out, "| | | |\n|---|---:|---|\n");
    for (size_t i = 0; i < p->rows; i++) {
        const struct sheet_row *r = &p->row[i];
        if (r->name[0] == ' ')
            buf_format(out, "| &emsp;%s | %s | ", r->name + 2, r->cell[0]);
        else
            buf_format(out, "| **%s** | %s | ", r->name, r->cell[0]);
        for (size_t k = 1; k < r->cells; k++)
            buf_format(out, "%s%s", k > 1 ? ", " : "", r->cell[k]);
        buf_text(out, " |\n");
    }
}

static void table(const struct sheet_part *p, struct buf *out)
{
    title(p->title, out);
    buf_text(out, "| |");
    for (size_t i = 0; p->head[i] != NULL; i++)
        buf_format(out, " %s |", p->head[i]);
    buf_text(out, "\n|---|");
    for (size_t i = 0; p->head[i] != NULL; i++)
        buf_text(out, "---:|");
    buf_char(out, '\n');
    for (size_t k = 0; k < p->rows; k++) {
        buf_text(out, "| ");
        code(p->row[k].name, out);
        buf_text(out, " |");
        for (size_t i = 0; i < p->row[k].cells; i++)
            buf_format(out, " %s |", p->row[k].cell[i]);
        buf_char(out, '\n');
    }
}

/* Lists are folded: they are long. */
static void bars(const struct sheet_part *p, struct buf *out)
{
    buf_format(out, "\n<details><summary>%s</summary>\n\n| | | |\n|---|---:|---:|\n", p->title);
    for (size_t i = 0; i < p->rows; i++) {
        buf_text(out, "| ");
        code(p->row[i].name, out);
        buf_format(out, " | %s | %s |\n", p->row[i].cell[0], p->row[i].cell[1]);
    }
    buf_text(out, "\n</details>\n");
}

void markdown_text(const struct sheet *s, struct buf *out)
{
    for (size_t i = 0; i < s->parts; i++) {
        const struct sheet_part *p = &s->part[i];
        if (p->kind == SHEET_FACTS)
            facts(p, out);
        else if (p->kind == SHEET_TABLE)
            table(p, out);
        else
            bars(p, out);
    }
    buf_cut(out, out->len - (out->len > 0));
}
