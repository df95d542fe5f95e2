#include "label.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"

void label_remark(struct buf *remarks, const char *fmt, ...)
{
    struct diag_error text;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(text.text, sizeof text.text, fmt, ap);
    va_end(ap);
    buf_format(remarks, "%s%s", remarks->len > 0 ? "; " : "", text.text);
}

/* A claim under judgement. */
struct hearing {
    const struct label_claim *c;
    const struct breach_list *b;
    const struct breach *only; /* the breach that says it all, or NULL */
    struct label *l;
    struct diag_error *err;
};

static bool succeeds(const struct label_claim *c)
{
    return c->status >= 200 && c->status < 400;
}

static const char *text_of(const char *text)
{
    return text == NULL ? "" : text;
}

/* "KEYWORD at POINTER of IN", as far as it is said. */
static const char *claimed(const struct label_claim *c, struct diag_error *words)
{
    const bool keyword = text_of(c->keyword)[0] != '\0', pointer = text_of(c->pointer)[0] != '\0';
    snprintf(words->text, sizeof words->text, "%.60s%s%.200s%s%.20s", keyword ? c->keyword : "",
             pointer ? keyword ? " at " : "" : "", pointer ? c->pointer : "",
             keyword || pointer ? " of " : "", text_of(c->in));
    return words->text;
}

/* Nothing is broken after all. */
static int settle_valid(struct hearing *h)
{
    struct label *l = h->l;
    l->renamed = h->c->breaks || l->type == CASETYPE_NEGATIVE;
    l->breaks = false;
    l->in = l->pointer = l->keyword = l->quote = NULL;
    l->checked = h->b->verdict == SCHEMA_VALID;
    l->expect = EXPECT_ACCEPTED;
    if (l->type == CASETYPE_NEGATIVE)
        l->type = CASETYPE_POSITIVE;
    return 0;
}

/* What it breaks is the breach. */
static int settle_breach(struct hearing *h, const struct breach *b)
{
    struct label *l = h->l;
    l->breaks = true;
    l->in = b->in;
    l->pointer = b->pointer;
    l->keyword = b->keyword;
    l->quote = NULL;
    l->expect = strcmp(b->in, "media") == 0 ? EXPECT_MEDIA : EXPECT_REFUSED;
    l->checked = breach_is_alone(h->b, b);
    l->renamed = !h->c->breaks && l->type == CASETYPE_POSITIVE;
    if (l->type == CASETYPE_POSITIVE)
        l->type = CASETYPE_NEGATIVE;
    return 0;
}

/* The same, which is another one than was said. */
static int correct(struct hearing *h, const struct breach *b)
{
    settle_breach(h, b);
    h->l->renamed = true;
    return 0;
}

/* It breaks what no schema shows. */
static int settle_unchecked(struct hearing *h, const char *in, enum expect expect)
{
    struct label *l = h->l;
    l->breaks = true;
    l->in = in;
    l->checked = false;
    l->expect = expect;
    if (strcmp(in, "auth") == 0 || strcmp(in, "method") == 0) {
        l->pointer = l->quote = NULL;
        l->keyword = strcmp(in, "auth") == 0 ? "security" : NULL;
    }
    if (l->type == CASETYPE_POSITIVE)
        l->type = CASETYPE_NEGATIVE;
    return 0;
}

/* What is broken, the first of many. */
static const char *broken(const struct breach_list *b, struct diag_error *words)
{
    enum { LINES = 3 };
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    for (size_t i = 0; i < b->count && i < BREACHES && i < LINES; i++)
        buf_format(&text, "%s%.200s", i > 0 ? "; " : "", b->item[i].line);
    snprintf(words->text, sizeof words->text, "%.620s", text.data);
    buf_free(&text);
    return words->text;
}

static int fail_broken(struct hearing *h, const char *claim)
{
    struct diag_error words;
    return diag_fail(h->err, "%s, but the request breaks %zu constraints: %s", claim, h->b->count,
                     broken(h->b, &words));
}

/* It names nothing, or nothing that could be. */
static int settle_silent(struct hearing *h)
{
    const struct label_claim *c = h->c;
    if (c->other_method && expect_of(c->status) == EXPECT_METHOD)
        return settle_unchecked(h, "method", EXPECT_METHOD);
    if (h->b->verdict == SCHEMA_INVALID && h->only == NULL)
        return fail_broken(h, c->type == CASETYPE_NEGATIVE ? "the case does not say what it breaks"
                                                           : "the case claims to be valid");
    if (h->b->verdict == SCHEMA_INVALID) {
        if (c->type == CASETYPE_POSITIVE)
            label_remark(&h->l->remarks, "relabelled: it was called positive, but %s",
                         h->only->line);
        else
            label_remark(&h->l->remarks, "what it breaks was not said: %s", h->only->line);
        return settle_breach(h, h->only);
    }
    if (succeeds(c) && (c->type != CASETYPE_NEGATIVE || h->b->verdict == SCHEMA_VALID)) {
        if (c->type == CASETYPE_NEGATIVE)
            label_remark(&h->l->remarks, "relabelled: it was called negative, but the request is "
                                         "valid and success is expected");
        return settle_valid(h);
    }
    if (c->status == 401 && c->secured && (c->bare ? c->needed : !c->own))
        return settle_unchecked(h, "auth", EXPECT_STOPPED);
    if (c->preconditions && !succeeds(c)) {
        label_remark(&h->l->remarks, "what it breaks was not said; taken for its preconditions");
        return settle_unchecked(h, "state", expect_of(c->status));
    }
    if (c->type == CASETYPE_NEGATIVE)
        return diag_fail(h->err,
                         "a negative case does not say what it breaks (violates.in), and its "
                         "request breaks nothing");
    return diag_fail(h->err, "nothing in the request is wrong, but status %d is expected",
                     c->status);
}

