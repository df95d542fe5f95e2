#include "usage.h"

#include <limits.h>
#include <string.h>

#include "ceiling.h"
#include "number.h"

static int parse(struct usage *s, int argc, char **argv, struct options_given *given)
{
    const struct options_row rows[] = {
        {'p', "provider", OPTIONS_TEXT, &s->provider, "PROVIDER",
         "for records that name none ($CASECRAFT_PROVIDER)", 0, 0},
        {0, "model", OPTIONS_TEXT, &s->model, "MODEL", "the model of every provider of this run", 0,
         0},
        {'j', "workers", OPTIONS_NUMBER, &s->workers, "N",
         "calls in flight at once, for each provider of this run", 1, CEILING_WORKERS},
        {0, "ledger", OPTIONS_TEXT, &s->ledger, "FILE",
         "keep answers here first, and ask no twice ($CASECRAFT_LEDGER)", 0, 0},
        {0, "force", OPTIONS_FLAG, &s->force, NULL, "ask anew what the ledger has an answer for", 0,
         0},
        {0, "cases", OPTIONS_TEXT, &s->cases, "N|auto|all",
         "cases wanted for each operation (auto)", 0, 0},
        {0, "with-builtin", OPTIONS_FLAG, &s->with_builtin, NULL,
         "add the cases of builtin that a model did not write", 0, 0},
        {0, "lang", OPTIONS_TEXT, &s->lang, "en|zh", "language of the cases (en)", 0, 0},
        {0, "seed", OPTIONS_NUMBER, &s->seed, "N", "seed of builtin's values and of back-off (1)",
         0, LLONG_MAX},
        {0, "prompt", OPTIONS_TEXT, &s->prompt, "FILE", "ask with this in place of our prompt", 0,
         0},
        {0, "save-prompts", OPTIONS_TEXT, &s->save, "DIR",
         "write the body of each request to a file of its own", 0, 0},
        {0, "max-cost", OPTIONS_TEXT, &s->max_cost, "AMOUNT",
         "start no call that could bring the cost of this run above it", 0, 0},
        {0, "prices", OPTIONS_TEXT, &s->prices, "FILE",
         "prices of models, before those that came with casecraft", 0, 0},
        {0, "dry-run", OPTIONS_MAYBE, &s->rehearse, "[=sums]",
         "write the requests as they would go, or their sums, and what they cost; no key is needed",
         0, 0},
        {0, "check", OPTIONS_MAYBE, &s->check, "[=full]",
         "say of each provider, a list in -p, whether it can be called; full: by a small answer", 0,
         0},
        {0, "progress-fd", OPTIONS_NUMBER, &s->progress, "N", "tell the progress on descriptor N",
         2, INT_MAX},
        {0, "print-config", OPTIONS_FLAG, &s->print_config, NULL,
         "print the settings that hold, each with where it comes from", 0, 0},
        {'e', "errors", OPTIONS_FLAG, &s->errors, NULL, "exit 1 if a record carries an error", 0,
         0},
    };
    const struct options options = {
        .program = "cc-call",
        .usage = "[OPTION]...",
        .purpose = "Asks the provider of each record on stdin for test cases, or for a reply to\n"
                   "the record's own messages, and writes each record with what came of it.",
        .examples =
            "  cc-split spec.yaml | cc-call -p builtin >results.ndjson\n"
            "  echo '{\"id\":\"1\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}' |\n"
            "    cc-call -p qwen\n",
        .row = rows,
        .rows = sizeof rows / sizeof *rows,
    };
    return options_parse(&options, argc, argv, given);
}

static int judge(struct usage *s, const struct options_given *given)
{
    struct diag_error err;
    if (given->operands > 0)
        diag_fail(&err, "records come on stdin; %s is one word too many", given->operand[0]);
    else if (s->cases != NULL && strcmp(s->cases, "auto") != 0 && strcmp(s->cases, "all") != 0 &&
             number_parse(s->cases, 1, 1000, &s->wanted) < 0)
        diag_fail(&err, "--cases takes a number from 1 to 1000, auto or all, not \"%s\"", s->cases);
    else if (s->lang != NULL && strcmp(s->lang, "en") != 0 && strcmp(s->lang, "zh") != 0)
        diag_fail(&err, "--lang takes en or zh, not \"%s\"", s->lang);
    else if (s->check == NULL && !s->print_config && s->provider != NULL &&
             strchr(s->provider, ',') != NULL)
        diag_fail(&err,
                  "-p takes one provider, not \"%s\": a list goes to cc-assign, or with --check",
                  s->provider);
    else if (s->max_cost != NULL && number_parse_real(s->max_cost, 0, 1e9, &s->most) < 0)
        diag_fail(&err, "--max-cost takes an amount such as 0.50, not \"%s\"", s->max_cost);
    else if (s->rehearse != NULL && s->rehearse[0] != '\0' && strcmp(s->rehearse, "sums") != 0)
        diag_fail(&err, "--dry-run takes sums or nothing, not \"%s\"", s->rehearse);
    else if (s->check != NULL && s->check[0] != '\0' && strcmp(s->check, "full") != 0)
        diag_fail(&err, "--check takes full or nothing, not \"%s\"", s->check);
    else
        return OPTIONS_GO;
    return diag_exit(DIAG_USAGE, &err);
}

int usage_read(struct usage *u, int argc, char **argv)
{
    struct options_given given;
    *u = (struct usage){.seed = 1, .most = -1, .progress = -1};
    int code = parse(u, argc, argv, &given);
    if (code == OPTIONS_GO) {
        code = judge(u, &given);
        options_given_free(&given);
    }
    return code;
}
