#include "testcase.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "casetype.h"
#include "ceiling.h"
#include "digest.h"
#include "jsondigest.h"
#include "jsonwrite.h"
#include "media.h"
#include "mem.h"
#include "sending.h"
#include "table.h"
#include "uri.h"

struct testcase_set {
    const char *provider;
    char *method, *path, *module, *prefix;
    struct sending_rules rules;
    struct sending sending;   /* of the case that is being made */
    struct table seen;        /* requests, by digest */
    size_t number[CASETYPES]; /* cases so far, by type */
};

/* The first tag, else the first literal segment of the path. */
static char *module_of(const struct record *r, const char *path)
{
    const struct jsontape *t = &r->tape;
    struct jsontape_walk w = jsontape_walk(t, record_get(r, "tags"));
    if (jsontape_step(t, &w) && jsontape_says(t, w.value))
        return jsontape_text(t, w.value);
    while (*path != '\0') {
        path += strspn(path, "/");
        size_t len = strcspn(path, "/");
        if (len > 0 && memchr(path, '{', len) == NULL)
            return mem_copy(path, len);
        path += len;
    }
    return mem_text("default");
}

static char *prefix_of(const struct record *r, const char *method, const char *path)
{
    struct buf out;
    char *slug = record_text(r, "slug");
    buf_init(&out, CEILING_TEXT);
    if (slug != NULL)
        buf_text(&out, slug);
    else
        buf_format(&out, "%s%s", method, path);
    for (size_t i = 0; i < out.len; i++) {
        unsigned char c = (unsigned char)out.data[i];
        out.data[i] = c < 128 && isalnum(c) ? (char)toupper(c) : '_';
    }
    free(slug);
    return buf_take(&out);
}

struct testcase_set *testcase_open(const struct record *r, const char *provider)
{
    struct testcase_set *s = mem_new(sizeof *s);
    s->provider = provider;
    s->method = record_text(r, "method");
    s->path = record_text(r, "path");
    if (s->method == NULL)
        s->method = mem_text("GET");
    if (s->path == NULL)
        s->path = mem_text("/");
    s->module = module_of(r, s->path);
    s->prefix = prefix_of(r, s->method, s->path);
    table_init(&s->seen);
    sending_open(&s->rules, r);
    sending_init(&s->sending);
    return s;
}

void testcase_close(struct testcase_set *s)
{
    if (s == NULL)
        return;
    free(s->method);
    free(s->path);
    free(s->module);
    free(s->prefix);
    table_free(&s->seen);
    sending_close(&s->rules);
    sending_free(&s->sending);
    free(s);
}

/* A draft and where its case goes. */
struct making {
    struct testcase_set *set;
    const struct jsontape *draft;
    uint32_t at;
    struct jsonwrite w;
};

static uint32_t member(const struct making *m, const char *name)
{
    return jsontape_get(m->draft, m->at, name);
}

static struct digest digest_headers(const struct buf *json)
{
    struct digest d = {0, 0};
    struct jsontape t;
    jsontape_init(&t);
    if (jsontape_read(&t, json->data, json->len, NULL) == 0)
        d = jsondigest_headers(&t, 0);
    jsontape_free(&t);
    return d;
}

/* JSON is the same in any order of its members. */
static struct digest digest_body(const struct sending *s)
{
    static const struct digest none = {0, 0};
    struct digest d = none;
    if (s->has_body && media_of(s->content_type.data) == MEDIA_JSON)
        d = jsondigest_json(s->body.data, s->body.len);
    if (d.low == 0 && d.high == 0)
        d = digest_of(s->body.data, s->body.len);
    return digest_pair(d, digest_of(s->has_body ? "1" : "0", 1));
}

/* Texts whose order, white space and case do not count. */
static struct digest digest_texts(const struct jsontape *t, uint32_t list)
{
    struct digest d = {0, 0};
    for (struct jsontape_walk w = jsontape_walk(t, list); jsontape_step(t, &w);) {
        char *text = jsontape_text(t, w.value), *to = text;
        for (const char *c = text; c != NULL && *c != '\0'; c++)
            if (!isspace((unsigned char)*c))
                *to++ = (char)tolower((unsigned char)*c);
        d = digest_add(d, digest_of(text == NULL ? "" : text, (size_t)(to - text)));
        free(text);
    }
    return d;
}

