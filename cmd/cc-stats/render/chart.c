#include "chart.h"

#include "markup.h"

/* In units of the drawing, which are pixels where there is room. */
#define WIDTH 620
#define ROW 24
#define NAMES 212 /* where bars begin */
#define LONGEST 270
/* Columns of a name. */
#define NAME 24

static void bar(const struct sheet_row *r, size_t i, struct buf *out)
{
    double length = r->length > 0 ? r->length * LONGEST : 0;
    size_t top = i * ROW, base = top + 17;
    length = length > 0 && length < 2 ? 2 : length;
    buf_text(out, "<g><title>");
    markup_name(r->name, MARKUP_NAME, out);
    buf_format(out, "</title><text x=\"%d\" y=\"%zu\" text-anchor=\"end\">", NAMES - 10, base);
    markup_name(r->name, NAME, out);
    buf_format(out, "</text><rect x=\"%d\" y=\"%zu\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
               NAMES, top + 4, length, ROW - 8);
    buf_format(out, "<text class=\"figure\" x=\"%.1f\" y=\"%zu\">", NAMES + length + 8, base);
    markup_text(r->cell[0], out);
    buf_text(out, " · ");
    markup_text(r->cell[1], out);
    buf_text(out, "</text></g>\n");
}

void chart_bars(const struct sheet_part *p, struct buf *out)
{
    buf_format(out, "<svg viewBox=\"0 0 %d %zu\" role=\"img\" aria-label=\"%s\">\n", WIDTH,
               p->rows * ROW, p->title);
    for (size_t i = 0; i < p->rows; i++)
        bar(&p->row[i], i, out);
    buf_text(out, "</svg>\n");
}
