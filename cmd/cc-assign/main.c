/*
 * cc-assign: says which provider answers which record.
 */
#include <limits.h>
#include <unistd.h>

#include "assignment.h"
#include "config.h"
#include "diag.h"
#include "filter.h"
#include "lineout.h"
#include "misspelt.h"
#include "options.h"
#include "plan.h"
#include "stopping.h"
#include "strategy.h"

struct settings {
    struct plan_wishes wishes;
    bool reassign, errors;
};

struct assigning {
    struct strategy strategy;
    bool reassign;
    bool errors;    /* a record with an error went through */
    bool unchanged; /* a record that says no more than that */
};

static int parse(struct settings *s, int argc, char **argv, struct options_given *given)
{
    struct plan_wishes *w = &s->wishes;
    const struct options_row rows[] = {
        {'p', "providers", OPTIONS_LIST, &w->providers, "PROVIDERS",
         "providers to spread the records over, NAME or NAME:WEIGHT ($CASECRAFT_PROVIDERS)", 0, 0},
        {'s', "strategy", OPTIONS_TEXT, &w->strategy, "round_robin|random|complexity|manual|pool",
         "how ($CASECRAFT_PROVIDER_STRATEGY, else round_robin)", 0, 0},
        {'m', "provider-map", OPTIONS_TEXT, &w->map, "MAP",
         "RULE:PROVIDER,... or @FILE: a rule is a path pattern, METHOD path, tag=T, op=ID or *", 0,
         0},
        {0, "levels", OPTIONS_LIST, &w->levels, "LIST",
         "simple=A,medium=B,complex=C+D: who answers what under complexity (by price)", 0, 0},
        {0, "thresholds", OPTIONS_LIST, &w->thresholds, "A,B",
         "the highest complexity that is simple, and that is medium (5,10)", 0, 0},
        {0, "seed", OPTIONS_NUMBER, &w->seed, "N", "random chooses the same for the same N", 0,
         LLONG_MAX},
        {0, "fallback", OPTIONS_LIST, &w->fallback, "CHAIN",
         "check these too: the chain that cc-fallback will use", 0, 0},
        {0, "dry-run", OPTIONS_FLAG, &w->keyless, NULL,
         "miss no key: what follows asks nobody (cc-call --dry-run)", 0, 0},
        {0, "reassign", OPTIONS_FLAG, &s->reassign, NULL,
         "records that have a provider get a new one", 0, 0},
        {'e', "errors", OPTIONS_FLAG, &s->errors, NULL, "exit 1 if a record carries an error", 0,
         0},
    };
    const struct options options = {
        .program = "cc-assign",
        .usage = "-p LIST [OPTION]... [FILE]...",
        .purpose = "Adds to each record on stdin the provider that is to answer it.",
        .examples = "  cc-split spec.yaml | cc-assign -p glm:2,qwen | cc-call >results.ndjson\n"
                    "  cc-assign -p glm,kimi -m '/orders/**:kimi,tag=admin:glm' <records.ndjson\n",
        .row = rows,
        .rows = sizeof rows / sizeof *rows,
    };
    return options_parse(&options, argc, argv, given);
}

static int each(void *state, struct record *r, struct lineout *out, struct diag_error *err)
{
    struct assigning *a = state;
    bool assigned = record_has(r, "provider") || record_has(r, "candidates");
    a->errors = a->errors || record_has(r, "error");
    if (!record_is_done(r) && (!assigned || a->reassign))
        return assignment_write(&a->strategy, r, out, &a->errors, err);
    a->unchanged = a->unchanged || record_has(r, "unchanged");
    map_find(&a->strategy.map, r);
    lineout_line(out, r->line, r->len);
    return 0;
}

static int run(struct assigning *a, bool errors, const struct options_given *given)
{
    struct filter filter = {.each = each, .state = a};
    struct lineout out;
    lineout_init(&out, STDOUT_FILENO);
    int code = filter_run_files(&filter, given->operand, given->operands, &out);
    map_report(&a->strategy.map, a->unchanged);
    if (code == DIAG_OK && errors && a->errors)
        code = DIAG_SOME;
    code = filter_end(&out, code);
    lineout_free(&out);
    return code;
}

static int assign(const struct settings *s, const struct options_given *given)
{
    struct diag_error err;
    struct config config;
    struct assigning a = {.reassign = s->reassign};
    if (config_load(&config, &err) < 0)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    misspelt_tell(&config);
    int code = plan_make(&a.strategy, &s->wishes, &config);
    config_free(&config);
    if (code == DIAG_OK)
        code = run(&a, s->errors, given);
    plan_free(&a.strategy);
    return code;
}

int main(int argc, char **argv)
{
    struct settings settings = {.wishes.seed = -1};
    struct options_given given;
    int code = parse(&settings, argc, argv, &given);
    if (code == OPTIONS_GO) {
        stopping_open();
        code = assign(&settings, &given);
    }
    options_list_free(&settings.wishes.providers);
    options_list_free(&settings.wishes.fallback);
    options_list_free(&settings.wishes.levels);
    options_list_free(&settings.wishes.thresholds);
    options_given_free(&given);
    return code;
}
