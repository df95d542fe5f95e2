/*
 * cc-assign: says which provider answers which record.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "config.h"
#include "diag.h"
#include "filter.h"
#include "jsonwrite.h"
#include "lineout.h"
#include "map.h"
#include "options.h"
#include "outcome.h"
#include "provider.h"
#include "record.h"
#include "stopping.h"
#include "strategy.h"

struct settings {
    struct options_list providers, fallback;
    const char *strategy, *map;
    bool reassign, errors;
};

struct assigning {
    struct strategy strategy;
    bool reassign;
    bool errors; /* a record with an error went through */
};

static int parse(struct settings *s, int argc, char **argv, struct options_given *given)
{
    const struct options_row rows[] = {
        {'p', "providers", OPTIONS_LIST, &s->providers, "LIST",
         "providers to spread the records over ($CASECRAFT_PROVIDERS)", 0, 0},
        {'s', "strategy", OPTIONS_TEXT, &s->strategy, "NAME",
         "round_robin (the default), manual or pool", 0, 0},
        {'m', "provider-map", OPTIONS_TEXT, &s->map, "MAP",
         "RULE:PROVIDER,...: a rule is a path pattern, METHOD path, tag=T, op=ID or *", 0, 0},
        {0, "fallback", OPTIONS_LIST, &s->fallback, "CHAIN",
         "check these too: the chain that cc-fallback will use", 0, 0},
        {0, "reassign", OPTIONS_FLAG, &s->reassign, NULL,
         "records that have a provider get a new one", 0, 0},
        {'e', "errors", OPTIONS_FLAG, &s->errors, NULL, "exit 1 if a record carries an error", 0,
         0},
    };
    const struct options options = {
        .program = "cc-assign",
        .usage = "-p LIST [OPTION]... [FILE]...",
        .purpose = "Adds to each record on stdin the provider that is to answer it.",
        .examples = "  cc-split spec.yaml | cc-assign -p glm,qwen | cc-call >results.ndjson\n"
                    "  cc-assign -p glm,kimi -m '/orders/**:kimi,tag=admin:glm' <records.ndjson\n",
        .row = rows,
        .rows = sizeof rows / sizeof *rows,
    };
    return options_parse(&options, argc, argv, given);
}

static int write_edited(const struct record *r, const struct record_edit *edit, size_t edits,
                        struct lineout *out, struct diag_error *err)
{
    struct buf line;
    buf_init(&line, CEILING_LINE);
    record_splice(r, edit, edits, &line);
    int result = 0;
    if (buf_over(&line))
        result = diag_fail(err, "the record has grown over %zu MiB", CEILING_LINE / CEILING_MIB);
    else
        lineout_line(out, line.data, line.len);
    buf_free(&line);
    return result;
}

/* Adds the value of the member that the record gets; returns its name: provider, candidates, or error where
 * nothing names a provider.  *by: what chose. */
static const char *choose(struct assigning *a, const struct record *r, struct buf *json,
                          enum strategy_kind *by)
{
    struct jsonwrite w = jsonwrite_to(json);
    const char *provider = strategy_choose(&a->strategy, r, by);
    if (provider != NULL) {
        jsonwrite_text(&w, provider);
        return "provider";
    }
    if (a->strategy.kind != STRATEGY_POOL) {
        outcome_error_json(json, OUTCOME_CONFIG, NULL, 0, NULL,
                           "no rule of the provider map matches this operation");
        return "error";
    }
    jsonwrite_open(&w, '[');
    for (size_t i = 0; i < a->strategy.providers->count; i++)
        jsonwrite_text(&w, a->strategy.providers->item[i]);
    jsonwrite_close(&w, ']');
    return "candidates";
}

static int assign_record(struct assigning *a, const struct record *r, struct lineout *out,
                         struct diag_error *err)
{
    static const char *const members[] = {"provider", "candidates", "error"};
    struct buf choice, name;
    enum strategy_kind by;
    buf_init(&choice, CEILING_TEXT);
    buf_init(&name, CEILING_TEXT);
    const char *chosen = choose(a, r, &choice, &by);
    a->errors = a->errors || strcmp(chosen, "error") == 0;
    struct jsonwrite w = jsonwrite_to(&name);
    jsonwrite_text(&w, strategy_name(by));
    struct record_edit edits[4] = {[3] = {"strategy", name.data, name.len}};
    for (size_t i = 0; i < 3; i++) {
        bool this = strcmp(chosen, members[i]) == 0;
        edits[i] = (struct record_edit){members[i], this ? choice.data : NULL, choice.len};
    }
    int result = write_edited(r, edits, 4, out, err);
    buf_free(&choice);
    buf_free(&name);
    return result;
}

