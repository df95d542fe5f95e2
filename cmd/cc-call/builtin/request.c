#include "request.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "mem.h"
#include "schema/derive.h"
#include "schema/instance.h"
#include "schema/validate.h"
#include "testcase/media.h"
#include "testcase/sending.h"

static const struct {
    const char *in, *member;
} places[] = {
    [REQUEST_PATH] = {"path", "path_params"}, [REQUEST_QUERY] = {"query", "query_params"},
    [REQUEST_HEADER] = {"header", "headers"}, [REQUEST_COOKIE] = {"cookie", "cookies"},
    [REQUEST_BODY] = {"body", "body"},
};

const char *request_in_name(enum request_in in)
{
    return places[in].in;
}

static char *derive(const struct request *q, struct request_part *p, bool full,
                    unsigned long long seed)
{
    struct schema_derive d = {
        .view = &q->view, .seed = seed, .all = full, .request = true, .textual = p->textual};
    struct buf out;
    buf_init(&out, CEILING_LINE);
    bool made = true;
    if (p->schema == JSONTAPE_NONE)
        buf_text(&out, "\"sample\"");
    else
        made = schema_instance(&d, p->schema, p->in == REQUEST_PATH ? "id" : p->name, &out);
    char *text = made && !buf_over(&out) ? buf_take(&out) : NULL;
    p->careful = p->careful || d.careful;
    buf_free(&out);
    return text;
}

/* An object or a list of nothing: as text, a parameter that is not there. */
static bool is_absent(const struct request_part *p, const char *value)
{
    return p->textual && p->in != REQUEST_BODY &&
           (strcmp(value, "{}") == 0 || strcmp(value, "[]") == 0);
}

static enum schema_verdict judge(const struct request *q, const struct request_part *p,
                                 const char *value)
{
    if (value == NULL || (p->required && is_absent(p, value)))
        return SCHEMA_INVALID;
    if (p->schema == JSONTAPE_NONE)
        return SCHEMA_UNKNOWN;
    return schema_validate_text(&q->view, p->schema, value, strlen(value), true, NULL);
}

/* The parameter's own example, where it is not known to be wrong. */
static char *given(const struct request *q, const struct request_part *p)
{
    const struct jsontape *t = &q->record->tape;
    struct buf out;
    uint32_t example = jsontape_get(t, p->node, "example");
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, p->node, "examples"));
    if (example == JSONTAPE_NONE && jsontape_step(t, &w))
        example = jsontape_get(t, w.value, "value");
    if (p->in == REQUEST_BODY || example == JSONTAPE_NONE || jsontape_is(t, example, ""))
        return NULL;
    buf_init(&out, CEILING_LINE);
    jsontape_copy(t, example, &out);
    char *text = buf_over(&out) ? NULL : buf_take(&out);
    buf_free(&out);
    if (text != NULL && judge(q, p, text) == SCHEMA_INVALID) {
        free(text);
        text = NULL;
    }
    return text;
}

static void add_part(struct request *q, struct request_part p, unsigned long long seed)
{
    p.plain = given(q, &p);
    p.full = p.plain == NULL ? derive(q, &p, true, seed) : NULL;
    if (p.plain == NULL)
        p.plain = derive(q, &p, false, seed);
    p.plain_verdict = judge(q, &p, p.plain);
    p.full_verdict = p.full == NULL ? p.plain_verdict : judge(q, &p, p.full);
    if (p.full == NULL || p.full_verdict == SCHEMA_INVALID) {
        free(p.full);
        p.full = p.plain == NULL ? NULL : mem_text(p.plain);
        p.full_verdict = p.plain_verdict;
    }
    q->part = mem_grow(q->part, q->parts, &q->room, sizeof *q->part);
    q->part[q->parts++] = p;
}

/* OpenAPI passes over parameters that stand for what other members say. */
static bool is_described_elsewhere(const struct request_part *p)
{
    return p->in == REQUEST_HEADER &&
           (strcasecmp(p->name, "Accept") == 0 || strcasecmp(p->name, "Content-Type") == 0 ||
            strcasecmp(p->name, "Authorization") == 0);
}

/* Whether the path has a {name}. */
static bool is_in_path(const char *path, const char *name)
{
    const size_t len = strlen(name);
    for (const char *open = strchr(path, '{'); open != NULL; open = strchr(open + 1, '{'))
        if (strncmp(open + 1, name, len) == 0 && open[1 + len] == '}')
            return true;
    return false;
}

static bool has_part(const struct request *q, enum request_in in, const char *name)
{
    for (size_t i = 0; i < q->parts; i++)
        if (q->part[i].in == in && strcmp(q->part[i].name, name) == 0)
            return true;
    return false;
}

/* A {name} of the path that no parameter declares: any text. */
static void add_undeclared(struct request *q, const char *path, unsigned long long seed)
{
    const char *close = path;
    for (const char *open; (open = strchr(close, '{')) != NULL;) {
        struct request_part p = {.in = REQUEST_PATH,
                                 .required = true,
                                 .textual = true,
                                 .node = JSONTAPE_NONE,
                                 .schema = JSONTAPE_NONE};
        close = strchr(open, '}');
        if (close == NULL)
            return;
        p.name = mem_copy(open + 1, (size_t)(close - open - 1));
        if (has_part(q, REQUEST_PATH, p.name))
            free(p.name);
        else
            add_part(q, p, seed);
    }
}

