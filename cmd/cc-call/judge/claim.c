#include "claim.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "breach.h"
#include "buf.h"
#include "ceiling.h"
#include "jsonpointer.h"
#include "mem.h"
#include "route.h"
#include "table.h"
#include "testcase/credential.h"
#include "testcase/expect.h"

/* The names of places, and what models call them. */
static const struct {
    const char *name, *in;
} places[] = {{"body", "body"},        {"query", "query"},         {"path", "path"},
              {"header", "header"},    {"cookie", "cookie"},       {"auth", "auth"},
              {"media", "media"},      {"method", "method"},       {"rule", "rule"},
              {"state", "state"},      {"request_body", "body"},   {"query_params", "query"},
              {"path_params", "path"}, {"headers", "header"},      {"cookies", "cookie"},
              {"security", "auth"},    {"authentication", "auth"}, {"authorization", "auth"},
              {"media_type", "media"}, {"content_type", "media"},  {"business_rule", "rule"}};

/* The object that says what is broken: alone, or the only one of a list. */
static uint32_t violation_of(const struct jsontape *t, uint32_t at)
{
    uint32_t violates = jsontape_get(t, at, "violates");
    struct jsontape_walk w = jsontape_walk(t, violates);
    if (jsontape_kind(t, violates) == '[' && jsontape_size(t, violates) == 1 &&
        jsontape_step(t, &w))
        violates = w.value;
    return jsontape_kind(t, violates) == '{' && jsontape_size(t, violates) == 0 ? JSONTAPE_NONE
                                                                                : violates;
}

static const char *place_of(const struct jsontape *t, uint32_t at)
{
    uint32_t violates = violation_of(t, at);
    uint32_t in = jsontape_kind(t, violates) == '"' ? violates : jsontape_get(t, violates, "in");
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (jsontape_is(t, in, places[i].name))
            return places[i].in;
    return NULL;
}

bool claim_is_about(const struct jsontape *t, uint32_t at, const char *in)
{
    const char *place = place_of(t, at);
    return place != NULL && strcmp(place, in) == 0;
}

/* The status as a number, which some models write as text, as a class ("4XX") or as a list; 0 where there is none. */
static int status_of(const struct jsontape *t, uint32_t n)
{
    struct jsontape_walk first = jsontape_walk(t, n);
    if (jsontape_kind(t, n) == '[' && jsontape_step(t, &first))
        n = first.value;
    char *text = jsontape_text(t, n), *end = text;
    long long status = text != NULL ? strtoll(text, &end, 10) : jsontape_count(t, n, 0);
    if (text != NULL && status >= 1 && status <= 5 && strcasecmp(end, "XX") == 0)
        status *= 100;
    free(text);
    return status >= 100 && status <= 599 ? (int)status : 0;
}

/* The status that is expected: where none is said, the first of those that are allowed. */
static int expected_of(const struct jsontape *t, uint32_t at)
{
    const int status = status_of(t, jsontape_get(t, at, "status"));
    return status != 0 ? status : status_of(t, jsontape_get(t, at, "status_in"));
}

/* The types of cases as models write them, in Chinese where the names are to be. */
static int read_type(struct claim *c, const struct jsontape *t, uint32_t type,
                     struct diag_error *err)
{
    static const struct {
        const char *name;
        enum casetype type;
    } types[] = {
        {"positive", CASETYPE_POSITIVE}, {"negative", CASETYPE_NEGATIVE},
        {"boundary", CASETYPE_BOUNDARY}, {"正向", CASETYPE_POSITIVE},
        {"负向", CASETYPE_NEGATIVE},     {"边界", CASETYPE_BOUNDARY},
        {"正常", CASETYPE_POSITIVE},     {"异常", CASETYPE_NEGATIVE},
        {"边界值", CASETYPE_BOUNDARY},   {"正面", CASETYPE_POSITIVE},
        {"反向", CASETYPE_NEGATIVE},     {"负面", CASETYPE_NEGATIVE},
    };
    char *said = jsontape_text(t, type);
    for (size_t i = 0; said != NULL && i < sizeof types / sizeof *types; i++)
        if (strcasecmp(said, types[i].name) == 0) {
            c->label.type = types[i].type;
            free(said);
            return 0;
        }
    free(said);
    return diag_fail(err, "test_type is none of positive, negative and boundary");
}

/* "price", "items[0].price" and "$.price" as a JSON pointer; a parameter's name has signs of its own. */
static void add_path(const char *path, bool body, struct buf *out)
{
    path += body ? strspn(path, "$.") : 0;
    if (*path != '\0')
        buf_char(out, '/');
    for (; *path != '\0'; path++) {
        if (body && (*path == '.' || *path == '['))
            buf_char(out, '/');
        else if (!body || *path != ']')
            jsonpointer_token(path, 1, out);
    }
}

static bool is_parameter(const char *in)
{
    static const char *const parameters[] = {"path", "query", "header", "cookie"};
    for (size_t i = 0; i < sizeof parameters / sizeof *parameters; i++)
        if (strcmp(parameters[i], in) == 0)
            return true;
    return false;
}

/* The pointer as a case has it, whatever a model puts around it ("#/price", "/body/price"), to be freed; NULL where it is
 * none. */
