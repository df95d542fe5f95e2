#include "verify.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "diag.h"
#include "jsonwrite.h"
#include "judge/breach.h"
#include "judge/claim.h"
#include "judge/draft.h"
#include "judge/label.h"
#include "judge/quote.h"
#include "schema/validate.h"
#include "testcase/casetype.h"
#include "testcase/expect.h"
#include "testcase/media.h"
#include "testcase/sending.h"
#include "testcase/testcase.h"

/* More than a rejected case takes beside its own text: the reason, escaped, and the names. */
enum { REASON = 16 * 1024 };

/* What one case is judged with. */
struct judge {
    struct claim_source source;
    struct schema_view view;
    struct quote_words words;
    struct testcase_set *set;
    struct buf draft; /* of the case that is judged */
    struct jsontape tape;
};

static void write_violation(const struct label *l, struct jsonwrite *w)
{
    if (!l->breaks)
        return;
    jsonwrite_key(w, "violates");
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "in", l->in);
    jsonwrite_member(w, "pointer", l->pointer);
    if (l->keyword != NULL && l->keyword[0] != '\0')
        jsonwrite_member(w, "keyword", l->keyword);
    jsonwrite_member(w, "quote", l->quote);
    jsonwrite_close(w, '}');
}

static void write_remarks(const struct judge *j, const struct label *l, struct jsonwrite *w)
{
    char *own = jsontape_text(j->source.t, jsontape_get(j->source.t, j->source.at, "remarks"));
    struct buf text;
    buf_init(&text, CEILING_LINE);
    if (own != NULL)
        buf_text(&text, own);
    if (text.len > 0 && l->remarks.len > 0)
        buf_char(&text, '\n');
    buf_add(&text, l->remarks.data, l->remarks.len);
    if (text.len > 0)
        jsonwrite_member(w, "remarks", text.data);
    buf_free(&text);
    free(own);
}

/* What is ours to say, behind what the draft has. */
static void finish(struct judge *j, const struct label_claim *c, struct label *l)
{
    const struct claim_source *s = &j->source;
    struct jsonwrite w = {.out = &j->draft, .comma = true};
    uint32_t technique = draft_technique(s->t, s->at);
    if (technique != JSONTAPE_NONE && !l->renamed) {
        jsonwrite_key(&w, "technique");
        jsontape_write(s->t, technique, &w);
    }
    jsonwrite_member(&w, "test_type", casetype_name(l->type));
    write_violation(l, &w);
    const int status = expect_write_said(s->record, l->expect, c->status, &w);
    if (status != c->status)
        label_remark(&l->remarks, "status %d was said, which is not documented or does not fit",
                     c->status);
    jsonwrite_key(&w, "checked");
    jsonwrite_bool(&w, l->checked);
    write_remarks(j, l, &w);
    jsonwrite_close(&w, '}');
}

/* Adds the draft, with its label on, to the cases. */
static int accept_case(struct verify *v, struct judge *j, struct diag_error *err)
{
    struct buf finished;
    buf_init(&finished, CEILING_LINE);
    int added = buf_over(&j->draft) ? diag_fail(err, "the case is too long")
                                    : jsontape_read(&j->tape, j->draft.data, j->draft.len, err);
    if (added == 0)
        added = testcase_add(j->set, &j->tape, 0, &finished, err);
    if (added == 0)
        added = diag_fail(err, "a case before sends the same request");
    if (added > 0 && (buf_over(&finished) || v->cases.len + finished.len + 2 > v->cases.max))
        added = diag_fail(err, "the cases are too long together");
    if (added > 0) {
        if (v->accepted++ > 0)
            buf_char(&v->cases, ',');
        buf_add(&v->cases, finished.data, finished.len);
    }
    buf_free(&finished);
    return added > 0 ? 0 : -1;
}

/* The draft is on j's tape: what is its label, and does it hold? */
static int judge_draft(struct verify *v, struct judge *j, struct claim *c, struct diag_error *err)
{
    const struct record *r = j->source.record;
    struct breach_list breaches;
    struct label label;
    claim_look(c, &j->source, &j->tape);
    breach_find(&breaches, r, &j->view, &j->tape, 0);
    int rc = label_settle(&label, &c->label, &breaches, err);
    if (rc == 0) {
        buf_cut(&j->draft, j->draft.len - 1);
        finish(j, &c->label, &label);
        rc = accept_case(v, j, err);
    }
    label_free(&label);
    breach_free(&breaches);
    return rc;
}

