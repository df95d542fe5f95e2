/*
 * cc-split: an API description in, one record per operation out.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "description/documents.h"
#include "description/refs.h"
#include "diag.h"
#include "lineout.h"
#include "operation.h"
#include "options.h"
#include "select.h"
#include "shape/shape.h"
#include "since.h"
#include "stopping.h"
#include "walk.h"

/* Bytes that wait before they are written: small enough to stay in the processor's cache. */
enum { FLUSHED = 192 * 1024 };

struct settings {
    struct select select;
    bool webhooks;
    const char *since, *recipe;
    long long max_bytes;
    struct documents_rights rights;
};

/* What goes together.  Returns the exit code, or OPTIONS_GO; says what is wrong. */
static int check_usage(const struct settings *s, const struct options_given *given)
{
    const char *wrong = NULL;
    if (given->operands > 1) {
        diag_error("one description at a time, not %zu", given->operands);
        return DIAG_USAGE;
    }
    if (s->rights.header_file != NULL &&
        (given->operands == 0 || !remote_is_url(given->operand[0])))
        wrong = "option --header-file is for a description from a URL: its headers go to no other "
                "host";
    else if (s->since != NULL && s->since[0] == '\0')
        wrong = "option --since needs the name of an output directory or its state";
    else if (s->recipe != NULL && s->since == NULL)
        wrong = "option --recipe is compared with a state: name that by --since";
    if (wrong != NULL)
        diag_error("%s", wrong);
    return wrong != NULL ? DIAG_USAGE : OPTIONS_GO;
}

static int parse(struct settings *s, int argc, char **argv, struct options_given *given)
{
    const struct options_row rows[] = {
        {0, "include-tag", OPTIONS_LIST, &s->select.include_tag, "TAG",
         "only operations with one of these tags", 0, 0},
        {0, "exclude-tag", OPTIONS_LIST, &s->select.exclude_tag, "TAG",
         "no operation with one of these tags", 0, 0},
        {0, "include-path", OPTIONS_LIST, &s->select.include_path, "GLOB",
         "only paths that match (* stays within /, ** does not)", 0, 0},
        {0, "exclude-path", OPTIONS_LIST, &s->select.exclude_path, "GLOB", "no path that matches",
         0, 0},
        {0, "include-method", OPTIONS_LIST, &s->select.include_method, "METHOD",
         "only these methods", 0, 0},
        {0, "exclude-method", OPTIONS_LIST, &s->select.exclude_method, "METHOD",
         "none of these methods", 0, 0},
        {0, "webhooks", OPTIONS_FLAG, &s->webhooks, NULL,
         "webhooks too, as \"webhook NAME METHOD\"", 0, 0},
        {0, "since", OPTIONS_TEXT, &s->since, "STATE",
         "what has not changed since then as a stub; an output directory or its state", 0, 0},
        {0, "recipe", OPTIONS_TEXT, &s->recipe, "TEXT",
         "with --since: count documents that were made otherwise (cc-merge)", 0, 0},
        {0, "max-bytes", OPTIONS_NUMBER, &s->max_bytes, "N",
         "cut records to N bytes, responses first (131072)", 1024, CEILING_LINE / 2},
        {0, "allow-outside", OPTIONS_FLAG, &s->rights.outside, NULL,
         "follow references to files outside of SPEC's folder", 0, 0},
        {0, "allow-remote", OPTIONS_FLAG, &s->rights.remote, NULL,
         "follow references to http and https addresses", 0, 0},
        {0, "header-file", OPTIONS_TEXT, &s->rights.header_file, "FILE",
         "headers for the host of URL, one a line", 0, 0},
    };
    const struct options options = {
        .program = "cc-split",
        .usage = "[OPTION]... [SPEC | URL | -]",
        .purpose =
            "Writes one record (a JSON object a line) for each operation of an OpenAPI 3 or\n"
            "Swagger 2.0 description, JSON or YAML, from a file, an http(s) URL or stdin.",
        .examples =
            "  cc-split spec.yaml | jq -r .id\n"
            "  cc-split --include-tag orders --exclude-method DELETE spec.json\n"
            "  cc-split --since test_cases spec.yaml | jq -r 'select(.unchanged | not).id'\n"
            "  cc-split --header-file ~/.token https://api.example.com/openapi.json\n",
        .row = rows,
        .rows = sizeof rows / sizeof *rows,
    };
    int code = options_parse(&options, argc, argv, given);
    return code == OPTIONS_GO ? check_usage(s, given) : code;
}

