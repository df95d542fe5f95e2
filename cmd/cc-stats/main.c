/* cc-stats: what a stream of results holds, and what it cost. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bill.h"
#include "ceiling.h"
#include "clock.h"
#include "crew.h"
#include "export.h"
#include "filter.h"
#include "options.h"
#include "render/markdown.h"
#include "render/page.h"
#include "render/report.h"
#include "stopping.h"
#include "summary.h"
#include "tally.h"
#include "watch.h"
#include "wholefile.h"

struct settings {
    bool json, markdown, plain;
    const char *html, *prices;
    long long workers;
    long long watch; /* a descriptor; -1: a report is wanted */
};

static int judge(const struct settings *s, const struct options_given *given,
                 struct diag_error *err)
{
    bool report = s->json || s->markdown || s->html != NULL || s->prices != NULL || s->workers > 0;
    if (s->json && s->markdown)
        return diag_fail(err, "--json and --markdown are two reports: choose one");
    if (s->watch >= 0 && (report || given->operands > 0))
        return diag_fail(err, "--watch shows the progress and reports nothing: leave out the rest");
    if (s->plain && s->watch < 0)
        return diag_fail(err, "--plain is about --watch");
    return 0;
}

static int parse(int argc, char **argv, struct settings *s, struct options_given *given)
{
    const struct options_row row[] = {
        {0, "json", OPTIONS_FLAG, &s->json, NULL, "one JSON object instead of a text", 0, 0},
        {0, "markdown", OPTIONS_FLAG, &s->markdown, NULL,
         "Markdown instead of a text, for a pull request", 0, 0},
        {0, "html", OPTIONS_TEXT, &s->html, "FILE", "write a page of HTML too", 0, 0},
        {0, "prices", OPTIONS_TEXT, &s->prices, "FILE", "prices that win over those of prices.yaml",
         0, 0},
        {'j', "workers", OPTIONS_NUMBER, &s->workers, "N",
         "workers of each provider, as cc-call -j was told", 1, CEILING_WORKERS},
        {0, "watch", OPTIONS_NUMBER, &s->watch, "FD",
         "no report: show the progress that cc-call tells on FD", 0, INT_MAX},
        {0, "plain", OPTIONS_FLAG, &s->plain, NULL,
         "with --watch: a line every ten seconds, not a drawing", 0, 0},
    };
    const struct options options = {
        .program = "cc-stats",
        .usage = "[OPTION]... [FILE]...",
        .purpose = "Reports what result records hold: cases, errors, calls, tokens, cost, time.",
        .examples = "  cc-merge -o out results.ndjson | cc-stats\n"
                    "  cc-stats --json results.ndjson | jq .cases.total\n"
                    "  cc-stats --html report.html results.ndjson\n",
        .row = row,
        .rows = sizeof row / sizeof row[0],
    };
    struct diag_error err;
    int code = options_parse(&options, argc, argv, given);
    if (code != OPTIONS_GO || judge(s, given, &err) == 0)
        return code;
    options_given_free(given);
    return diag_exit(DIAG_USAGE, &err);
}

static int each(void *state, struct record *r, struct lineout *out, struct diag_error *err)
{
    (void)out;
    (void)err;
    tally_add(state, r);
    return 0;
}

/* https://no-color.org */
static bool wants_colour(void)
{
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    return isatty(STDOUT_FILENO) && (no == NULL || no[0] == '\0') && term != NULL &&
           strcmp(term, "dumb") != 0;
}

static int write_page(const struct sheet *sheet, const char *path)
{
    struct buf text;
    struct diag_error err;
    char made[CLOCK_STAMP];
    clock_made(made);
    buf_init(&text, CEILING_LINE);
    page_html(sheet, made, &text);
    int result = wholefile_write(path, text.data, text.len, &err);
    buf_free(&text);
    return result == 0 ? DIAG_OK : diag_exit(DIAG_ENVIRONMENT, &err);
}

static void print(const struct tally *t, const struct sheet *sheet, const struct settings *s,
                  struct lineout *out)
{
    struct buf text;
    buf_init(&text, CEILING_LINE);
    if (s->json)
        export_json(t, &text);
    else if (s->markdown)
        markdown_text(sheet, &text);
    else
        report_text(sheet, wants_colour(), &text);
    lineout_line(out, text.data, text.len);
    buf_free(&text);
    lineout_flush(out, NULL);
}

/* The worse of two exit codes. */
static int worse(int a, int b)
{
    return a > b ? a : b;
}

static int tell(const struct tally *t, const struct settings *s, struct lineout *out)
{
    struct sheet sheet = {0};
    crew_count(t, (int)s->workers);
    summary_make(t, &sheet);
    print(t, &sheet, s, out);
    int code = s->html != NULL ? write_page(&sheet, s->html) : DIAG_OK;
    sheet_free(&sheet);
    return code;
}

static int run(const struct settings *s, const struct options_given *given, struct lineout *out)
{
    struct bill bill;
    struct diag_error err;
    struct tally t;
    if (bill_open(&bill, s->prices, &err) < 0)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    tally_init(&t, &bill);
    const struct filter filter = {.each = each, .state = &t};
    int code = filter_run_files(&filter, given->operand, given->operands, out);
    if (code == DIAG_OK && t.failed > 0)
        code = DIAG_SOME;
    code = worse(code, tell(&t, s, out));
    tally_free(&t);
    bill_close(&bill);
    return code;
}

int main(int argc, char **argv)
{
    struct settings s = {.watch = -1};
    struct options_given given;
    struct lineout out;
    int code = parse(argc, argv, &s, &given);
    if (code != OPTIONS_GO)
        return code;
    stopping_open();
    lineout_init(&out, STDOUT_FILENO);
    code = filter_end(&out,
                      s.watch >= 0 ? watch_run((int)s.watch, s.plain) : run(&s, &given, &out));
    lineout_free(&out);
    options_given_free(&given);
    return code;
}
