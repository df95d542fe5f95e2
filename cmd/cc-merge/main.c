/* cc-merge: result records to one document an operation. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "filter.h"
#include "merge.h"
#include "options.h"
#include "scout.h"
#include "stopping.h"

struct wishes {
    const char *output, *organize, *name, *format, *state, *recipe;
    struct options_list priority, prefer;
    bool prune, unite, clean, dry;
};

static int parse(int argc, char **argv, struct wishes *w, struct options_given *given)
{
    const struct options_row row[] = {
        {'o', "output", OPTIONS_TEXT, &w->output, "DIR", "where the files go (test_cases)", 0, 0},
        {0, "state", OPTIONS_TEXT, &w->state, "FILE", "the state (DIR/.casecraft/state.json)", 0,
         0},
        {0, "recipe", OPTIONS_TEXT, &w->recipe, "TEXT",
         "how this run makes documents: the state keeps a digest", 0, 0},
        {0, "organize-by", OPTIONS_TEXT, &w->organize, "tag", "a folder for each first tag", 0, 0},
        {0, "name", OPTIONS_TEXT, &w->name, "FORM",
         "of the files: {slug} (the default), {operation_id}, {method}", 0, 0},
        {0, "format", OPTIONS_TEXT, &w->format, "pretty|compact|ndjson",
         "how documents are laid out (pretty)", 0, 0},
        {0, "priority", OPTIONS_LIST, &w->priority, "LIST", "keep cases of these: P0,P1,P2", 0, 0},
        {0, "prefer", OPTIONS_LIST, &w->prefer, "PROVIDERS",
         "providers whose answers win, best first", 0, 0},
        {0, "union", OPTIONS_FLAG, &w->unite, NULL, "join the cases of several providers", 0, 0},
        {0, "clean", OPTIONS_FLAG, &w->clean, NULL,
         "read nothing; remove all files that nobody changed", 0, 0},
        {0, "dry-run", OPTIONS_FLAG, &w->dry, NULL, "with --clean, say what it would remove", 0, 0},
        {0, "prune", OPTIONS_FLAG, &w->prune, NULL, "remove files of operations that are gone", 0,
         0},
    };
    const struct options options = {
        .program = "cc-merge",
        .usage = "[OPTION]... [FILE]...",
        .purpose = "Writes the best result of every operation to a file of its own, and passes on\n"
                   "what it did.",
        .examples =
            "  cc-split api.yaml | cc-assign -p glm | cc-call | cc-merge -o out | cc-stats\n"
            "  cc-merge -o out --organize-by tag glm.ndjson qwen.ndjson >/dev/null\n",
        .row = row,
        .rows = sizeof row / sizeof row[0],
    };
    return options_parse(&options, argc, argv, given);
}

/* The format of that name, or -1. */
static int format_of(const char *name)
{
    static const char *const format[] = {
        [DOCUMENT_PRETTY] = "pretty",
        [DOCUMENT_COMPACT] = "compact",
        [DOCUMENT_NDJSON] = "ndjson",
    };
    for (int i = 0; i < (int)(sizeof format / sizeof format[0]); i++) {
        if (strcmp(name, format[i]) == 0)
            return i;
    }
    return -1;
}

/* The values that only cc-merge can judge.  Returns 0, or -1 and has said what is wrong. */
static int check(const struct wishes *w, const struct options_given *given)
{
    if (w->dry && !w->clean) {
        diag_error("option --dry-run goes with --clean");
        return -1;
    }
    if (w->clean && given->operands > 0) {
        diag_error("option --clean reads no records: leave out %s", given->operand[0]);
        return -1;
    }
    if (format_of(w->format) < 0) {
        diag_error("option --format takes pretty, compact or ndjson, not \"%s\"", w->format);
        return -1;
    }
    if (w->organize != NULL && strcmp(w->organize, "tag") != 0) {
        diag_error("option --organize-by takes tag, not \"%s\"", w->organize);
        return -1;
    }
    const char *fault = names_fault(w->name);
    if (fault != NULL) {
        diag_error("option --name %s, not \"%s\"", fault, w->name);
        return -1;
    }
    for (size_t i = 0; i < w->priority.count; i++) {
        const char *p = w->priority.item[i];
        if (p[0] != 'P' || p[1] < '0' || p[1] > '2' || p[2] != '\0') {
            diag_error("option --priority takes P0, P1 and P2, not \"%s\"", p);
            return -1;
        }
    }
    return 0;
}

static int each(void *state, struct record *r, struct lineout *out, struct diag_error *err)
{
    (void)err;
    merge_record(state, r, out);
    return 0;
}

static int run(struct merge *m, const struct wishes *w, const struct options_given *given)
{
    struct diag_error err;
    if (files_open(&m->files, w->output, &err) < 0 ||
        save_open(&m->save, w->state, &m->files, &err) < 0)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    m->guard.files = &m->files;
    m->guard.state = m->save.path;
    size_t left = w->dry ? 0
                         : files_clean(&m->files) +
                               files_clean_folder(&m->save.base, m->save.folder, m->save.name);
    if (left > 0)
        diag_info("removed %zu temporary files of a run that was killed", left);
    if (w->clean)
        return merge_end(m, DIAG_OK);
    m->scouted = scout(given->operand, given->operands, &m->best);
    struct lineout out;
    lineout_init(&out, STDOUT_FILENO);
    const struct filter filter = {.each = each, .state = m, .keep_reading = true};
    int code = merge_end(m, filter_run_files(&filter, given->operand, given->operands, &out));
    code = filter_end(&out, code);
    lineout_free(&out);
    return code;
}

static void begin(struct merge *m, const struct wishes *w)
{
    bool lines = format_of(w->format) == DOCUMENT_NDJSON;
    m->style.format = (enum document_format)format_of(w->format);
    m->style.priority = w->priority;
    m->pruning = w->prune || w->clean;
    if (w->recipe != NULL)
        digest_marked(digest_of(w->recipe, strlen(w->recipe)), m->recipe);
    best_init(&m->best, &w->prefer, w->unite);
    news_init(&m->news, &m->files);
    spill_init(&m->briefs, &m->files);
    guard_init(&m->guard);
    prune_init(&m->prune);
    m->prune.all = w->clean;
    m->prune.dry = w->dry;
    unite_init(&m->unite, &m->files);
    names_init(&m->names, w->organize != NULL, w->name, lines ? ".ndjson" : ".json");
}

static void end(struct merge *m)
{
    save_close(&m->save);
    files_close(&m->files);
    names_free(&m->names);
    unite_free(&m->unite);
    guard_free(&m->guard);
    prune_free(&m->prune);
    spill_free(&m->briefs);
    news_free(&m->news);
    best_free(&m->best);
}

int main(int argc, char **argv)
{
    struct merge m = {.files = {.fd = -1}, .save = {.base = {.fd = -1}}};
    struct wishes w = {.output = "test_cases", .name = "{slug}", .format = "pretty"};
    struct options_given given;
    int code = parse(argc, argv, &w, &given);
    if (code == OPTIONS_GO) {
        stopping_open();
        code = DIAG_USAGE;
        if (check(&w, &given) == 0) {
            begin(&m, &w);
            code = run(&m, &w, &given);
            end(&m);
        }
        options_given_free(&given);
    }
    options_list_free(&w.priority);
    options_list_free(&w.prefer);
    return code;
}
