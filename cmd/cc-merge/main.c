/* cc-merge: result records to one document an operation. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "best.h"
#include "clock.h"
#include "document.h"
#include "files.h"
#include "filter.h"
#include "jsonwrite.h"
#include "names.h"
#include "options.h"
#include "stopping.h"

/* Files that cannot be written are told one by one up to this many: a full disk fails them all. */
#define TELL 10

struct merge {
    struct best best;
    struct names names;
    struct files files;
    struct document_style style;
    size_t written, same, failed;
};

struct wishes {
    const char *output, *organize, *format;
    struct options_list priority;
};

static int parse(int argc, char **argv, struct wishes *w, struct options_given *given)
{
    const struct options_row row[] = {
        {'o', "output", OPTIONS_TEXT, &w->output, "DIR", "where the files go (test_cases)", 0, 0},
        {0, "organize-by", OPTIONS_TEXT, &w->organize, "tag", "a folder for each first tag", 0, 0},
        {0, "format", OPTIONS_TEXT, &w->format, "FORMAT", "pretty (the default) or compact", 0, 0},
        {0, "priority", OPTIONS_LIST, &w->priority, "LIST", "keep cases of these: P0,P1,P2", 0, 0},
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

/* The values that only cc-merge can judge.  Returns 0, or -1 and has said what is wrong. */
static int check(const struct wishes *w)
{
    if (strcmp(w->format, "pretty") != 0 && strcmp(w->format, "compact") != 0) {
        diag_error("option --format takes pretty or compact, not \"%s\"", w->format);
        return -1;
    }
    if (w->organize != NULL && strcmp(w->organize, "tag") != 0) {
        diag_error("option --organize-by takes tag, not \"%s\"", w->organize);
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

/* Whether the file holds the text already, its time of making aside. */
static bool is_same(const struct merge *m, const struct record *r, const struct names_place *place)
{
    struct buf old, text;
    buf_init(&old, DOCUMENT_MAX);
    buf_init(&text, DOCUMENT_MAX);
    bool there = files_read(&m->files, place->folder, place->file, &old);
    char *stamp = there ? document_stamp(old.data, old.len) : NULL;
    if (stamp != NULL)
        document_write(r, &m->style, stamp, &text);
    bool same = stamp != NULL && text.len == old.len && memcmp(text.data, old.data, old.len) == 0;
    free(stamp);
    buf_free(&text);
    buf_free(&old);
    return same;
}

static int write_file(const struct merge *m, const struct record *r,
                      const struct names_place *place, struct diag_error *err)
{
    char stamp[CLOCK_STAMP];
    struct buf text;
    buf_init(&text, DOCUMENT_MAX);
    clock_made(stamp);
    document_write(r, &m->style, stamp, &text);
    int result = buf_over(&text)
                     ? diag_fail(err, "cannot write %s: the document is over %zu MiB", place->file,
                                 DOCUMENT_MAX / CEILING_MIB)
                     : files_write(&m->files, place->folder, place->file, text.data, text.len, err);
    buf_free(&text);
    return result;
}

/* Writes the record's document where that changes anything.  Adds its path to path; nothing on failure,
 * which it tells. */
static void write_document(struct merge *m, const struct record *r, const char *id,
                           struct buf *path)
{
    struct names_place place;
    struct diag_error err;
    if (!names_place(&m->names, r, id, &place))
        diag_warn("%s: the name of its file belongs to another operation; it goes to %s", id,
                  place.file);
    if (is_same(m, r, &place)) {
        m->same++;
    } else if (write_file(m, r, &place, &err) == 0) {
        m->written++;
    } else {
        if (++m->failed <= TELL)
            diag_error("%s", err.text);
        return;
    }
    files_path(&m->files, place.folder, place.file, path);
}

static void pass_on(const struct record *r, const char *path, bool superseded, struct lineout *out)
{
    struct buf file, line;
    buf_init(&file, CEILING_TEXT);
    buf_init(&line, CEILING_LINE + CEILING_TEXT);
    struct jsonwrite w = jsonwrite_to(&file);
    jsonwrite_text(&w, path);
    const struct record_edit edit[] = {
        {"request", NULL, 0},
        {"responses", NULL, 0},
        {"$defs", NULL, 0},
        {"file", path[0] != '\0' ? file.data : NULL, file.len},
        {"superseded", superseded ? "true" : NULL, 4},
    };
    record_splice(r, edit, sizeof edit / sizeof edit[0], &line);
    lineout_line(out, line.data, line.len);
    buf_free(&line);
    buf_free(&file);
}

static int each(void *state, struct record *r, struct lineout *out, struct diag_error *err)
{
    struct merge *m = state;
    (void)err;
    enum best_rank rank = best_rank(r);
    if (jsontape_true(&r->tape, record_get(r, "unchanged"))) {
        lineout_line(out, r->line, r->len);
        return 0;
    }
    char *id = record_text(r, "id");
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    bool best = rank != BEST_PASSED && best_offer(&m->best, id, rank);
    if (best && rank >= BEST_BUILTIN && jsontape_kind(&r->tape, record_get(r, "cases")) == '[')
        write_document(m, r, id, &path);
    pass_on(r, path.data, !best, out);
    buf_free(&path);
    free(id);
    return 0;
}

/* The exit code when reading ended with code. */
static int sum_up(const struct merge *m, int code)
{
    size_t errors = best_count(&m->best, BEST_ERROR);
    size_t nothing = best_count(&m->best, BEST_NOTHING);
    diag_info("documents written: %zu, left as they were: %zu; operations with errors: %zu",
              m->written, m->same, errors);
    if (nothing > 0)
        diag_warn("%zu records carry no result (cases, reply or error); has cc-call seen them?",
                  nothing);
    if (m->failed > TELL)
        diag_error("%zu documents could not be written in all", m->failed);
    if (m->failed > 0)
        return DIAG_ENVIRONMENT;
    return code == DIAG_OK && errors + nothing > 0 ? DIAG_SOME : code;
}

static int run(struct merge *m, const struct wishes *w, const struct options_given *given)
{
    struct diag_error err;
    if (files_open(&m->files, w->output, &err) < 0)
        return diag_exit(DIAG_ENVIRONMENT, &err);
    struct lineout out;
    lineout_init(&out, STDOUT_FILENO);
    const struct filter filter = {.each = each, .state = m, .keep_reading = true};
    int code = sum_up(m, filter_run_files(&filter, given->operand, given->operands, &out));
    code = filter_end(&out, code);
    lineout_free(&out);
    return code;
}

int main(int argc, char **argv)
{
    struct merge m = {.files = {.fd = -1}};
    struct wishes w = {.output = "test_cases", .format = "pretty"};
    struct options_given given;
    int code = parse(argc, argv, &w, &given);
    if (code == OPTIONS_GO) {
        stopping_open();
        m.style = (struct document_style){strcmp(w.format, "compact") == 0, w.priority};
        best_init(&m.best);
        names_init(&m.names, w.organize != NULL);
        code = check(&w) < 0 ? DIAG_USAGE : run(&m, &w, &given);
        files_close(&m.files);
        names_free(&m.names);
        best_free(&m.best);
        options_given_free(&given);
    }
    options_list_free(&w.priority);
    return code;
}
