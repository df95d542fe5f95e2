/*
 * cc-split: an API description in, one record per operation out.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"
#include "diag.h"
#include "lineout.h"
#include "operation.h"
#include "options.h"
#include "refs.h"
#include "select.h"
#include "shape.h"
#include "source.h"
#include "stopping.h"
#include "walk.h"

struct settings {
    struct select select;
    bool webhooks;
    long long max_bytes;
};

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
        {0, "max-bytes", OPTIONS_NUMBER, &s->max_bytes, "N",
         "cut records to N bytes where responses allow (131072)", 1024, CEILING_LINE / 2},
    };
    const struct options options = {
        .program = "cc-split",
        .usage = "[OPTION]... [SPEC | -]",
        .purpose =
            "Writes one record (a JSON object a line) for each operation of an OpenAPI 3 or\n"
            "Swagger 2.0 description, JSON or YAML, from a file or stdin.",
        .examples = "  cc-split spec.yaml | jq -r .id\n"
                    "  cc-split --include-tag orders --exclude-method DELETE spec.json\n",
        .row = rows,
        .rows = sizeof rows / sizeof *rows,
    };
    int code = options_parse(&options, argc, argv, given);
    if (code == OPTIONS_GO && given->operands > 1) {
        diag_error("one description at a time, not %zu", given->operands);
        code = DIAG_USAGE;
    }
    return code;
}

/* What makes a document an API description. */
static int check(const struct source *s, struct diag_error *err)
{
    const struct jsontape *t = &s->tape;
    size_t len;
    uint32_t openapi = jsontape_get(t, 0, "openapi"), swagger = jsontape_get(t, 0, "swagger");
    uint32_t version = openapi != JSONTAPE_NONE ? openapi : swagger;
    const char *raw = jsontape_raw(t, version, &len);
    if (jsontape_kind(t, 0) != '{' || version == JSONTAPE_NONE)
        return diag_fail(
            err, "%s:1: no API description: neither `openapi` nor `swagger` stands at its top",
            s->name);
    raw += *raw == '"';
    if (*raw != (openapi != JSONTAPE_NONE ? '3' : '2'))
        return diag_fail(err, "%s:1: version %.*s is not known: OpenAPI 3 and Swagger 2.0 are",
                         s->name, (int)(len < 20 ? len : 20), jsontape_raw(t, version, &len));
    if (jsontape_get(t, 0, "paths") == JSONTAPE_NONE &&
        jsontape_get(t, 0, "webhooks") == JSONTAPE_NONE &&
        jsontape_get(t, 0, "components") == JSONTAPE_NONE)
        return diag_fail(err, "%s:1: nothing is described: no `paths`, `webhooks` or `components`",
                         s->name);
    return 0;
}

/* Whether members beside a $ref count: from OpenAPI 3.1 on. */
static bool has_siblings(const struct jsontape *t)
{
    size_t len;
    const char *raw = jsontape_raw(t, jsontape_get(t, 0, "openapi"), &len);
    raw += *raw == '"';
    return strncmp(raw, "3.", 2) == 0 && raw[2] > '0' && raw[2] <= '9';
}

/* Writes one record, unless it is larger than a line may be. */
static bool write_record(struct operation_writer *o, const struct walk_operation *op, size_t seq,
                         struct buf *record, struct lineout *out)
{
    buf_reset(record);
    operation_measure(o, op);
    operation_write(o, op, seq, record);
    if (buf_over(record))
        diag_error("%s is left out: its record would be larger than %zu MiB", op->id,
                   CEILING_LINE / CEILING_MIB);
    else
        lineout_line(out, record->data, record->len);
    return !buf_over(record);
}

static int write_records(const struct settings *settings, struct operation_writer *o,
                         struct walk *walk, struct lineout *out, struct diag_error *err)
{
    struct buf record;
    buf_init(&record, CEILING_LINE);
    size_t taken = 0;
    int result = 0;
    for (size_t i = 0; i < walk->count && result == 0 && stopping_signal() == 0; i++) {
        if (!select_takes(&settings->select, o->shape->refs->t, &walk->op[i]))
            continue;
        taken++;
        walk->bad += !write_record(o, &walk->op[i], i, &record, out);
        if (lineout_waiting(out) > CEILING_MIB)
            result = lineout_flush(out, err);
    }
    if (result == 0)
        result = lineout_flush(out, err);
    if (taken == 0 && walk->count > 0 && stopping_signal() == 0)
        diag_warn("none of the %zu operations was asked for", walk->count);
    buf_free(&record);
    return result;
}

static void warn_of_nothing(const struct settings *settings, const struct source *source)
{
    const struct jsontape *t = &source->tape;
    bool webhooks = !settings->webhooks && jsontape_get(t, 0, "webhooks") != JSONTAPE_NONE;
    bool paths = jsontape_get(t, 0, "paths") != JSONTAPE_NONE;
    diag_warn("%s holds no operations%s%s", source->name, paths ? "" : ": it has no `paths`",
              webhooks ? " (its webhooks are passed over without --webhooks)" : "");
}

static int split(const struct settings *settings, const struct source *source, struct lineout *out)
{
    struct refs refs;
    struct shape shape;
    struct walk walk;
    struct operation_writer writer;
    struct diag_error err;
    refs_init(&refs, &source->tape);
    shape_init(&shape, &refs, source->name, has_siblings(&source->tape));
    walk_read(&walk, &shape, settings->webhooks);
    operation_init(&writer, &shape, source->name, walk.count, (size_t)settings->max_bytes);
    int code = DIAG_OK;
    if (walk.count == 0)
        warn_of_nothing(settings, source);
    if (write_records(settings, &writer, &walk, out, &err) < 0)
        code = out->failed == EPIPE ? DIAG_OK : diag_exit(DIAG_ENVIRONMENT, &err);
    else if (walk.bad > 0)
        code = DIAG_SOME;
    if (shape.foreign)
        diag_warn("%s: references into other files are not followed: bundle them into one first",
                  source->name);
    if (shape.warnings > 0)
        diag_info("%zu warnings", shape.warnings);
    operation_free(&writer);
    walk_free(&walk);
    shape_free(&shape);
    refs_free(&refs);
    return code;
}

int main(int argc, char **argv)
{
    struct settings settings = {.max_bytes = CEILING_RECORD};
    struct options_given given;
    struct source source;
    struct lineout out;
    struct diag_error err;
    int code = parse(&settings, argc, argv, &given);
    if (code != OPTIONS_GO) {
        select_free(&settings.select);
        options_given_free(&given);
        return code;
    }
    stopping_open();
    lineout_init(&out, STDOUT_FILENO);
    if (source_read(&source, given.operands > 0 ? given.operand[0] : "-", &code, &err) < 0) {
        if (stopping_signal() == 0)
            diag_error("%s", err.text);
    } else {
        if (check(&source, &err) < 0)
            code = diag_exit(DIAG_INPUT, &err);
        else
            code = split(&settings, &source, &out);
        source_free(&source);
    }
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