/* What makes a document an API description. */
static int check(const struct documents *d, struct diag_error *err)
{
    const struct jsontape *t = &d->tape;
    const char *name = d->doc[0].name;
    size_t len;
    uint32_t openapi = jsontape_get(t, 0, "openapi"), swagger = jsontape_get(t, 0, "swagger");
    uint32_t version = openapi != JSONTAPE_NONE ? openapi : swagger;
    const char *raw = jsontape_raw(t, version, &len);
    if (jsontape_kind(t, 0) != '{' || version == JSONTAPE_NONE)
        return diag_fail(
            err, "%s:1: no API description: neither `openapi` nor `swagger` stands at its top",
            name);
    raw += *raw == '"';
    if (*raw != (openapi != JSONTAPE_NONE ? '3' : '2'))
        return diag_fail(err, "%s:1: version %.*s is not known: OpenAPI 3 and Swagger 2.0 are",
                         name, (int)(len < 20 ? len : 20), jsontape_raw(t, version, &len));
    if (jsontape_get(t, 0, "paths") == JSONTAPE_NONE &&
        jsontape_get(t, 0, "webhooks") == JSONTAPE_NONE &&
        jsontape_get(t, 0, "components") == JSONTAPE_NONE)
        return diag_fail(err, "%s:1: nothing is described: no `paths`, `webhooks` or `components`",
                         name);
    return 0;
}

/* OpenAPI 3.1 and later are JSON Schema: members beside a $ref count, and schemas have names. */
static bool is_modern(const struct jsontape *t)
{
    size_t len;
    const char *raw = jsontape_raw(t, jsontape_get(t, 0, "openapi"), &len);
    raw += *raw == '"';
    return strncmp(raw, "3.", 2) == 0 && raw[2] > '0' && raw[2] <= '9';
}

/* Writes one record, unless it is larger than a line may be. */
static bool write_record(struct operation_writer *o, struct since *since,
                         const struct walk_operation *op, size_t seq, struct lineout *out)
{
    struct buf *line = lineout_begin(out, CEILING_LINE);
    operation_measure(o, op);
    if (since_judge(since, op, o->hash) == SINCE_UNCHANGED)
        operation_stub(o, seq, line);
    else
        operation_write(o, seq, line);
    o->written += line->len - out->begun;
    if (lineout_end(out))
        return true;
    if (o->left_out++ < REPORT_SHOWN)
        diag_error(
            "%s is left out: its record would be larger than %zu MiB, or nest deeper than %d "
            "levels, or all that is inlined is too much",
            op->id, CEILING_LINE / CEILING_MIB, CEILING_DEPTH);
    return false;
}

/* What all records together may have, and be made of.  A real description stays far below: it has 11,000 at the
 * most. */
static size_t most_bytes(const struct settings *settings)
{
    size_t all = CEILING_OUTPUT_RECORDS * (size_t)settings->max_bytes;
    return all > CEILING_OUTPUT ? all : CEILING_OUTPUT;
}

/* Whether there is room for one more; says what there is too much of. */
static bool has_room(const struct settings *settings, const struct operation_writer *o,
                     const char *id)
{
    size_t most = most_bytes(settings);
    bool written = o->written > most;
    if (!written && operation_work(o) <= most)
        return true;
    diag_error("%s and all behind it are left out: more than %zu MiB were %s", id,
               most / CEILING_MIB, written ? "written" : "gone through");
    return false;
}

static int write_records(const struct settings *settings, struct operation_writer *o,
                         struct since *since, struct walk *walk, struct lineout *out,
                         struct diag_error *err)
{
    size_t taken = 0;
    int result = 0;
    for (size_t i = 0; i < walk->count && result == 0 && stopping_signal() == 0; i++) {
        if (!has_room(settings, o, walk->op[i].id)) {
            walk->bad++;
            break;
        }
        if (!select_takes(&settings->select, o->shape->t, &walk->op[i]))
            continue;
        taken++;
        walk->bad += !write_record(o, since, &walk->op[i], i, out);
        if (lineout_waiting(out) > FLUSHED)
            result = lineout_flush(out, err);
    }
    if (result == 0)
        result = lineout_flush(out, err);
    if (taken == 0 && walk->count > 0 && stopping_signal() == 0)
        diag_warn("none of the %zu operations was asked for", walk->count);
    else if (result == 0 && stopping_signal() == 0)
        since_report(since, walk->count, taken == walk->count && walk->bad == 0 && !walk->over,
                     settings->webhooks);
    return result;
}

