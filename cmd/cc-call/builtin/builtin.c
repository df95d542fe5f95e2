#include "builtin.h"

#include <stdbool.h>
#include <string.h>

#include "candidate.h"
#include "ceiling.h"
#include "jsonpointer.h"
#include "jsonwrite.h"
#include "prompt/wanted.h"
#include "request.h"
#include "schema/validate.h"
#include "surroundings.h"
#include "testcase/casetype.h"
#include "testcase/expect.h"
#include "testcase/testcase.h"
#include "values.h"
#include "wording.h"

/* What the cases of one operation may take: its record must still fit into a line. */
#define OUTPUT (4 * CEILING_MIB)

struct builtin {
    const struct record *record;
    const struct request *request;
    const struct candidate_list *list;
    struct testcase_set *set;
    struct buf operation; /* in words */
    struct buf draft;     /* scratch */
    struct buf text;      /* scratch */
    struct jsontape tape; /* of the draft */
    bool chinese;
};

static const char *text_at(const struct builtin *b, size_t at)
{
    return b->list->text.data + at;
}

/* A value on the wire is text: a number that breaks the schema may be a string that does not. */
static bool passes_as_text(const struct builtin *b, const struct candidate *c)
{
    const struct request_part *p = &b->request->part[c->part];
    const char *value = text_at(b, c->instance);
    struct buf text;
    if (!p->textual || p->in == REQUEST_BODY || strchr("\"[{", value[0]) != NULL)
        return false;
    buf_init(&text, CEILING_TEXT);
    struct jsonwrite w = jsonwrite_to(&text);
    jsonwrite_bytes(&w, value, c->instance_len);
    bool passes = schema_validate_text(&b->request->view, p->schema, text.data, text.len, true,
                                       NULL) == SCHEMA_VALID;
    buf_free(&text);
    return passes;
}

/* What lib/schema says of a value that breaks a constraint: SCHEMA_VALID when it is that one, and no other. */
static enum schema_verdict prove_violation(const struct builtin *b, const struct candidate *c,
                                           enum schema_verdict verdict,
                                           const struct schema_report *report)
{
    const char *pointer = text_at(b, c->pointer);
    /* To the schema a member that the server sets is one like any other. */
    if (strcmp(c->keyword, "readOnly") == 0)
        return verdict;
    if (verdict == SCHEMA_UNKNOWN)
        return verdict;
    if (verdict == SCHEMA_VALID || !schema_report_shows(report, pointer, c->keyword) ||
        passes_as_text(b, c))
        return SCHEMA_INVALID;
    return schema_verdict_of(schema_report_only(report, pointer, c->keyword));
}

/* What is known of a changed part: SCHEMA_VALID when it is as the candidate says. */
static enum schema_verdict prove_part(struct builtin *b, const struct candidate *c)
{
    const struct request_part *p = &b->request->part[c->part];
    const char *value = text_at(b, c->instance);
    struct schema_report report = {0};
    /* In another media type the body is to be right else. */
    if (c->proven)
        return c->content_type != NULL && p->plain_verdict != SCHEMA_VALID ? SCHEMA_UNKNOWN
                                                                           : SCHEMA_VALID;
    if (c->raw)
        return schema_verdict_of(jsontape_read(&b->tape, value, c->instance_len, NULL) < 0);
    if (c->in != NULL || p->schema == JSONTAPE_NONE)
        return SCHEMA_UNKNOWN;
    enum schema_verdict verdict = schema_validate_text(&b->request->view, p->schema, value,
                                                       c->instance_len, true, &report);
    return c->violates ? prove_violation(b, c, verdict, &report) : verdict;
}

/* Whether a case is worth writing (SCHEMA_INVALID: it is not what it says), and whether that is proven. */
static enum schema_verdict prove(struct builtin *b, const struct candidate *c,
                                 const struct request_plan *plan)
{
    const bool whole = c->part == b->request->parts;
    enum schema_verdict rest = request_verdict(b->request, plan);
    enum schema_verdict own = !whole                      ? prove_part(b, c)
                              : c->violates && !c->proven ? SCHEMA_UNKNOWN
                                                          : SCHEMA_VALID;
    if (!c->violates)
        return schema_verdict_and(rest, own);
    return own == SCHEMA_VALID && rest == SCHEMA_INVALID ? SCHEMA_UNKNOWN : own;
}

