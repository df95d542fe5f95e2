#include "page.h"

#include <string.h>

#include "chart.h"
#include "markup.h"

static const char head[] =
    "<!DOCTYPE html>\n"
    "<html lang=\"en\">\n"
    "<head>\n"
    "<meta charset=\"utf-8\">\n"
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
    "'unsafe-inline'\">\n"
    "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
    "<meta name=\"color-scheme\" content=\"light dark\">\n"
    "<title>casecraft: what came of it</title>\n"
    "<style>\n"
    ":root { --page: #fbfbfa; --card: #fff; --ink: #1d2327; --faint: #5d6670; --line: #dde1e4;\n"
    "  --bar: #1f77a8; }\n"
    "@media (prefers-color-scheme: dark) {\n"
    "  :root { --page: #15181b; --card: #1e2327; --ink: #e4e8eb; --faint: #9aa5ae; --line: "
    "#343b41;\n"
    "    --bar: #5ab0e0; }\n"
    "}\n"
    "* { box-sizing: border-box; }\n"
    "body { margin: 0 auto; padding: 1.5rem; max-width: 80rem; background: var(--page);\n"
    "  color: var(--ink); font: 15px/1.45 system-ui, sans-serif; }\n"
    "h1 { font-size: 1.4rem; margin: 0 0 1rem; }\n"
    "h2 { font-size: 1rem; margin: 0 0 .6rem; }\n"
    "h1 small { color: var(--faint); font-size: .9rem; font-weight: normal; margin-left: .6rem; }\n"
    "section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;\n"
    "  padding: 1rem; margin: 0 0 1rem; overflow-x: auto; }\n"
    ".charts { display: grid; gap: 1rem; align-items: start;\n"
    "  grid-template-columns: repeat(auto-fit, minmax(min(28rem, 100%), 1fr)); }\n"
    ".charts section { margin: 0; }\n"
    "table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }\n"
    "th, td { padding: .25rem .6rem; text-align: right; white-space: nowrap;\n"
    "  border-bottom: 1px solid var(--line); }\n"
    "tr:last-child > * { border-bottom: 0; }\n"
    "th:first-child { text-align: left; white-space: normal; overflow-wrap: anywhere;\n"
    "  min-width: 9rem; }\n"
    ".facts th:first-child { white-space: nowrap; }\n"
    ".facts th.part { padding-left: 1.8rem; font-weight: normal; }\n"
    "thead th { color: var(--faint); font-weight: normal; }\n"
    "td.note { text-align: left; white-space: normal; color: var(--faint); width: 100%; }\n"
    "svg { display: block; width: 100%; height: auto; }\n"
    "svg text { fill: var(--ink); font: 13px system-ui, sans-serif; }\n"
    "svg text.figure { fill: var(--faint); }\n"
    "svg rect { fill: var(--bar); }\n"
    "</style>\n"
    "</head>\n"
    "<body>\n";

static void facts(const struct sheet_part *p, struct buf *out)
{
    buf_text(out, "<section>\n<table class=\"facts\">\n<tbody>\n");
    for (size_t i = 0; i < p->rows; i++) {
        const struct sheet_row *r = &p->row[i];
        buf_text(out, r->name[0] == ' ' ? "<tr><th class=\"part\" scope=\"row\">"
                                        : "<tr><th scope=\"row\">");
        markup_text(r->name + strspn(r->name, " "), out);
        buf_text(out, "</th><td>");
        markup_text(r->cell[0], out);
        buf_text(out, "</td><td class=\"note\">");
        for (size_t k = 1; k < r->cells; k++) {
            buf_text(out, k > 1 ? ", " : "");
            markup_text(r->cell[k], out);
        }
        buf_text(out, "</td></tr>\n");
    }
    buf_text(out, "</tbody>\n</table>\n</section>\n");
}

static void table(const struct sheet_part *p, struct buf *out)
{
    buf_format(out, "<section>\n<h2>%s</h2>\n<table>\n<thead>\n<tr><th></th>", p->title);
    for (size_t i = 0; p->head[i] != NULL; i++)
        buf_format(out, "<th scope=\"col\">%s</th>", p->head[i]);
    buf_text(out, "</tr>\n</thead>\n<tbody>\n");
    for (size_t k = 0; k < p->rows; k++) {
        buf_text(out, "<tr><th scope=\"row\">");
        markup_name(p->row[k].name, MARKUP_NAME, out);
        buf_text(out, "</th>");
        for (size_t i = 0; i < p->row[k].cells; i++) {
            buf_text(out, "<td>");
            markup_text(p->row[k].cell[i], out);
            buf_text(out, "</td>");
        }
        buf_text(out, "</tr>\n");
    }
    buf_text(out, "</tbody>\n</table>\n</section>\n");
}

static void charts(const struct sheet *s, struct buf *out)
{
    buf_text(out, "<div class=\"charts\">\n");
    for (size_t i = 0; i < s->parts; i++) {
        const struct sheet_part *p = &s->part[i];
        if (p->kind != SHEET_BARS)
            continue;
        buf_format(out, "<section>\n<h2>%s</h2>\n", p->title);
        chart_bars(p, out);
        buf_text(out, "</section>\n");
    }
    buf_text(out, "</div>\n");
}

void page_html(const struct sheet *s, const char *made, struct buf *out)
{
    buf_text(out, head);
    buf_format(out, "<h1>casecraft <small>%s</small></h1>\n", made);
    for (size_t i = 0; i < s->parts; i++) {
        if (s->part[i].kind == SHEET_FACTS)
            facts(&s->part[i], out);
        else if (s->part[i].kind == SHEET_TABLE)
            table(&s->part[i], out);
    }
    charts(s, out);
    buf_text(out, "</body>\n</html>\n");
}