static void warn_of_nothing(const struct settings *settings, const struct documents *d)
{
    bool webhooks = !settings->webhooks && jsontape_get(&d->tape, 0, "webhooks") != JSONTAPE_NONE;
    bool paths = jsontape_get(&d->tape, 0, "paths") != JSONTAPE_NONE;
    diag_warn("%s holds no operations%s%s", d->doc[0].name, paths ? "" : ": it has no `paths`",
              webhooks ? " (its webhooks are passed over without --webhooks)" : "");
}

static int split(const struct settings *settings, const struct documents *d, struct since *since,
                 struct lineout *out)
{
    struct refs refs;
    struct shape shape;
    struct walk walk;
    struct operation_writer writer;
    struct diag_error err;
    bool modern = is_modern(&d->tape);
    refs_init(&refs, d, modern);
    shape_init(&shape, &refs, modern);
    walk_read(&walk, &shape, settings->webhooks);
    operation_init(&writer, &shape, d->doc[0].name, walk.count, (size_t)settings->max_bytes);
    int code = DIAG_OK;
    if (walk.over)
        diag_error("%s describes more than %d operations: the others are left out", d->doc[0].name,
                   CEILING_OPERATIONS);
    if (walk.count == 0)
        warn_of_nothing(settings, d);
    else
        select_warn(&settings->select, &d->tape, &walk);
    if (write_records(settings, &writer, since, &walk, out, &err) < 0)
        code = out->failed == EPIPE ? DIAG_OK : diag_exit(DIAG_ENVIRONMENT, &err);
    else if (walk.bad > 0 || walk.over)
        code = DIAG_SOME;
    if (writer.left_out > REPORT_SHOWN)
        diag_error("%zu operations are left out so", writer.left_out);
    if (writer.larger > 0)
        diag_info("%zu records are larger than %lld bytes: there was nothing left to cut",
                  writer.larger, settings->max_bytes);
    if (shape.report.warnings > REPORT_SHOWN)
        diag_warn("there are %zu more of these", shape.report.warnings - REPORT_SHOWN);
    operation_free(&writer);
    walk_free(&walk);
    shape_free(&shape);
    refs_free(&refs);
    return code;
}

/* Reads and splits the description; returns the exit code. */
static int run(const struct settings *settings, const char *spec, struct lineout *out)
{
    struct documents documents;
    struct since since = {0};
    struct diag_error err;
    int code;
    if (documents_read(&documents, spec, &settings->rights, &code, &err) < 0) {
        if (stopping_signal() == 0)
            diag_error("%s", err.text);
    } else if (check(&documents, &err) < 0) {
        code = diag_exit(DIAG_INPUT, &err);
    } else if (since_open(&since, settings->since, settings->recipe, &err) < 0) {
        code = diag_exit(DIAG_ENVIRONMENT, &err);
    } else {
        code = split(settings, &documents, &since, out);
    }
    since_free(&since);
    documents_free(&documents);
    return code;
}

int main(int argc, char **argv)
{
    struct settings settings = {.max_bytes = CEILING_RECORD};
    struct options_given given;
    struct lineout out;
    int code = parse(&settings, argc, argv, &given);
    if (code != OPTIONS_GO) {
        select_free(&settings.select);
        options_given_free(&given);
        return code;
    }
    stopping_open();
    lineout_init(&out, STDOUT_FILENO);
    code = run(&settings, given.operands > 0 ? given.operand[0] : "-", &out);
    select_free(&settings.select);
    options_given_free(&given);
    int failed = out.failed;
    lineout_free(&out);
    if (stopping_signal() != 0)
        stopping_exit(stopping_signal());
    if (failed == EPIPE)
        stopping_exit(SIGPIPE);
    return code;
}
