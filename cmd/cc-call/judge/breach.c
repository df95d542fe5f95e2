#include "breach.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "mem.h"
#include "reading.h"
#include "schema/members.h"
#include "schema/merge.h"
#include "schema/report.h"
#include "schema/validate.h"
#include "table.h"
#include "testcase/credential.h"
#include "testcase/media.h"
#include "testcase/sending.h"

/* A draft, and what it is held against. */
struct trial {
    struct breach_list *list;
    const struct record *record;
    const struct schema_view *view;
    const struct jsontape *t;
    uint32_t draft;
};

static void doubt(struct trial *j)
{
    j->list->verdict = schema_verdict_and(j->list->verdict, SCHEMA_UNKNOWN);
}

/* line is the list's from then on. */
static void add(struct trial *j, const char *in, const char *pointer, const char *keyword,
                char *line)
{
    struct breach_list *l = j->list;
    l->verdict = SCHEMA_INVALID;
    if (l->count < BREACHES)
        l->item[l->count] = (struct breach){in, mem_text(pointer), keyword, line};
    else
        free(line);
    l->count++;
}

/* The place of a failure: that of the member where it is about one. */
static void add_place(const struct schema_failure *f, struct buf *out)
{
    const bool cut = strlen(f->member) + 4 >= sizeof f->member;
    buf_text(out, f->pointer);
    if (f->member[0] != '\0' && !cut) {
        buf_char(out, '/');
        jsonpointer_token(f->member, strlen(f->member), out);
    }
}

/* What lib/schema says of one part; name: of a parameter, "" of the body. */
static void add_report(struct trial *j, const char *in, const char *name,
                       enum schema_verdict verdict, const struct schema_report *report)
{
    j->list->verdict = schema_verdict_and(j->list->verdict, verdict);
    for (size_t i = 0; verdict == SCHEMA_INVALID && i < report->failures; i++) {
        if (i >= SCHEMA_FAILURES) {
            j->list->count++;
            continue;
        }
        const struct schema_failure *f = &report->failure[i];
        struct buf pointer, line;
        buf_init(&pointer, CEILING_TEXT);
        buf_init(&line, CEILING_TEXT);
        if (name[0] != '\0') {
            buf_char(&pointer, '/');
            jsonpointer_token(name, strlen(name), &pointer);
            buf_format(&line, "%s %s, ", in, name);
        } else {
            buf_format(&line, "%s, ", in);
        }
        add_place(f, &pointer);
        schema_report_line(f, &j->record->tape, &line);
        add(j, in, pointer.data, f->keyword, buf_take(&line));
        buf_free(&pointer);
    }
}

static const struct place {
    const char *in, *member;
} places[] = {{"path", "path_params"},
              {"query", "query_params"},
              {"header", "headers"},
              {"cookie", "cookies"}};

/* The value that the draft has for a parameter; names of headers have no case. */
static uint32_t value_of(const struct trial *j, const struct place *place, const char *name)
{
    uint32_t values = jsontape_get(j->t, j->draft, place->member);
    uint32_t value = jsontape_get(j->t, values, name);
    struct jsontape_walk w = jsontape_walk(j->t, values);
    while (value == JSONTAPE_NONE && strcmp(place->in, "header") == 0 && jsontape_step(j->t, &w)) {
        char *own = jsontape_text(j->t, w.key);
        if (own != NULL && strcasecmp(own, name) == 0)
            value = w.value;
        free(own);
    }
    return value;
}

/* Headers that stand for what other members say, and credentials, which are ours. */
static bool is_ours(const struct trial *j, const struct place *place, const char *name)
{
    static const char *const others[] = {"Accept", "Content-Type", "Authorization"};
    const bool header = strcmp(place->in, "header") == 0;
    struct table names;
    bool ours = false;
    for (size_t i = 0; header && i < sizeof others / sizeof *others; i++)
        ours = ours || strcasecmp(others[i], name) == 0;
    table_init(&names);
    credential_names(j->record, place->in, &names);
    for (size_t i = 0; i < names.count; i++)
        ours = ours || (header ? strcasecmp(names.entry[i].key, name)
                               : strcmp(names.entry[i].key, name)) == 0;
    table_free(&names);
    return ours;
}