static int settle_auth(struct hearing *h)
{
    const struct label_claim *c = h->c;
    if (!c->secured)
        return diag_fail(h->err, "the operation asks for no credentials: none can be wrong");
    if (succeeds(c))
        return diag_fail(h->err, "its credentials are said to be wrong, but status %d is expected",
                         c->status);
    if (c->bare && !c->needed)
        return diag_fail(h->err, "the request has no credentials, and the operation needs none");
    if (!c->bare && c->own && !c->preconditions)
        return diag_fail(h->err,
                         "the request sends the very credentials that are said to be wrong, "
                         "and no precondition says why they are");
    settle_unchecked(h, "auth", EXPECT_STOPPED);
    h->l->checked = c->bare && h->b->verdict != SCHEMA_INVALID;
    if (h->b->verdict == SCHEMA_INVALID)
        label_remark(&h->l->remarks, "it breaks more: %s", h->b->item[0].line);
    return 0;
}

static int settle_method(struct hearing *h)
{
    if (!h->c->other_method)
        return diag_fail(h->err, "it is about another method, but its method is the operation's");
    if (succeeds(h->c))
        return diag_fail(h->err, "another method is said to be refused, but status %d is expected",
                         h->c->status);
    return settle_unchecked(h, "method", EXPECT_METHOD);
}

/* A rule or a state, which no schema shows. */
static int settle_unshown(struct hearing *h)
{
    const struct label_claim *c = h->c;
    if (h->b->verdict == SCHEMA_INVALID && h->only == NULL)
        return fail_broken(h, "the case is about a rule or a state");
    if (h->b->verdict == SCHEMA_INVALID) {
        label_remark(&h->l->remarks, "corrected: it was said to be about a %s, but %s", c->in,
                     h->only->line);
        return correct(h, h->only);
    }
    if (succeeds(c)) {
        label_remark(&h->l->remarks,
                     "relabelled: it was said to break a %s, but success is expected", c->in);
        return settle_valid(h);
    }
    const bool quotes = text_of(c->quote)[0] != '\0';
    if (!c->quoted && !c->preconditions && quotes)
        return diag_fail(h->err,
                         "the description does not say \"%.300s\", and there are no preconditions",
                         c->quote);
    if (!c->quoted && !c->preconditions)
        return diag_fail(h->err, "a case about a rule or a state needs a quote of the description "
                                 "(violates.quote) or preconditions");
    if (quotes && !c->quoted) {
        label_remark(&h->l->remarks, "the description does not say \"%.200s\"", c->quote);
        h->l->quote = NULL;
    }
    return settle_unchecked(h, c->in, expect_of(c->status));
}

/* In OpenAPI 3.0 exclusiveMinimum is a flag beside minimum: either is meant. */
static bool is_same_keyword(const char *a, const char *b)
{
    a += strncmp(a, "exclusive", 9) == 0 ? 9 : 0;
    b += strncmp(b, "exclusive", 9) == 0 ? 9 : 0;
    return strcasecmp(a, b) == 0;
}

/* Whether the pointer is the breach's, or of a member too few or too many the object's. */
static bool is_at(const char *pointer, const struct breach *b)
{
    static const char *const members[] = {"required", "dependentRequired", "additionalProperties",
                                          "unevaluatedProperties"};
    const size_t len = strlen(pointer);
    bool member = false;
    for (size_t i = 0; b->keyword != NULL && i < sizeof members / sizeof *members; i++)
        member = member || strcmp(b->keyword, members[i]) == 0;
    if (member && strncmp(pointer, b->pointer, len) == 0 && b->pointer[len] == '/' &&
        strchr(b->pointer + len + 1, '/') == NULL)
        return true;
    return strcmp(pointer, b->pointer) == 0;
}

/* What is not said is as it is. */
static bool is_claimed(const struct label_claim *c, const struct breach *b)
{
    if (strcmp(c->in, b->in) != 0)
        return false;
    if (text_of(c->keyword)[0] != '\0' &&
        !is_same_keyword(c->keyword, b->keyword == NULL ? "" : b->keyword))
        return b->keyword == NULL && b->pointer[0] == '\0';
    return c->pointer == NULL || is_at(c->pointer, b);
}

