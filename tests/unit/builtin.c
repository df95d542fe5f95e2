/* builtin over the descriptions in ../shared/specs: each case is read again as it is written, and judged by
 * lib/schema alone: a valid one is valid, a checked one that breaks something breaks what it names, and nothing else.
 *
 *     BUILTIN_EVERY   of descriptions with more than 100 operations each so manieth (7) */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../../cmd/cc-call/builtin/builtin.h"
#include "../../cmd/cc-call/testcase/sending.h"
#include "buf.h"
#include "ceiling.h"
#include "child.h"
#include "jsonwrite.h"
#include "record.h"
#include "schema/validate.h"
#include "unit.h"

static const char *const specs[] = {"api-with-examples-3.0.yaml",
                                    "github-3.0.json",
                                    "kubernetes-2.0.json",
                                    "link-example-3.0.yaml",
                                    "museum-3.1.yaml",
                                    "openai-3.1.yaml",
                                    "petstore-2.0.json",
                                    "petstore-3.0.yaml",
                                    "petstore-minimal-2.0.json",
                                    "petstore-minimal-3.0.yaml",
                                    "stripe-3.0.json",
                                    "tags-3.2.yaml",
                                    "uspto-3.0.yaml",
                                    "webhook-only-3.1.yaml"};

/* What is counted over all. */
static size_t operations, valid, broken, proven;

struct judge {
    const struct record *record;
    struct schema_view view;
    const struct jsontape *t; /* the cases */
    uint32_t at;              /* the one that is judged */
    char *id;
};

static uint32_t member(const struct judge *j, const char *name)
{
    return jsontape_get(j->t, j->at, name);
}

/* The items of a header, which commas part, as a JSON array. */
static void write_list(const char *text, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '[');
    for (const char *item = text; item != NULL;) {
        const char *comma = strchr(item, ',');
        jsonwrite_bytes(&w, item, comma == NULL ? strlen(item) : (size_t)(comma - item));
        item = comma == NULL ? NULL : comma + 1;
    }
    jsonwrite_close(&w, ']');
}

/* A value as a part of the request has it; a header's text may stand for a number or a list. */
static enum schema_verdict verdict_of(struct judge *j, uint32_t schema, uint32_t value, bool header,
                                      struct schema_report *report)
{
    enum schema_verdict verdict = schema_validate(&j->view, schema, j->t, value, true, report);
    char *text = header ? jsontape_text(j->t, value) : NULL;
    for (int list = 0; text != NULL && verdict == SCHEMA_INVALID && list < 2; list++) {
        struct schema_report own = {0};
        struct buf as;
        buf_init(&as, CEILING_LINE);
        if (list == 0)
            buf_text(&as, text);
        else
            write_list(text, &as);
        verdict = schema_validate_text(&j->view, schema, as.data, as.len, true, &own);
        if (verdict != SCHEMA_INVALID || own.failures > 0)
            *report = own;
        buf_free(&as);
    }
    free(text);
    return verdict;
}

/* The schema of a parameter, or JSONTAPE_NONE. */
static uint32_t schema_of(const struct judge *j, uint32_t parameter)
{
    const struct jsontape *t = &j->record->tape;
    uint32_t schema = jsontape_get(t, parameter, "schema");
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, parameter, "content"));
    return schema == JSONTAPE_NONE && jsontape_step(t, &w) ? jsontape_get(t, w.value, "schema")
                                                           : schema;
}

static uint32_t parameter(const struct judge *j, const char *in, const char *name)
{
    const struct jsontape *t = &j->record->tape;
    struct jsontape_walk w = jsontape_walk(
        t, jsontape_get(t, record_get(j->record, "request"), "parameters"));
    while (jsontape_step(t, &w))
        if (jsontape_is(t, jsontape_get(t, w.value, "in"), in) &&
            jsontape_is(t, jsontape_get(t, w.value, "name"), name))
            return w.value;
    return JSONTAPE_NONE;
}

static uint32_t body_schema(const struct judge *j)
{
    uint32_t entry = JSONTAPE_NONE;
    sending_media(j->record, &entry);
    return jsontape_get(&j->record->tape, entry, "schema");
}

static const struct {
    const char *in, *member;
} places[] = {{"path", "path_params"},
              {"query", "query_params"},
              {"header", "headers"},
              {"cookie", "cookies"}};

/* Nothing of a case without `violates` is invalid. */
static void check_valid(struct judge *j)
{
    const bool checked = jsontape_true(j->t, member(j, "checked"));
    enum schema_verdict all = SCHEMA_VALID;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct jsontape_walk w = jsontape_walk(j->t, member(j, places[i].member));
        while (jsontape_step(j->t, &w)) {
            char *name = jsontape_text(j->t, w.key);
            struct schema_report report = {0};
            uint32_t schema = schema_of(j, parameter(j, places[i].in, name));
            if (schema != JSONTAPE_NONE)
                all = schema_verdict_and(all, verdict_of(j, schema, w.value, i >= 2, &report));
            free(name);
        }
    }
    uint32_t body = member(j, "body"), schema = body_schema(j);
    struct schema_report report = {0};
    if (body != JSONTAPE_NONE && schema != JSONTAPE_NONE)
        all = schema_verdict_and(all, verdict_of(j, schema, body, false, &report));
    UNIT_CHECK(all != SCHEMA_INVALID && (!checked || all == SCHEMA_VALID), "%s: is valid", j->id);
    valid++;
}