/* A credential is a spot of its own; what differs is else at a part. */
static bool has_place(const struct builtin *b, const struct candidate *c)
{
    return c->part < b->request->parts;
}

static void write_words(struct builtin *b, const struct candidate *c, struct jsonwrite *w)
{
    struct buf place;
    struct wording words = {.technique = c->technique,
                            .keyword = c->keyword,
                            .chinese = b->chinese,
                            .accepted = !c->violates,
                            .proven = c->proven};
    buf_init(&place, CEILING_TEXT);
    if (has_place(b, c)) {
        const struct request_part *p = &b->request->part[c->part];
        wording_place(&words, request_in_name(p->in), p->name, text_at(b, c->pointer), &place);
    }
    if (c->has_form)
        buf_format(&place, b->chinese ? "（%s）" : " (%s)", text_at(b, c->form));
    words.place = place.data;
    words.limit = c->content_type != NULL ? c->content_type
                  : c->has_limit          ? text_at(b, c->limit)
                                          : c->method;
    words.value = c->has_value ? text_at(b, c->value) : NULL;
    words.len = c->has_value ? strlen(words.value) : 0;
    buf_reset(&b->text);
    buf_add(&b->text, b->operation.data, b->operation.len);
    buf_text(&b->text, b->chinese ? "：" : ": ");
    wording_name(&words, &b->text);
    jsonwrite_member(w, "name", b->text.data);
    buf_reset(&b->text);
    wording_description(&words, &b->text);
    jsonwrite_member(w, "description", b->text.data);
    buf_free(&place);
}

static void write_violation(struct builtin *b, const struct candidate *c, struct jsonwrite *w)
{
    buf_reset(&b->text);
    if (has_place(b, c)) {
        const struct request_part *p = &b->request->part[c->part];
        if (p->in != REQUEST_BODY) {
            buf_char(&b->text, '/');
            jsonpointer_token(p->name, strlen(p->name), &b->text);
        }
        buf_text(&b->text, text_at(b, c->pointer));
    }
    jsonwrite_key(w, "violates");
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "in",
                     c->in != NULL ? c->in : request_in_name(b->request->part[c->part].in));
    if (has_place(b, c))
        jsonwrite_member(w, "pointer", b->text.data);
    if (c->keyword[0] != '\0')
        jsonwrite_member(w, "keyword", c->keyword);
    jsonwrite_close(w, '}');
}

static enum expect expectation(const struct candidate *c)
{
    static const struct {
        const char *technique;
        enum expect expect;
    } special[] = {
        {"auth_missing", EXPECT_STOPPED},     {"auth_malformed", EXPECT_STOPPED},
        {"unknown_resource", EXPECT_UNKNOWN}, {"method_not_allowed", EXPECT_METHOD},
        {"media_type", EXPECT_MEDIA},         {"injection", EXPECT_BORNE},
        {"long_value", EXPECT_BORNE},         {"empty_value", EXPECT_BORNE},
        {"read_only", EXPECT_IGNORED},
    };
    for (size_t i = 0; i < sizeof special / sizeof *special; i++)
        if (strcmp(special[i].technique, c->technique) == 0)
            return special[i].expect;
    return c->violates ? EXPECT_REFUSED : EXPECT_ACCEPTED;
}

static void write_precondition(struct builtin *b, const struct candidate *c, struct jsonwrite *w)
{
    const bool unknown = expectation(c) == EXPECT_UNKNOWN;
    if (!unknown && !c->again)
        return;
    buf_reset(&b->text);
    if (unknown)
        buf_format(&b->text, b->chinese ? "不存在 %s 为 %s 的资源" : "Nothing exists with %s %s",
                   b->request->part[c->part].name, text_at(b, c->value));
    else
        buf_text(&b->text,
                 b->chinese ? "同一请求已经发送过一次" : "The same request was sent before");
    jsonwrite_key(w, "preconditions");
    jsonwrite_open(w, '[');
    jsonwrite_text(w, b->text.data);
    jsonwrite_close(w, ']');
}