static const struct breach *find_claimed(const struct hearing *h)
{
    for (size_t i = 0; i < h->b->count && i < BREACHES; i++)
        if (is_claimed(h->c, &h->b->item[i]))
            return &h->b->item[i];
    return NULL;
}

/* What is named may be broken in a branch, whose schemas say no more than that none fits. */
static int settle_branch(struct hearing *h, const struct breach *b)
{
    settle_breach(h, b);
    h->l->checked = h->l->checked && strcmp(b->pointer, h->c->pointer) == 0;
    h->l->pointer = h->c->pointer;
    h->l->keyword = h->c->keyword;
    return 0;
}

/* The request breaks something: is it what the case says? */
static int settle_broken(struct hearing *h)
{
    struct diag_error words, others;
    const struct label_claim *c = h->c;
    const struct breach *b = find_claimed(h), *only = h->only;
    if (b == NULL && only != NULL && c->pointer != NULL && text_of(c->keyword)[0] != '\0' &&
        breach_holds(only, c->in, c->pointer))
        return settle_branch(h, only);
    if (b == NULL && only == NULL)
        return diag_fail(h->err, "it is said to break %s, but breaks %zu others: %s",
                         claimed(h->c, &words), h->b->count, broken(h->b, &others));
    if (b == NULL) {
        label_remark(&h->l->remarks, "corrected: it was said to break %s, but %s",
                     claimed(h->c, &words), h->only->line);
        return correct(h, h->only);
    }
    if (!breach_is_alone(h->b, b))
        label_remark(&h->l->remarks, "it breaks more than that: %zu constraints", h->b->count);
    return settle_breach(h, b);
}

/* Whether a status is one of things that are not there, or not as they should be. */
static bool is_of_state(int status)
{
    static const int statuses[] = {404, 409, 410, 412, 423, 428, 429};
    for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++)
        if (status == statuses[i])
            return true;
    return false;
}

/* A constraint that can be held against the schema. */
static int settle_stated(struct hearing *h)
{
    const struct label_claim *c = h->c;
    struct diag_error words;
    if (h->b->verdict == SCHEMA_INVALID)
        return settle_broken(h);
    if (c->read_only && strcmp(text_of(c->keyword), "readOnly") == 0) {
        settle_unchecked(h, c->in, EXPECT_IGNORED);
        h->l->checked = h->b->verdict == SCHEMA_VALID;
        return 0;
    }
    if (succeeds(c) && h->b->verdict == SCHEMA_VALID) {
        label_remark(&h->l->remarks,
                     "relabelled: it was said to break %s, but the request is valid and success is "
                     "expected",
                     claimed(c, &words));
        return settle_valid(h);
    }
    if (c->quoted && !succeeds(c)) {
        h->l->keyword = NULL;
        return settle_unchecked(h, "rule", expect_of(c->status));
    }
    if (c->preconditions && is_of_state(c->status)) {
        label_remark(&h->l->remarks,
                     "corrected: it was said to break %s, and lives by its preconditions alone",
                     claimed(c, &words));
        h->l->keyword = h->l->pointer = NULL;
        return settle_unchecked(h, "state", expect_of(c->status));
    }
    const bool media = strcmp(c->in, "media") == 0;
    if (!succeeds(c) && (media ? c->status == 406 : h->b->verdict == SCHEMA_UNKNOWN))
        return settle_unchecked(h, c->in, media ? EXPECT_CLASS : EXPECT_REFUSED);
    return diag_fail(h->err, "it is said to break %s, but %s", claimed(c, &words),
                     h->b->verdict == SCHEMA_VALID ? "the request breaks nothing"
                                                   : "nothing shows that");
}

int label_settle(struct label *l, const struct label_claim *c, const struct breach_list *b,
                 struct diag_error *err)
{
    struct hearing h = {c, b, breach_only(b), l, err};
    static const struct {
        const char *in;
        int (*settle)(struct hearing *h);
    } rows[] = {{"auth", settle_auth},     {"method", settle_method}, {"rule", settle_unshown},
                {"state", settle_unshown}, {"body", settle_stated},   {"query", settle_stated},
                {"path", settle_stated},   {"header", settle_stated}, {"cookie", settle_stated},
                {"media", settle_stated}};
    *l = (struct label){.type = c->type,
                        .in = c->in,
                        .pointer = c->pointer,
                        .keyword = c->keyword,
                        .quote = c->quoted ? c->quote : NULL};
    buf_init(&l->remarks, CEILING_TEXT);
    if (!c->secured && !c->documented && expect_of(c->status) == EXPECT_STOPPED)
        return diag_fail(err,
                         "the operation asks for no credentials: status %d is not to be "
                         "expected",
                         c->status);
    if (!c->breaks || c->in == NULL)
        return settle_silent(&h);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        if (strcmp(rows[i].in, c->in) == 0)
            return rows[i].settle(&h);
    return settle_silent(&h);
}

void label_free(struct label *l)
{
    buf_free(&l->remarks);
}