/* Whether the body is a text where none can stand; a case about that very type means the text. */
static bool is_packed(const struct claim_source *s, const struct claim *c)
{
    const struct jsontape *t = &s->record->tape;
    const bool about = c->keyword != NULL && strcmp(c->keyword, "type") == 0 &&
                       c->pointer != NULL && c->pointer[0] == '\0';
    const uint32_t body = jsontape_get(s->t, s->at, "body");
    uint32_t entry = JSONTAPE_NONE;
    char *type = jsontape_text(t, sending_media(s->record, &entry));
    const bool json = type != NULL && media_of(type) == MEDIA_JSON;
    struct schema_report report = {0};
    free(type);
    return json && !about && !claim_is_about(s->t, s->at, "media") &&
           jsontape_kind(s->t, body) == '"' &&
           schema_validate(s->view, jsontape_get(t, entry, "schema"), s->t, body, true, &report) ==
               SCHEMA_INVALID &&
           schema_report_shows(&report, "", "type");
}

static int write_draft(struct judge *j, const struct claim *c, struct diag_error *err)
{
    const struct claim_source *s = &j->source;
    char *path = record_text(s->record, "path");
    const struct draft_source draft = {.t = s->t,
                                       .at = s->at,
                                       .template = path != NULL ? path : "",
                                       .media = claim_is_about(s->t, s->at, "media"),
                                       .packed = is_packed(s, c)};
    const int rc = draft_write(&draft, &j->draft, err);
    free(path);
    return rc;
}

static int judge_case(struct verify *v, struct judge *j, struct diag_error *err)
{
    const struct claim_source *s = &j->source;
    struct claim claim;
    buf_reset(&j->draft);
    int rc = claim_read(&claim, s, err);
    if (rc == 0)
        rc = write_draft(j, &claim, err);
    if (rc == 0 && buf_over(&j->draft))
        rc = diag_fail(err, "the case is too long");
    if (rc == 0)
        rc = jsontape_read(&j->tape, j->draft.data, j->draft.len, err);
    if (rc == 0)
        rc = judge_draft(v, j, &claim, err);
    claim_free(&claim);
    return rc;
}

/* Counts the case, and lists it while there is room. */
static void reject(struct verify *v, const struct jsontape *t, uint32_t n, const char *reason)
{
    size_t len;
    jsontape_raw(t, n, &len);
    v->refused++;
    if (v->rejected.len + len + REASON > v->rejected.max)
        return;
    if (v->rejected.len > 1)
        buf_char(&v->rejected, ',');
    struct jsonwrite w = jsonwrite_to(&v->rejected);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "reason", reason);
    jsonwrite_key(&w, "case");
    jsontape_copy(t, n, &v->rejected);
    buf_char(&v->rejected, '}');
}

static void open_judge(struct judge *j, const struct record *r, const struct answer *a,
                       const char *provider)
{
    schema_view_open(&j->view, &r->tape);
    quote_open(&j->words, r);
    j->source = (struct claim_source){
        .record = r, .view = &j->view, .words = &j->words, .t = &a->tape};
    j->set = testcase_open(r, provider);
    buf_init(&j->draft, CEILING_REPLY);
    jsontape_init(&j->tape);
}

static void close_judge(struct judge *j)
{
    jsontape_free(&j->tape);
    buf_free(&j->draft);
    testcase_close(j->set);
    quote_close(&j->words);
    schema_view_close(&j->view);
}

void verify_answer(struct verify *v, const struct record *r, const struct answer *a,
                   const char *provider)
{
    struct judge j;
    struct diag_error err;
    open_judge(&j, r, a, provider);
    *v = (struct verify){0};
    buf_init(&v->cases, CEILING_LINE);
    buf_init(&v->rejected, CEILING_LINE);
    buf_char(&v->cases, '[');
    buf_char(&v->rejected, '[');
    for (struct jsontape_walk w = jsontape_walk(&a->tape, a->cases); jsontape_step(&a->tape, &w);) {
        j.source.at = w.value;
        if (judge_case(v, &j, &err) < 0)
            reject(v, &a->tape, w.value, err.text);
    }
    buf_char(&v->cases, ']');
    buf_char(&v->rejected, ']');
    testcase_rank(&v->cases);
    close_judge(&j);
}

void verify_free(struct verify *v)
{
    buf_free(&v->cases);
    buf_free(&v->rejected);
}