static void add_parameter(struct request *q, uint32_t node, const char *path,
                          unsigned long long seed)
{
    const struct jsontape *t = &q->record->tape;
    struct request_part p = {.node = node, .in = REQUEST_BODY, .textual = true};
    uint32_t in = jsontape_get(t, node, "in");
    for (enum request_in i = REQUEST_PATH; i < REQUEST_BODY; i++)
        if (jsontape_is(t, in, places[i].in))
            p.in = i;
    p.name = jsontape_text(t, jsontape_get(t, node, "name"));
    if (p.in == REQUEST_BODY || p.name == NULL || is_described_elsewhere(&p) ||
        has_part(q, p.in, p.name) || (p.in == REQUEST_PATH && !is_in_path(path, p.name))) {
        free(p.name);
        return;
    }
    p.required = p.in == REQUEST_PATH || jsontape_true(t, jsontape_get(t, node, "required"));
    p.schema = jsontape_get(t, node, "schema");
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, node, "content"));
    if (p.schema == JSONTAPE_NONE && jsontape_step(t, &w)) {
        char *type = jsontape_text(t, w.key);
        p.schema = jsontape_get(t, w.value, "schema");
        p.textual = type == NULL || media_of(type) != MEDIA_JSON;
        free(type);
    }
    add_part(q, p, seed);
}

/* A value in a format that we do not write, XML for one: there is none. */
static void drop(struct request_part *p)
{
    free(p->plain);
    free(p->full);
    p->plain = p->full = NULL;
    p->plain_verdict = p->full_verdict = SCHEMA_INVALID;
}

static void add_body(struct request *q, unsigned long long seed)
{
    const struct jsontape *t = &q->record->tape;
    struct request_part p = {.in = REQUEST_BODY, .node = JSONTAPE_NONE};
    uint32_t media = sending_media(q->record, &p.node);
    q->content_type = jsontape_text(t, media);
    if (q->content_type == NULL)
        return;
    if (strchr(q->content_type, '*') != NULL) {
        free(q->content_type);
        q->content_type = mem_text("application/json");
    }
    uint32_t body = jsontape_get(t, record_get(q->record, "request"), "body");
    p.name = mem_text("");
    p.required = jsontape_true(t, jsontape_get(t, body, "required"));
    p.textual = media_of(q->content_type) != MEDIA_JSON;
    p.schema = jsontape_get(t, p.node, "schema");
    add_part(q, p, seed);
    struct request_part *body_part = &q->part[q->parts - 1];
    if (media_of(q->content_type) == MEDIA_TEXT && body_part->plain != NULL &&
        body_part->plain[0] != '"')
        drop(body_part);
}

void request_open(struct request *q, const struct record *r, unsigned long long seed)
{
    *q = (struct request){.record = r};
    char *path = record_text(r, "path");
    schema_view_open(&q->view, &r->tape);
    uint32_t request = record_get(r, "request");
    struct jsontape_walk w = jsontape_walk(&r->tape, jsontape_get(&r->tape, request, "parameters"));
    while (jsontape_step(&r->tape, &w))
        add_parameter(q, w.value, path == NULL ? "" : path, seed);
    add_undeclared(q, path == NULL ? "" : path, seed);
    free(path);
    add_body(q, seed);
}

void request_close(struct request *q)
{
    for (size_t i = 0; i < q->parts; i++) {
        free(q->part[i].name);
        free(q->part[i].plain);
        free(q->part[i].full);
    }
    free(q->part);
    free(q->content_type);
    schema_view_close(&q->view);
}

static enum schema_verdict verdict_of(const struct request_part *part, bool full)
{
    return full ? part->full_verdict : part->plain_verdict;
}

/* The value of a part in a plan; NULL when it is left out, as is one that need not be there and for which
 * nothing valid can be made. */
static const char *value_of(const struct request *q, const struct request_plan *p, size_t i)
{
    const struct request_part *part = &q->part[i];
    if (i == p->changed)
        return p->value;
    if (!part->required && (!p->full || verdict_of(part, true) == SCHEMA_INVALID))
        return NULL;
    return p->full ? part->full : part->plain;
}

static void write_value(const struct request *q, const struct request_plan *p, size_t i,
                        const char *value, struct jsonwrite *w)
{
    if (q->part[i].in != REQUEST_BODY)
        jsonwrite_key(w, q->part[i].name);
    if (i == p->changed && p->raw)
        jsonwrite_bytes(w, value, p->len);
    else
        jsonwrite_raw(w, value, i == p->changed ? p->len : strlen(value));
}

static void write_place(const struct request *q, const struct request_plan *p, enum request_in in,
                        struct jsonwrite *w)
{
    bool any = false;
    for (size_t i = 0; i < q->parts; i++) {
        const char *value = q->part[i].in == in ? value_of(q, p, i) : NULL;
        if (value == NULL)
            continue;
        if (!any) {
            jsonwrite_key(w, in == REQUEST_BODY && p->raw ? "body_text" : places[in].member);
            if (in != REQUEST_BODY)
                jsonwrite_open(w, '{');
        }
        any = true;
        write_value(q, p, i, value, w);
    }
    if (any && in != REQUEST_BODY)
        jsonwrite_close(w, '}');
    if (any && in == REQUEST_BODY)
        jsonwrite_member(w, "content_type",
                         p->content_type == NULL ? q->content_type : p->content_type);
}

void request_write(const struct request *q, const struct request_plan *p, struct jsonwrite *w)
{
    for (enum request_in in = REQUEST_PATH; in < REQUEST_PLACES; in++)
        write_place(q, p, in, w);
}

enum schema_verdict request_verdict(const struct request *q, const struct request_plan *p)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    for (size_t i = 0; i < q->parts; i++)
        if (i != p->changed && (q->part[i].required || value_of(q, p, i) != NULL))
            verdict = schema_verdict_and(verdict, verdict_of(&q->part[i], p->full));
    return verdict;
}