/* Whether the same request was there before; remembers it. */
static bool is_repeated(struct making *m, const char *method)
{
    const struct sending *s = &m->set->sending;
    const struct digest parts[] = {digest_texts(m->draft, member(m, "preconditions")),
                                   digest_of(method, strlen(method)),
                                   uri_digest(s->target.data),
                                   digest_headers(&s->headers),
                                   jsondigest_json(s->cookies.data, s->cookies.len),
                                   digest_of(s->content_type.data, s->content_type.len),
                                   digest_body(s)};
    struct digest d = {0, 0};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        d = digest_pair(d, parts[i]);
    return table_put(&m->set->seen, (const char *)&d, sizeof d)->value.number++ > 0;
}

/* What the draft says, else by whether it breaks anything. */
static enum casetype type_of(const struct making *m)
{
    const bool breaks = member(m, "violates") != JSONTAPE_NONE;
    return casetype_of(m->draft, member(m, "test_type"),
                       breaks ? CASETYPE_NEGATIVE : CASETYPE_POSITIVE);
}

static const char *priority_of(const struct making *m)
{
    static const struct {
        const char *technique, *priority;
    } ranks[] = {
        {"happy_required", "P0"},   {"happy_full", "P0"}, {"auth_missing", "P0"},
        {"missing_required", "P1"}, {"wrong_type", "P1"}, {"auth_malformed", "P1"},
    };
    for (size_t i = 0; i < sizeof ranks / sizeof *ranks; i++)
        if (jsontape_is(m->draft, member(m, "technique"), ranks[i].technique))
            return ranks[i].priority;
    uint32_t wished = member(m, "priority");
    return jsontape_is(m->draft, wished, "P0")   ? "P0"
           : jsontape_is(m->draft, wished, "P1") ? "P1"
                                                 : "P2";
}

static bool is_empty(const struct jsontape *t, uint32_t value)
{
    char kind = jsontape_kind(t, value);
    return kind == 0 || kind == 'n' || jsontape_is(t, value, "") ||
           ((kind == '{' || kind == '[') && jsontape_size(t, value) == 0);
}

static void copy(struct making *m, const char *name)
{
    uint32_t value = member(m, name);
    if (is_empty(m->draft, value))
        return;
    jsonwrite_key(&m->w, name);
    jsonwrite_begin(&m->w);
    jsontape_copy(m->draft, value, m->w.out);
}

static void copy_all(struct making *m, const char *const *names)
{
    for (; *names != NULL; names++)
        copy(m, *names);
}

/* An object that was written as JSON, unless it is empty. */
static void add_object(struct making *m, const char *name, const struct buf *json)
{
    if (json->len <= 2)
        return;
    jsonwrite_key(&m->w, name);
    jsonwrite_raw(&m->w, json->data, json->len);
}

static void add_body(struct making *m)
{
    const struct sending *s = &m->set->sending;
    uint32_t body = member(m, "body");
    if (!s->has_body) {
        copy(m, "content_type");
        return;
    }
    if (body != JSONTAPE_NONE) {
        jsonwrite_key(&m->w, "body");
        jsonwrite_begin(&m->w);
        jsontape_copy(m->draft, body, m->w.out);
    }
    jsonwrite_member(&m->w, "content_type", s->content_type.data);
}

