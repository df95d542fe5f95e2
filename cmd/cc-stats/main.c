/* cc-stats: what a stream of results holds, and what it cost. */
#include <errno.h>
#include <unistd.h>

#include "ceiling.h"
#include "export.h"
#include "filter.h"
#include "options.h"
#include "report.h"
#include "stopping.h"
#include "tally.h"

static int parse(int argc, char **argv, bool *json, struct options_given *given)
{
    const struct options_row row[] = {
        {0, "json", OPTIONS_FLAG, json, NULL, "one JSON object instead of a text", 0, 0},
    };
    const struct options options = {
        .program = "cc-stats",
        .usage = "[OPTION]... [FILE]...",
        .purpose = "Reports what result records hold: cases, errors, calls, tokens, time.",
        .examples = "  cc-merge -o out results.ndjson | cc-stats\n"
                    "  cc-stats --json results.ndjson | jq .cases.total\n",
        .row = row,
        .rows = sizeof row / sizeof row[0],
    };
    return options_parse(&options, argc, argv, given);
}

static int each(void *state, struct record *r, struct lineout *out, struct diag_error *err)
{
    (void)out;
    (void)err;
    tally_add(state, r);
    return 0;
}

static int print(const struct tally *t, bool json, struct lineout *out)
{
    struct buf text;
    struct diag_error err;
    buf_init(&text, CEILING_LINE);
    if (json)
        export_json(t, &text);
    else
        report_text(t, &text);
    lineout_line(out, text.data, text.len);
    buf_free(&text);
    if (lineout_flush(out, &err) == 0 || out->failed == EPIPE)
        return DIAG_OK;
    return diag_exit(DIAG_ENVIRONMENT, &err);
}

int main(int argc, char **argv)
{
    bool json = false;
    struct options_given given;
    int code = parse(argc, argv, &json, &given);
    if (code != OPTIONS_GO)
        return code;
    stopping_open();
    struct tally t;
    struct lineout out;
    tally_init(&t);
    lineout_init(&out, STDOUT_FILENO);
    const struct filter filter = {.each = each, .state = &t};
    code = filter_run_files(&filter, given.operand, given.operands, &out);
    if (code == DIAG_OK && t.failed > 0)
        code = DIAG_SOME;
    int printed = print(&t, json, &out);
    code = filter_end(&out, printed > code ? printed : code);
    lineout_free(&out);
    tally_free(&t);
    options_given_free(&given);
    return code;
}