static int each(void *state, struct record *r, struct lineout *out, struct diag_error *err)
{
    struct assigning *a = state;
    bool assigned = record_has(r, "provider") || record_has(r, "candidates");
    a->errors = a->errors || record_has(r, "error");
    if (!record_is_done(r) && (!assigned || a->reassign))
        return assign_record(a, r, out, err);
    lineout_line(out, r->line, r->len);
    return 0;
}

/* Everyone who is named anywhere, for the check before the first record. */
static int check_names(const struct config *c, const struct settings *s, const struct map *map)
{
    struct provider_registry *reg = provider_open(c, (struct provider_flags){0});
    struct options_list names = {0};
    for (size_t i = 0; i < s->providers.count; i++)
        options_list_add(&names, s->providers.item[i]);
    for (size_t i = 0; i < s->fallback.count; i++)
        options_list_add(&names, s->fallback.item[i]);
    for (size_t i = 0; i < map->count; i++)
        options_list_add(&names, map->rule[i].provider);
    int code = provider_check(reg, &names) < 0 ? DIAG_ENVIRONMENT : DIAG_OK;
    options_list_free(&names);
    provider_close(reg);
    return code;
}

static int no_provider(const struct config *c)
{
    struct provider_registry *reg = provider_open(c, (struct provider_flags){0});
    struct buf choices;
    buf_init(&choices, CEILING_TEXT);
    provider_choices(reg, &choices);
    diag_error("no provider is named: use -p with one or more of %s", choices.data);
    buf_free(&choices);
    provider_close(reg);
    return DIAG_USAGE;
}

static void report_unused(const struct map *map)
{
    for (size_t i = 0; i < map->count; i++) {
        const struct map_rule *rule = &map->rule[i];
        const char *kind = rule->kind == MAP_TAG         ? "tag="
                           : rule->kind == MAP_OPERATION ? "op="
                                                         : "";
        if (rule->matches == 0)
            diag_warn("the map's rule %s%s%s%s:%s matched no operation",
                      rule->method != NULL ? rule->method : "", rule->method != NULL ? " " : "",
                      kind, rule->text != NULL ? rule->text : "*", rule->provider);
    }
}

static int run(const struct settings *s, struct map *map, enum strategy_kind kind,
               char *const *file, size_t files)
{
    struct assigning a = {.reassign = s->reassign};
    a.strategy = (struct strategy){kind, &s->providers, map->count > 0 ? map : NULL, 0};
    struct filter filter = {.each = each, .state = &a};
    struct lineout out;
    lineout_init(&out, STDOUT_FILENO);
    int code = filter_run_files(&filter, file, files, &out);
    report_unused(map);
    if (code == DIAG_OK && s->errors && a.errors)
        code = DIAG_SOME;
    code = filter_end(&out, code);
    lineout_free(&out);
    return code;
}

static int assign(struct settings *s, const struct options_given *given)
{
    struct diag_error err;
    struct config config;
    struct map map = {0};
    enum strategy_kind kind = strategy_find(s->strategy != NULL ? s->strategy : "round_robin");
    if (kind == STRATEGY_KINDS) {
        struct buf names;
        buf_init(&names, CEILING_TEXT);
        strategy_names(&names);
        diag_error("strategy %s is not known: use one of %s", s->strategy, names.data);
        buf_free(&names);
        return DIAG_USAGE;
    }
    if (kind == STRATEGY_MANUAL && s->map == NULL) {
        diag_error("strategy manual needs a map: -m RULE:PROVIDER,...");
        return DIAG_USAGE;
    }
    if (s->map != NULL && map_read(&map, s->map, &err) < 0)
        return diag_exit(DIAG_USAGE, &err);
    int code = DIAG_ENVIRONMENT;
    if (config_load(&config, &err) < 0) {
        diag_error("%s", err.text);
    } else {
        config_list(&config, "CASECRAFT_PROVIDERS", &s->providers);
        config_list(&config, "CASECRAFT_PROVIDER", &s->providers);
        if (s->providers.count == 0 && map.count == 0)
            code = no_provider(&config);
        else
            code = check_names(&config, s, &map);
        config_free(&config);
        if (code == DIAG_OK)
            code = run(s, &map, kind, given->operand, given->operands);
    }
    map_free(&map);
    return code;
}

int main(int argc, char **argv)
{
    struct settings settings = {0};
    struct options_given given;
    int code = parse(&settings, argc, argv, &given);
    if (code == OPTIONS_GO) {
        stopping_open();
        code = assign(&settings, &given);
    }
    options_list_free(&settings.providers);
    options_list_free(&settings.fallback);
    options_given_free(&given);
    return code;
}
