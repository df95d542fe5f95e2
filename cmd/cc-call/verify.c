#include "verify.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "diag.h"
#include "jsonread.h"
#include "jsonwrite.h"
#include "mem.h"
#include "schema/validate.h"
#include "testcase/sending.h"
#include "testcase/testcase.h"

static const char *const types[] = {"positive", "negative", "boundary", NULL};
static const char *const places[] = {"body",  "query",  "path", "header", "cookie", "auth",
                                     "media", "method", "rule", "state",  NULL};
static const char *const techniques[] = {"happy_required",
                                         "happy_full",
                                         "example",
                                         "default",
                                         "enum_value",
                                         "boundary_in",
                                         "boundary_out",
                                         "missing_required",
                                         "wrong_type",
                                         "null_value",
                                         "empty_value",
                                         "enum_violation",
                                         "format_violation",
                                         "pattern_violation",
                                         "extra_property",
                                         "read_only",
                                         "unique_items",
                                         "multiple_of",
                                         "alternative",
                                         "auth_missing",
                                         "auth_malformed",
                                         "method_not_allowed",
                                         "media_type",
                                         "malformed_body",
                                         "unknown_resource",
                                         "unicode",
                                         "long_value",
                                         "injection",
                                         "pagination",
                                         "idempotency",
                                         "dependency",
                                         "business_rule",
                                         "state",
                                         "sequence",
                                         NULL};

/* More than a rejected case takes beside its own text: the reason, escaped, and the names. */
enum { REASON = 16 * 1024 };

/* What one case is judged with. */
struct judge {
    const struct record *record;
    const struct jsontape *t; /* the answer */
    struct schema_view *view;
    struct testcase_set *set;
    char *method, *path;
};

static bool is_among(const struct jsontape *t, uint32_t text, const char *const *list)
{
    while (*list != NULL && !jsontape_is(t, text, *list))
        list++;
    return *list != NULL;
}

/* The status as a number, which some models write as text; 0 where there is none. */
static long long status_of(const struct jsontape *t, uint32_t n)
{
    char *text = jsontape_text(t, n);
    long long status = text != NULL ? strtoll(text, NULL, 10) : jsontape_count(t, n, 0);
    free(text);
    return status >= 100 && status <= 599 ? status : 0;
}

static int check_members(const struct judge *j, uint32_t n, struct diag_error *err)
{
    const struct jsontape *t = j->t;
    if (jsontape_kind(t, n) != '{')
        return diag_fail(err, "the case is no object");
    if (!jsontape_says(t, jsontape_get(t, n, "name")))
        return diag_fail(err, "the case has no name");
    uint32_t type = jsontape_get(t, n, "test_type"), violates = jsontape_get(t, n, "violates");
    bool breaks = is_among(t, jsontape_get(t, violates, "in"), places);
    if (!is_among(t, type, types))
        return diag_fail(err, "test_type is none of positive, negative and boundary");
    if (jsontape_is(t, type, "negative") && !breaks)
        return diag_fail(err, "a negative case does not say what it breaks (violates.in)");
    if (jsontape_is(t, type, "positive") && violates != JSONTAPE_NONE)
        return diag_fail(err, "a positive case cannot break anything (violates)");
    if (status_of(t, jsontape_get(t, n, "status")) == 0)
        return diag_fail(err, "status is none from 100 to 599");
    return 0;
}

static int check_operation(const struct judge *j, uint32_t n, struct diag_error *err)
{
    const struct jsontape *t = j->t;
    uint32_t violates = jsontape_get(t, n, "violates");
    bool other_method = jsontape_is(t, jsontape_get(t, violates, "in"), "method");
    char *method = jsontape_text(t, jsontape_get(t, n, "method"));
    char *path = jsontape_text(t, jsontape_get(t, n, "path"));
    int result = 0;
    if (method != NULL && !other_method && strcasecmp(method, j->method) != 0)
        result = diag_fail(err, "method %.40s is not the operation's", method);
    else if (path != NULL && strcmp(path, j->path) != 0)
        result = diag_fail(err, "path %.200s is not the operation's", path);
    free(method);
    free(path);
    return result;
}