static char *pointer_of(const struct jsontape *t, uint32_t violates, const char *in)
{
    char *said = jsontape_text(t, jsontape_get(t, violates, "pointer"));
    const bool body = in == NULL || !is_parameter(in);
    struct buf out;
    if (said == NULL)
        return NULL;
    buf_init(&out, CEILING_TEXT);
    const char *from = said + (*said == '#' ? 1 : 0);
    if (body && (strncmp(from, "/body/", 6) == 0 || strncmp(from, "body.", 5) == 0))
        from += 5;
    if (*from != '/')
        add_path(from, body, &out);
    else if (from[1] != '\0')
        buf_text(&out, from);
    free(said);
    for (const char *c = out.data; (c = strchr(c, '~')) != NULL; c++)
        if (c[1] != '0' && c[1] != '1') {
            buf_free(&out);
            return NULL;
        }
    return buf_take(&out);
}

static void read_violation(struct claim *c, const struct claim_source *s)
{
    uint32_t violates = violation_of(s->t, s->at);
    const char kind = jsontape_kind(s->t, violates), *in = place_of(s->t, s->at);
    c->label.breaks = kind == '{' || in != NULL;
    c->in = in == NULL ? NULL : mem_text(in);
    c->pointer = pointer_of(s->t, violates, in);
    c->keyword = jsontape_text(s->t, jsontape_get(s->t, violates, "keyword"));
    c->quote = jsontape_text(s->t, jsontape_get(s->t, violates, "quote"));
    c->label.in = c->in;
    c->label.pointer = c->pointer;
    c->label.keyword = c->keyword;
    c->label.quote = c->quote;
    c->label.quoted = c->quote != NULL && quote_occurs(s->words, c->quote);
    c->label.read_only = in != NULL && strcmp(in, "body") == 0 && c->pointer != NULL &&
                         breach_is_read_only(s->record, s->view, c->pointer);
}

static int check_operation(struct claim *c, const struct claim_source *s, struct diag_error *err)
{
    char *method = jsontape_text(s->t, jsontape_get(s->t, s->at, "method"));
    char *path = jsontape_text(s->t, jsontape_get(s->t, s->at, "path"));
    char *own_method = record_text(s->record, "method"), *own_path = record_text(s->record, "path");
    int rc = 0;
    c->label.other_method = method != NULL &&
                            strcasecmp(method, own_method == NULL ? "" : own_method) != 0;
    const bool about = (c->in != NULL && strcmp(c->in, "method") == 0) ||
                       (!c->label.breaks && expect_of(c->label.status) == EXPECT_METHOD);
    if (c->label.other_method && !about)
        rc = diag_fail(err, "method %.40s is not the operation's", method);
    else if (path != NULL && !route_fits(own_path == NULL ? "" : own_path, path))
        rc = diag_fail(err, "path %.200s is not the operation's", path);
    free(method);
    free(path);
    free(own_method);
    free(own_path);
    return rc;
}

int claim_read(struct claim *c, const struct claim_source *s, struct diag_error *err)
{
    const struct jsontape *t = s->t;
    *c = (struct claim){0};
    if (jsontape_kind(t, s->at) != '{')
        return diag_fail(err, "the case is no object");
    if (!jsontape_says(t, jsontape_get(t, s->at, "name")))
        return diag_fail(err, "the case has no name");
    if (read_type(c, t, jsontape_get(t, s->at, "test_type"), err) < 0)
        return -1;
    c->label.status = expected_of(t, s->at);
    if (c->label.status == 0)
        return diag_fail(err, "status is none from 100 to 599");
    c->label.documented = expect_is_documented(s->record, c->label.status);
    read_violation(c, s);
    return check_operation(c, s, err);
}

/* The credentials for one place: whether the draft has any, and any that are not ours. */
static void look_at(struct claim *c, const struct record *r, const struct jsontape *draft,
                    const char *place, const char *member)
{
    struct table names;
    table_init(&names);
    credential_names_of_all(r, place, &names);
    for (struct jsontape_walk w = jsontape_walk(draft, jsontape_get(draft, 0, member));
         jsontape_step(draft, &w);) {
        char *name = jsontape_text(draft, w.key);
        for (size_t i = 0; name != NULL && i < names.count; i++) {
            if (strcasecmp(name, names.entry[i].key) != 0)
                continue;
            c->label.bare = false;
            c->label.own = c->label.own &&
                           jsontape_is(draft, w.value,
                                       credential_placeholder(names.entry[i].value.number));
        }
        free(name);
    }
    table_free(&names);
}

void claim_look(struct claim *c, const struct claim_source *s, const struct jsontape *draft)
{
    const struct record *r = s->record;
    c->label.preconditions = jsontape_size(draft, jsontape_get(draft, 0, "preconditions")) > 0;
    c->label.needed = credential_needed(r);
    for (struct jsontape_walk w = jsontape_walk(&r->tape, record_get(r, "security"));
         jsontape_step(&r->tape, &w);)
        c->label.secured = c->label.secured || jsontape_size(&r->tape, w.value) > 0;
    c->label.bare = c->label.own = true;
    if (jsontape_is(s->t, jsontape_get(s->t, s->at, "technique"), "auth_missing"))
        return;
    look_at(c, r, draft, "header", "headers");
    look_at(c, r, draft, "query", "query_params");
    look_at(c, r, draft, "cookie", "cookies");
}

void claim_free(struct claim *c)
{
    free(c->in);
    free(c->pointer);
    free(c->keyword);
    free(c->quote);
}