/* The part a violation is in: its schema and value, and the pointer below it. */
static bool part_of(struct judge *j, const char *in, char *pointer, uint32_t *schema,
                    uint32_t *value, const char **below)
{
    size_t i = 0;
    while (i < sizeof places / sizeof *places && strcmp(places[i].in, in) != 0)
        i++;
    *below = pointer;
    if (i == sizeof places / sizeof *places) {
        *schema = body_schema(j);
        *value = member(j, "body");
        return strcmp(in, "body") == 0;
    }
    char *end = strchr(pointer + 1, '/');
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    for (const char *p = pointer + 1; *p != '\0' && p != end; p++)
        buf_char(&name, *p != '~' ? *p : *++p == '1' ? '/' : '~');
    *schema = schema_of(j, parameter(j, in, name.data));
    *value = jsontape_get(j->t, member(j, places[i].member), name.data);
    *below = end == NULL ? "" : end;
    buf_free(&name);
    return true;
}

/* A checked case with `violates` breaks the constraint at the pointer, and nothing else. */
static void check_broken(struct judge *j, uint32_t violates)
{
    char *in = jsontape_text(j->t, jsontape_get(j->t, violates, "in"));
    char *pointer = jsontape_text(j->t, jsontape_get(j->t, violates, "pointer"));
    char *keyword = jsontape_text(j->t, jsontape_get(j->t, violates, "keyword"));
    uint32_t schema = JSONTAPE_NONE, value = JSONTAPE_NONE;
    const char *below = NULL;
    broken++;
    if (pointer != NULL && keyword != NULL && jsontape_true(j->t, member(j, "checked")) &&
        part_of(j, in, pointer, &schema, &value, &below)) {
        struct schema_report report = {0};
        const bool header = strcmp(in, "header") == 0 || strcmp(in, "cookie") == 0;
        const bool own = strcmp(keyword, "readOnly") == 0;
        bool shown = value == JSONTAPE_NONE && strcmp(keyword, "required") == 0;
        if (!shown) {
            enum schema_verdict verdict = verdict_of(j, schema, value, header, &report);
            shown = own ? verdict == SCHEMA_VALID
                        : verdict == SCHEMA_INVALID && schema_report_only(&report, below, keyword);
        }
        UNIT_CHECK(shown, "%s: breaks %s at %s of %s, and nothing else", j->id, keyword, pointer,
                   in);
        proven++;
    }
    free(in);
    free(pointer);
    free(keyword);
}

static void check_operation(const struct record *r, size_t limit)
{
    struct judge j = {.record = r};
    struct jsontape tape;
    struct buf cases;
    struct diag_error err;
    size_t count = 0;
    const struct builtin_options options = {1, limit, false};
    buf_init(&cases, CEILING_LINE);
    jsontape_init(&tape);
    operations++;
    UNIT_CHECK(builtin_cases(r, &options, &cases, &count, &err) == 0 &&
                   jsontape_read(&tape, cases.data, cases.len, &err) == 0,
               "cases can be read");
    schema_view_open(&j.view, &r->tape);
    j.t = &tape;
    struct jsontape_walk w = jsontape_walk(&tape, 0);
    while (jsontape_step(&tape, &w)) {
        j.at = w.value;
        j.id = jsontape_text(&tape, member(&j, "case_id"));
        uint32_t violates = member(&j, "violates");
        if (violates == JSONTAPE_NONE)
            check_valid(&j);
        else
            check_broken(&j, violates);
        free(j.id);
    }
    schema_view_close(&j.view);
    jsontape_free(&tape);
    buf_free(&cases);
}

static void check_line(const char *line, size_t len, size_t every, const char *spec)
{
    struct record r;
    struct diag_error err;
    if (!UNIT_CHECK(record_read(&r, line, len, &err) == 0, "a record of %s", spec))
        return;
    check_operation(&r, every == 1 ? 100000 : 200);
    record_free(&r);
}

/* Each record that cc-split makes of a description, or each so manieth. */
static void check_spec(const char *build, const char *shared, const char *spec, size_t every)
{
    struct child splitter;
    struct diag_error err;
    struct buf program, path;
    char *line = NULL;
    size_t room = 0, number = 0;
    buf_init(&program, CEILING_TEXT);
    buf_init(&path, CEILING_TEXT);
    buf_format(&program, "%s/bin/cc-split", build);
    buf_format(&path, "%s/specs/%s", shared, spec);
    char webhooks[] = "--webhooks";
    char *const argv[] = {program.data, webhooks, path.data, NULL};
    if (UNIT_CHECK(child_start(&splitter, argv, &err) == 0, "cc-split starts")) {
        FILE *records = fdopen(dup(splitter.from), "r");
        for (ssize_t len; (len = getline(&line, &room, records)) > 0; number++)
            if (number < 100 || number % every == 0)
                check_line(line, (size_t)len - 1, every, spec);
        fclose(records);
        UNIT_CHECK(child_wait(&splitter) == 0, "cc-split reads %s", spec);
    }
    free(line);
    buf_free(&program);
    buf_free(&path);
}

int main(void)
{
    const char *shared = getenv("SHARED"), *build = getenv("BUILD"),
               *every = getenv("BUILTIN_EVERY");
    if (shared == NULL) {
        printf("skipped: the descriptions in the shared folder are not here\n");
        return unit_end();
    }
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++)
        check_spec(build == NULL ? "build" : build, shared, specs[i],
                   every == NULL ? 7 : (size_t)strtoul(every, NULL, 10));
    UNIT_CHECK(operations > 500 && valid > 1000 && proven > 1000,
               "much is looked at: %zu operations, %zu valid cases, %zu that break something, %zu "
               "of them shown",
               operations, valid, broken, proven);
    return unit_end();
}