/* The body of a case that claims to be valid. */
static int check_body(const struct judge *j, uint32_t n, struct diag_error *err)
{
    const struct jsontape *t = j->t;
    uint32_t entry = JSONTAPE_NONE, body = jsontape_get(t, n, "body");
    sending_media(j->record, &entry);
    uint32_t schema = jsontape_get(&j->record->tape, entry, "schema");
    bool valid = jsontape_is(t, jsontape_get(t, n, "test_type"), "positive") &&
                 jsontape_kind(t, jsontape_get(t, n, "violates")) != '{';
    if (!valid || body == JSONTAPE_NONE || schema == JSONTAPE_NONE)
        return 0;
    struct schema_report report = {0};
    if (schema_validate(j->view, schema, t, body, true, &report) != SCHEMA_INVALID)
        return 0;
    struct buf line;
    buf_init(&line, CEILING_TEXT);
    schema_report_line(&report.failure[0], &j->record->tape, &line);
    diag_fail(err, "the case claims to be valid, and its body is not: %s", line.data);
    buf_free(&line);
    return -1;
}

/* The case with what is ours to say set. */
static void draft(const struct judge *j, uint32_t n, struct buf *out)
{
    const struct jsontape *t = j->t;
    struct cJSON *tree = jsonread_tree(t, n);
    char status[24];
    snprintf(status, sizeof status, "%lld", status_of(t, jsontape_get(t, n, "status")));
    uint32_t responses = record_get(j->record, "responses");
    bool documented = jsontape_get(&j->record->tape, responses, status) != JSONTAPE_NONE;
    if (!is_among(t, jsontape_get(t, n, "technique"), techniques))
        jsonread_remove(tree, "technique");
    if (jsonread_get(tree, "method") == NULL)
        jsonread_set(tree, "method", jsonread_string(j->method));
    jsonread_set(tree, "status", jsonread_number(status));
    jsonread_set(tree, "documented", jsonread_bool(documented));
    jsonread_set(tree, "checked", jsonread_bool(false));
    jsonread_print(tree, out);
    jsonread_free(tree);
}

static int accept_case(struct verify *v, struct judge *j, uint32_t n, struct diag_error *err)
{
    struct buf text, finished;
    struct jsontape tape;
    buf_init(&text, CEILING_REPLY);
    buf_init(&finished, CEILING_LINE);
    jsontape_init(&tape);
    draft(j, n, &text);
    int added = jsontape_read(&tape, text.data, text.len, err);
    if (added == 0)
        added = testcase_add(j->set, &tape, 0, &finished, err);
    if (added == 0)
        added = diag_fail(err, "a case before sends the same request");
    if (added > 0 && (buf_over(&finished) || v->cases.len + finished.len + 2 > v->cases.max))
        added = diag_fail(err, "the cases are too long together");
    if (added > 0) {
        if (v->accepted++ > 0)
            buf_char(&v->cases, ',');
        buf_add(&v->cases, finished.data, finished.len);
    }
    jsontape_free(&tape);
    buf_free(&finished);
    buf_free(&text);
    return added > 0 ? 0 : -1;
}

/* Counts the case, and lists it while there is room. */
static void reject(struct verify *v, const struct judge *j, uint32_t n, const char *reason)
{
    size_t len;
    jsontape_raw(j->t, n, &len);
    v->refused++;
    if (v->rejected.len + len + REASON > v->rejected.max)
        return;
    if (v->rejected.len > 1)
        buf_char(&v->rejected, ',');
    struct jsonwrite w = jsonwrite_to(&v->rejected);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "reason", reason);
    jsonwrite_key(&w, "case");
    jsontape_copy(j->t, n, &v->rejected);
    buf_char(&v->rejected, '}');
}

void verify_answer(struct verify *v, const struct record *r, const struct answer *a,
                   const char *provider)
{
    struct schema_view view;
    struct diag_error err;
    struct judge j = {.record = r, .t = &a->tape, .view = &view};
    j.method = record_text(r, "method");
    j.path = record_text(r, "path");
    j.method = j.method != NULL ? j.method : mem_text("");
    j.path = j.path != NULL ? j.path : mem_text("");
    schema_view_open(&view, &r->tape);
    j.set = testcase_open(r, provider);
    *v = (struct verify){0};
    buf_init(&v->cases, CEILING_LINE);
    buf_init(&v->rejected, CEILING_LINE);
    buf_char(&v->cases, '[');
    buf_char(&v->rejected, '[');
    for (struct jsontape_walk w = jsontape_walk(j.t, a->cases); jsontape_step(j.t, &w);) {
        if (check_members(&j, w.value, &err) < 0 || check_operation(&j, w.value, &err) < 0 ||
            check_body(&j, w.value, &err) < 0 || accept_case(v, &j, w.value, &err) < 0)
            reject(v, &j, w.value, err.text);
    }
    buf_char(&v->cases, ']');
    buf_char(&v->rejected, ']');
    testcase_close(j.set);
    schema_view_close(&view);
    free(j.method);
    free(j.path);
}

void verify_free(struct verify *v)
{
    buf_free(&v->cases);
    buf_free(&v->rejected);
}