static void write_draft(struct builtin *b, const struct candidate *c,
                        const struct request_plan *plan, bool checked)
{
    struct jsonwrite w = jsonwrite_to(&b->draft);
    const enum casetype type = strncmp(c->technique, "boundary_", 9) == 0 ? CASETYPE_BOUNDARY
                               : c->violates                              ? CASETYPE_NEGATIVE
                                                                          : CASETYPE_POSITIVE;
    buf_reset(&b->draft);
    jsonwrite_open(&w, '{');
    write_words(b, c, &w);
    jsonwrite_member(&w, "test_type", casetype_name(type));
    jsonwrite_member(&w, "technique", c->technique);
    jsonwrite_member(&w, "method", c->method);
    jsonwrite_member(&w, "credential", c->credential);
    request_write(b->request, plan, &w);
    if (c->violates)
        write_violation(b, c, &w);
    expect_write(b->record, expectation(c), &w);
    jsonwrite_key(&w, "checked");
    jsonwrite_bool(&w, checked);
    write_precondition(b, c, &w);
    jsonwrite_close(&w, '}');
}

/* Adds a case to out, if the candidate makes one that is not there yet. */
static bool add_case(struct builtin *b, const struct candidate *c, struct buf *out)
{
    const bool changed = has_place(b, c) && !c->left_out;
    const struct request_plan plan = {
        c->full,         c->part, changed ? text_at(b, c->instance) : NULL,
        c->instance_len, c->raw,  c->content_type};
    enum schema_verdict proof = prove(b, c, &plan);
    if (proof == SCHEMA_INVALID)
        return false;
    write_draft(b, c, &plan, proof == SCHEMA_VALID);
    return !buf_over(&b->draft) &&
           jsontape_read(&b->tape, b->draft.data, b->draft.len, NULL) == 0 &&
           testcase_add(b->set, &b->tape, 0, out, NULL) == 1;
}

static size_t write_cases(struct builtin *b, size_t limit, struct buf *out)
{
    const size_t start = out->len;
    size_t count = 0;
    struct buf one;
    buf_init(&one, CEILING_LINE);
    for (size_t i = 0; i < b->list->count && count < limit; i++) {
        buf_reset(&one);
        if (!add_case(b, &b->list->item[i], &one) || buf_over(&one))
            continue;
        if (out->len - start + one.len > OUTPUT)
            break;
        if (count++ > 0)
            buf_char(out, ',');
        buf_add(out, one.data, one.len);
    }
    buf_free(&one);
    return count;
}

/* All that can be said of the request, best first. */
static void gather(struct candidate_list *l, const struct request *q, unsigned long long seed)
{
    struct candidate happy = {.technique = "happy_required", .keyword = "", .part = q->parts};
    candidate_add(l, happy, NULL);
    happy.technique = "happy_full";
    happy.full = true;
    candidate_add(l, happy, NULL);
    surroundings_gather(l, q);
    values_gather(l, q, seed);
    candidate_rank(l);
}

int builtin_cases(const struct record *r, const struct builtin_options *o, struct buf *out,
                  size_t *count, struct diag_error *err)
{
    const struct wanted deserved = wanted_cases(r, 0);
    struct request request;
    struct candidate_list list;
    struct builtin b = {.record = r, .request = &request, .list = &list, .chinese = o->chinese};
    request_open(&request, r, o->seed);
    candidate_init(&list);
    gather(&list, &request, o->seed);
    b.set = testcase_open(r, "builtin");
    buf_init(&b.operation, CEILING_TEXT);
    buf_init(&b.draft, CEILING_LINE);
    buf_init(&b.text, CEILING_TEXT);
    jsontape_init(&b.tape);
    wording_operation(r, &b.operation);
    buf_char(out, '[');
    *count = write_cases(&b, o->limit == 0 ? (size_t)wanted_sum(&deserved) : o->limit, out);
    buf_char(out, ']');
    jsontape_free(&b.tape);
    buf_free(&b.operation);
    buf_free(&b.draft);
    buf_free(&b.text);
    testcase_close(b.set);
    candidate_free(&list);
    request_close(&request);
    return buf_over(out) ? diag_fail(err, "the cases of one operation are too long for a record")
                         : 0;
}