/* Whether a parameter may be there by other names: an object by its members, each on its own. */
static bool may_be_spread(const struct trial *j, const struct place *place, uint32_t schema)
{
    struct schema_merge m;
    schema_merge_init(&m, j->view, NULL);
    schema_merge_add(&m, schema);
    const bool object = m.cut || (m.types & SCHEMA_OBJECT) != 0;
    schema_merge_free(&m);
    return object && schema != JSONTAPE_NONE && strcmp(place->in, "path") != 0;
}

static void judge_missing(struct trial *j, const struct place *place, const char *name,
                          uint32_t schema)
{
    struct buf pointer, line;
    if (may_be_spread(j, place, schema)) {
        doubt(j);
        return;
    }
    buf_init(&pointer, CEILING_TEXT);
    buf_init(&line, CEILING_TEXT);
    buf_char(&pointer, '/');
    jsonpointer_token(name, strlen(name), &pointer);
    buf_format(&line, "the %s parameter %s is missing", place->in, name);
    add(j, place->in, pointer.data, "required", buf_take(&line));
    buf_free(&pointer);
}

static void judge_parameter(struct trial *j, uint32_t parameter)
{
    const struct jsontape *t = &j->record->tape;
    const struct place *place = NULL;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++)
        if (jsontape_is(t, jsontape_get(t, parameter, "in"), places[i].in))
            place = &places[i];
    char *name = jsontape_text(t, jsontape_get(t, parameter, "name"));
    uint32_t value = place == NULL || name == NULL ? JSONTAPE_NONE : value_of(j, place, name);
    uint32_t schema = jsontape_get(t, parameter, "schema");
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, parameter, "content"));
    const bool json = schema == JSONTAPE_NONE && jsontape_step(t, &w);
    if (json)
        schema = jsontape_get(t, w.value, "schema");
    if (place == NULL || name == NULL || is_ours(j, place, name)) {
        free(name);
        return;
    }
    const bool required = jsontape_true(t, jsontape_get(t, parameter, "required"));
    struct schema_report report = {0};
    if (value == JSONTAPE_NONE && required && place != &places[0])
        judge_missing(j, place, name, schema);
    else if (value != JSONTAPE_NONE && (schema == JSONTAPE_NONE || json))
        doubt(j);
    else if (value != JSONTAPE_NONE)
        add_report(j, place->in, name, reading_verdict(j->view, schema, j->t, value, &report),
                   &report);
    free(name);
}

/* A body that is JSON, or fields of a form: what is sent as something else no schema speaks of. */
static void judge_value(struct trial *j, const char *content_type, uint32_t schema,
                        const struct jsontape *t, uint32_t body)
{
    const enum media media = media_of(content_type);
    struct schema_report report = {0};
    if (schema == JSONTAPE_NONE || media == MEDIA_TEXT)
        doubt(j);
    else if (media == MEDIA_JSON)
        add_report(j, "body", "", schema_validate(j->view, schema, t, body, true, &report),
                   &report);
    else
        add_report(j, "body", "", reading_verdict(j->view, schema, t, body, &report), &report);
}

/* A body that is given as its bytes. */
static void judge_text(struct trial *j, const char *content_type, uint32_t schema, uint32_t text)
{
    struct jsontape tape;
    struct buf bytes;
    jsontape_init(&tape);
    buf_init(&bytes, CEILING_LINE);
    jsontape_string(j->t, text, &bytes);
    if (media_of(content_type) != MEDIA_JSON)
        doubt(j);
    else if (jsontape_read(&tape, bytes.data, bytes.len, NULL) < 0)
        add(j, "body", "", NULL, mem_text("the body is no JSON"));
    else
        judge_value(j, content_type, schema, &tape, 0);
    jsontape_free(&tape);
    buf_free(&bytes);
}

/* What the body is sent as: as the draft says, else the operation's first choice. */
static char *content_type_of(const struct trial *j, uint32_t *entry)
{
    char *said = jsontape_text(j->t, jsontape_get(j->t, j->draft, "content_type"));
    uint32_t media = sending_media(j->record, entry);
    if (said == NULL)
        return jsontape_text(&j->record->tape, media);
    uint32_t own = JSONTAPE_NONE;
    if (!sending_is_listed(j->record, said, &own)) {
        free(said);
        return NULL;
    }
    *entry = own;
    return said;
}