static void write_case(struct making *m, const char *method)
{
    static const char *const letters[CASETYPES] = {"POS", "NEG", "BND"};
    static const char *const head[] = {"name", "description", NULL};
    static const char *const tail[] = {
        "violates", "status",        "status_in",      "documented",
        "checked",  "resp_schema",   "resp_headers",   "resp_content",
        "rules",    "preconditions", "postconditions", "remarks",
        NULL};
    struct testcase_set *s = m->set;
    const enum casetype type = type_of(m);
    char id[32];
    struct buf case_id;
    buf_init(&case_id, CEILING_TEXT);
    snprintf(id, sizeof id, "-%s-%03zu", letters[type], ++s->number[type]);
    buf_text(&case_id, s->prefix);
    buf_text(&case_id, id);
    jsonwrite_open(&m->w, '{');
    jsonwrite_member(&m->w, "case_id", case_id.data);
    buf_free(&case_id);
    copy_all(m, head);
    jsonwrite_member(&m->w, "module", s->module);
    jsonwrite_member(&m->w, "priority", priority_of(m));
    jsonwrite_member(&m->w, "test_type", casetype_name(type));
    copy(m, "technique");
    jsonwrite_member(&m->w, "provider", s->provider);
    jsonwrite_member(&m->w, "method", method);
    jsonwrite_member(&m->w, "path", s->path);
    copy(m, "path_params");
    add_object(m, "query_params", &s->sending.query);
    add_object(m, "headers", &s->sending.headers);
    add_object(m, "cookies", &s->sending.cookies);
    add_body(m);
    jsonwrite_member(&m->w, "target", s->sending.target.data);
    if (s->sending.has_body) {
        jsonwrite_key(&m->w, "body_text");
        jsonwrite_bytes(&m->w, s->sending.body.data, s->sending.body.len);
    }
    copy_all(m, tail);
    jsonwrite_close(&m->w, '}');
}

/* The operation's method, but for a case that is about another one. */
static char *method_of(const struct making *m)
{
    uint32_t in = jsontape_get(m->draft, member(m, "violates"), "in");
    char *other = NULL;
    if (jsontape_is(m->draft, in, "method"))
        other = jsontape_text(m->draft, member(m, "method"));
    return other == NULL ? mem_text(m->set->method) : other;
}

int testcase_add(struct testcase_set *s, const struct jsontape *draft, uint32_t at, struct buf *out,
                 struct diag_error *err)
{
    struct making m = {s, draft, at, jsonwrite_to(out)};
    if (jsontape_kind(draft, at) != '{')
        return diag_fail(err, "a case is a JSON object");
    if (sending_make(&s->sending, &s->rules, draft, at, err) < 0)
        return -1;
    char *method = method_of(&m);
    const bool repeated = is_repeated(&m, method);
    if (!repeated)
        write_case(&m, method);
    free(method);
    return repeated ? 0 : 1;
}

/* How many of n cases are P0, and how many P0 or P1. */
static void share(size_t n, size_t *first, size_t *second)
{
    *first = n * 3 / 10 > 0 ? n * 3 / 10 : 1;
    *second = *first + (n * 4 / 10 > 0 ? n * 4 / 10 : 1);
}

static enum casetype type_at(const struct jsontape *t, uint32_t one)
{
    return casetype_of(t, jsontape_get(t, one, "test_type"), CASETYPE_POSITIVE);
}

void testcase_rank(struct buf *cases)
{
    size_t count[CASETYPES] = {0}, number[CASETYPES] = {0};
    struct jsontape t;
    jsontape_init(&t);
    if (jsontape_read(&t, cases->data, cases->len, NULL) < 0) {
        jsontape_free(&t);
        return;
    }
    for (struct jsontape_walk w = jsontape_walk(&t, 0); jsontape_step(&t, &w);)
        count[type_at(&t, w.value)]++;
    for (struct jsontape_walk w = jsontape_walk(&t, 0); jsontape_step(&t, &w);) {
        const enum casetype type = type_at(&t, w.value);
        const size_t place = number[type]++;
        uint32_t priority = jsontape_get(&t, w.value, "priority");
        size_t first, second;
        share(count[type], &first, &second);
        /* "P0", "P1" and "P2" are of one length. */
        if (jsontape_kind(&t, priority) == '"')
            cases->data[t.node[priority].at + 2] = place < first ? '0' : place < second ? '1' : '2';
    }
    jsontape_free(&t);
}