static void judge_body(struct trial *j)
{
    const struct jsontape *t = &j->record->tape;
    uint32_t stated = jsontape_get(t, record_get(j->record, "request"), "body");
    uint32_t body = jsontape_get(j->t, j->draft, "body");
    uint32_t text = jsontape_get(j->t, j->draft, "body_text"), entry = JSONTAPE_NONE;
    if (body == JSONTAPE_NONE && text == JSONTAPE_NONE) {
        if (jsontape_true(t, jsontape_get(t, stated, "required")))
            add(j, "body", "", "required", mem_text("the body is missing"));
        return;
    }
    if (jsontape_size(t, jsontape_get(t, stated, "content")) == 0) {
        doubt(j);
        return;
    }
    char *content_type = content_type_of(j, &entry);
    uint32_t schema = jsontape_get(t, entry, "schema");
    if (content_type == NULL)
        add(j, "media", "", "content", mem_text("the body is of a media type that is not listed"));
    else if (body == JSONTAPE_NONE)
        judge_text(j, content_type, schema, text);
    else
        judge_value(j, content_type, schema, j->t, body);
    free(content_type);
}

void breach_find(struct breach_list *l, const struct record *r, const struct schema_view *v,
                 const struct jsontape *t, uint32_t draft)
{
    struct trial j = {l, r, v, t, draft};
    *l = (struct breach_list){.verdict = SCHEMA_VALID};
    struct jsontape_walk w = jsontape_walk(
        &r->tape, jsontape_get(&r->tape, record_get(r, "request"), "parameters"));
    while (jsontape_step(&r->tape, &w))
        judge_parameter(&j, w.value);
    judge_body(&j);
}

void breach_free(struct breach_list *l)
{
    for (size_t i = 0; i < l->count && i < BREACHES; i++) {
        free(l->item[i].pointer);
        free(l->item[i].line);
    }
}

static bool is_branch(const struct breach *b)
{
    static const char *const branches[] = {"anyOf", "oneOf", "not"};
    for (size_t i = 0; b->keyword != NULL && i < sizeof branches / sizeof *branches; i++)
        if (strcmp(b->keyword, branches[i]) == 0)
            return true;
    return false;
}

bool breach_holds(const struct breach *b, const char *in, const char *pointer)
{
    const size_t len = strlen(b->pointer);
    return is_branch(b) && strcmp(b->in, in) == 0 && strncmp(b->pointer, pointer, len) == 0 &&
           (pointer[len] == '\0' || pointer[len] == '/');
}

/* Whether all but b itself holds it, or with `place` is broken at its place. */
static bool is_alone(const struct breach_list *l, const struct breach *b, bool place)
{
    for (size_t i = 0; i < l->count; i++) {
        if (i >= BREACHES)
            return false;
        const struct breach *other = &l->item[i];
        const bool same = strcmp(other->in, b->in) == 0 && strcmp(other->pointer, b->pointer) == 0;
        if (other != b && !(place && same) && !breach_holds(other, b->in, b->pointer))
            return false;
    }
    return true;
}

bool breach_is_alone(const struct breach_list *l, const struct breach *b)
{
    return is_alone(l, b, true);
}

const struct breach *breach_only(const struct breach_list *l)
{
    for (size_t i = 0; i < l->count && i < BREACHES; i++) {
        const struct breach *b = &l->item[i];
        const bool type = b->keyword != NULL && strcmp(b->keyword, "type") == 0;
        if (l->count == 1 || (!is_branch(b) && is_alone(l, b, type)))
            return b;
    }
    return NULL;
}

bool breach_is_read_only(const struct record *r, const struct schema_view *v, const char *pointer)
{
    uint32_t entry = JSONTAPE_NONE;
    struct schema_merge at, below;
    sending_media(r, &entry);
    schema_merge_init(&at, v, NULL);
    schema_merge_add(&at, jsontape_get(&r->tape, entry, "schema"));
    for (size_t depth = 0; *pointer == '/' && depth < CEILING_DEPTH; depth++) {
        const size_t len = strcspn(pointer + 1, "/");
        struct buf name;
        buf_init(&name, CEILING_TEXT);
        jsonpointer_name(pointer + 1, len, &name);
        schema_merge_init(&below, v, NULL);
        if ((at.types & SCHEMA_OBJECT) != 0)
            schema_members_one(&at, name.data, name.len, &below);
        else
            schema_members_item(&at, 0, &below);
        schema_merge_free(&at);
        at = below;
        buf_free(&name);
        pointer += 1 + len;
    }
    const bool read_only = *pointer == '\0' && schema_merge_says(&at, "readOnly");
    schema_merge_free(&at);
    return read_only;
}
