#include "operation.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "ceiling.h"
#include "jsondigest.h"
#include "jsonwrite.h"
#include "lower.h"
#include "mem.h"

/* The parameters of an operation: the path item's, replaced or added to by its own. */
struct parameters {
    uint32_t *node; /* as written: may be a reference */
    uint32_t *target;
    size_t count, room, target_room;
    struct table by_name; /* "in name" → index + 1 */
};

/* Writes a member whose value is copied as it stands, if it is there. */
static void copy_member(const struct jsontape *t, uint32_t object, const char *from, const char *to,
                        char kind, struct jsonwrite *w)
{
    uint32_t value = jsontape_get(t, object, from);
    if (jsontape_kind(t, value) != kind)
        return;
    jsonwrite_key(w, to);
    jsontape_write(t, value, w);
}

/* A version may be a YAML number; in records it is text. */
static void write_version(const struct jsontape *t, uint32_t value, const char *key,
                          struct jsonwrite *w)
{
    size_t len;
    const char *raw = jsontape_raw(t, value, &len);
    jsonwrite_key(w, key);
    if (jsontape_kind(t, value) == '"')
        jsonwrite_raw(w, raw, len);
    else
        jsonwrite_bytes(w, raw, len);
}

void operation_init(struct operation_writer *o, struct shape *shape, const char *source,
                    size_t operations, size_t max_bytes)
{
    const struct jsontape *t = shape->refs->t;
    *o = (struct operation_writer){.shape = shape, .max_bytes = max_bytes};
    o->swagger = jsontape_get(t, 0, "openapi") == JSONTAPE_NONE;
    budget_init(&o->budget);
    buf_init(&o->spec, CEILING_SPEC);
    buf_init(&o->request, CEILING_LINE);
    buf_init(&o->responses, CEILING_LINE);
    buf_init(&o->security, CEILING_LINE);
    struct jsonwrite w = jsonwrite_to(&o->spec);
    uint32_t info = jsontape_get(t, 0, "info");
    jsonwrite_open(&w, '{');
    write_version(t, jsontape_get(t, info, "title"), "title", &w);
    write_version(t, jsontape_get(t, info, "version"), "version", &w);
    jsonwrite_member(&w, "source", source);
    write_version(t, jsontape_get(t, 0, o->swagger ? "swagger" : "openapi"), "openapi", &w);
    jsonwrite_member_int(&w, "operations", (long long)operations);
    jsonwrite_close(&w, '}');
}

void operation_free(struct operation_writer *o)
{
    budget_free(&o->budget);
    buf_free(&o->spec);
    buf_free(&o->request);
    buf_free(&o->responses);
    buf_free(&o->security);
}

static void add_parameters(struct parameters *p, struct shape *s, uint32_t list)
{
    const struct jsontape *t = s->refs->t;
    struct buf key;
    buf_init(&key, CEILING_TEXT);
    for (struct jsontape_walk w = jsontape_walk(t, list); jsontape_step(t, &w);) {
        uint32_t target = refs_follow(s->refs, w.value);
        uint32_t name = jsontape_get(t, target, "name"), in = jsontape_get(t, target, "in");
        if (jsontape_kind(t, name) != '"' || jsontape_kind(t, in) != '"') {
            shape_warn(s, w.value,
                       target == JSONTAPE_NONE ? "its reference leads nowhere in this document"
                                               : "this parameter has no name or no place (`in`)");
            continue;
        }
        buf_reset(&key);
        jsontape_string(t, in, &key);
        buf_char(&key, ' ');
        jsontape_string(t, name, &key);
        struct table_entry *e = table_put(&p->by_name, key.data, key.len);
        size_t at = e->value.number == 0 ? p->count : e->value.number - 1;
        if (at == p->count) {
            p->node = mem_grow(p->node, p->count, &p->room, sizeof *p->node);
            p->target = mem_grow(p->target, p->count, &p->target_room, sizeof *p->target);
            e->value.number = ++p->count;
        }
        p->node[at] = w.value;
        p->target[at] = target;
    }
    buf_free(&key);
}

static void parameters_free(struct parameters *p)
{
    free(p->node);
    free(p->target);
    table_free(&p->by_name);
}

static void write_parameters(struct operation_writer *o, const struct parameters *p,
                             struct jsonwrite *w, struct shape_deps *deps)
{
    const struct jsontape *t = o->shape->refs->t;
    jsonwrite_key(w, "parameters");
    jsonwrite_open(w, '[');
    for (size_t i = 0; i < p->count; i++) {
        if (o->swagger && lower_is_body(t, p->target[i]))
            continue;
        if (o->swagger) {
            lower_parameter(o->shape, p->target[i], w, deps);
        } else {
            shape_copy(o->shape, SHAPE_PARAMETER, p->node[i], w, deps);
        }
    }
    jsonwrite_close(w, ']');
}

/* Moves the body parameters of Swagger to the front of p->target; returns how many there are. */
static size_t gather_body(const struct jsontape *t, struct parameters *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->count; i++)
        if (lower_is_body(t, p->target[i]))
            p->target[n++] = p->target[i];
    return n;
}

static struct digest write_request(struct operation_writer *o, const struct walk_operation *op,
                                   struct shape_deps *deps)
{
    const struct jsontape *t = o->shape->refs->t;
    struct parameters p = {0};
    table_init(&p.by_name);
    add_parameters(&p, o->shape, jsontape_get(t, op->item, "parameters"));
    add_parameters(&p, o->shape, jsontape_get(t, op->node, "parameters"));
    struct jsonwrite w = jsonwrite_to(&o->request);
    buf_reset(&o->request);
    jsonwrite_open(&w, '{');
    write_parameters(o, &p, &w, deps);
    uint32_t body = jsontape_get(t, op->node, "requestBody");
    size_t body_parameters = o->swagger ? gather_body(t, &p) : 0;
    if (body_parameters > 0) {
        jsonwrite_key(&w, "body");
        lower_body(o->shape, op, p.target, body_parameters, &w, deps);
    } else if (!o->swagger && jsontape_kind(t, body) == '{') {
        jsonwrite_key(&w, "body");
        shape_copy(o->shape, SHAPE_BODY, body, &w, deps);
    }
    jsonwrite_close(&w, '}');
    parameters_free(&p);
    return jsondigest_json(o->request.data, o->request.len);
}

/* An extension, `x-…`, is no response. */
static bool is_response(const struct jsontape *t, uint32_t key)
{
    size_t len;
    return key != JSONTAPE_NONE && strncmp(jsontape_raw(t, key, &len), "\"x-", 3) != 0;
}

static struct digest write_responses(struct operation_writer *o, const struct walk_operation *op,
                                     struct shape_deps *deps)
{
    const struct jsontape *t = o->shape->refs->t;
    uint32_t responses = jsontape_get(t, op->node, "responses");
    struct jsonwrite w = jsonwrite_to(&o->responses);
    buf_reset(&o->responses);
    jsonwrite_open(&w, '{');
    for (struct jsontape_walk i = jsontape_walk(t, responses); jsontape_step(t, &i);) {
        if (!is_response(t, i.key))
            continue;
        jsontape_write_key(t, i.key, &w);
        if (o->swagger)
            lower_response(o->shape, op, refs_follow(o->shape->refs, i.value), &w, deps);
        else
            shape_copy(o->shape, SHAPE_RESPONSE, i.value, &w, deps);
    }
    jsonwrite_close(&w, '}');
    return jsondigest_json(o->responses.data, o->responses.len);
}

/* What the cases of an operation depend on, before anything is cut. */
static struct digest hash_of(struct operation_writer *o, const struct walk_operation *op,
                             struct digest request, struct digest responses, struct digest security)
{
    const struct jsontape *t = o->shape->refs->t;
    struct digest hash = jsondigest_text(op->id, strlen(op->id));
    static const char *const members[] = {"summary", "description"};
    for (size_t i = 0; i < 2; i++) {
        uint32_t value = jsontape_get(t, op->node, members[i]);
        struct digest none = {0, 0};
        hash = digest_pair(hash, value == JSONTAPE_NONE ? none : jsondigest_value(t, value));
    }
    hash = digest_pair(digest_pair(digest_pair(hash, request), responses), security);
    struct digest defs = {0, 0};
    for (size_t i = 0; i < o->budget.count; i++)
        defs = digest_add(defs, shape_def(o->shape, o->budget.def[i].def)->digest);
    return digest_pair(hash, defs);
}

static void write_defs(struct operation_writer *o, struct jsonwrite *w)
{
    jsonwrite_key(w, "$defs");
    jsonwrite_open(w, '{');
    for (size_t i = 0; i < o->budget.count; i++) {
        const struct budget_def *d = &o->budget.def[i];
        const struct shape_def *def = shape_def(o->shape, d->def);
        jsonwrite_key(w, def->name);
        if (d->cut)
            jsonwrite_bool(w, true);
        else
            jsonwrite_raw(w, def->json, def->len);
    }
    jsonwrite_close(w, '}');
}

/* A first measure of how much there is to test: cc-record(5) has the formula. */
static long long complexity_of(const struct operation_writer *o, const struct walk_operation *op)
{
    struct jsontape t;
    jsontape_init(&t);
    jsontape_read(&t, o->request.data, o->request.len, NULL); /* we wrote it; else an empty tape */
    bool writes = strcmp(op->method, "POST") == 0 || strcmp(op->method, "PUT") == 0 ||
                  strcmp(op->method, "PATCH") == 0;
    long long score = writes ? 3 : strcmp(op->method, "DELETE") == 0 ? 2 : 1;
    score += (long long)jsontape_size(&t, jsontape_get(&t, 0, "parameters"));
    if (jsontape_true(&t, jsontape_get(&t, jsontape_get(&t, 0, "body"), "required")))
        score += 2;
    for (size_t i = 0; i < o->budget.count; i++)
        score += !o->budget.def[i].response;
    const struct jsontape *spec = o->shape->refs->t;
    long long responses = 0;
    for (struct jsontape_walk i = jsontape_walk(spec, jsontape_get(spec, op->node, "responses"));
         jsontape_step(spec, &i);)
        responses += is_response(spec, i.key);
    score += responses > 0 ? responses - 1 : 0;
    jsontape_free(&t);
    return score;
}

/* Which operation of which description it is. */
static void write_place(const struct operation_writer *o, const struct walk_operation *op,
                        size_t seq, struct jsonwrite *w)
{
    jsonwrite_member(w, "id", op->id);
    jsonwrite_member_int(w, "seq", (long long)seq);
    jsonwrite_member(w, "slug", op->slug);
    jsonwrite_key(w, "spec");
    jsonwrite_raw(w, o->spec.data, o->spec.len);
}

static void write_head(struct operation_writer *o, const struct walk_operation *op,
                       struct jsonwrite *w)
{
    const struct jsontape *t = o->shape->refs->t;
    jsonwrite_member(w, "method", op->method);
    jsonwrite_member(w, "path", op->path);
    copy_member(t, op->node, "operationId", "operation_id", '"', w);
    copy_member(t, op->node, "summary", "summary", '"', w);
    copy_member(t, op->node, "description", "description", '"', w);
    copy_member(t, op->node, "tags", "tags", '[', w);
    copy_member(t, op->node, "deprecated", "deprecated", 't', w);
    struct buf base;
    buf_init(&base, CEILING_TEXT);
    access_base(o->shape, op, &base);
    jsonwrite_member(w, "base", base.data);
    buf_free(&base);
}

void operation_measure(struct operation_writer *o, const struct walk_operation *op)
{
    struct shape_deps request_deps = {0}, response_deps = {0};
    struct digest request = write_request(o, op, &request_deps);
    struct digest responses = write_responses(o, op, &response_deps);
    buf_reset(&o->security);
    struct jsonwrite security_writer = jsonwrite_to(&o->security);
    struct digest security = access_security(o->shape, op, &security_writer);
    budget_reach(&o->budget, o->shape, &request_deps, &response_deps);
    struct digest hash = hash_of(o, op, request, responses, security);
    shape_deps_free(&request_deps);
    shape_deps_free(&response_deps);
    char hex[DIGEST_HEX];
    digest_hex(hash, hex);
    snprintf(o->hash, sizeof o->hash, "xxh128:%s", hex);
}

void operation_write(struct operation_writer *o, const struct walk_operation *op, size_t seq,
                     struct buf *out)
{
    size_t start = out->len;
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    write_place(o, op, seq, &w);
    write_head(o, op, &w);
    jsonwrite_key(&w, "request");
    jsonwrite_raw(&w, o->request.data, o->request.len);
    jsonwrite_key(&w, "responses");
    jsonwrite_raw(&w, o->responses.data, o->responses.len);
    jsonwrite_key(&w, "security");
    jsonwrite_raw(&w, o->security.data, o->security.len);
    size_t used = out->len - start + 128; /* complexity, hash and cut are still to come */
    bool cut = budget_cut(&o->budget, o->shape, o->max_bytes > used ? o->max_bytes - used : 0);
    write_defs(o, &w);
    jsonwrite_member_int(&w, "complexity", complexity_of(o, op));
    jsonwrite_member(&w, "hash", o->hash);
    if (cut) {
        jsonwrite_key(&w, "cut");
        jsonwrite_raw(&w, "[\"responses\"]", strlen("[\"responses\"]"));
    }
    jsonwrite_close(&w, '}');
    out->over = buf_over(out) || buf_over(&o->request) || buf_over(&o->responses) ||
                buf_over(&o->security) || buf_over(&o->spec);
}

void operation_stub(const struct operation_writer *o, const struct walk_operation *op, size_t seq,
                    struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    write_place(o, op, seq, &w);
    jsonwrite_key(&w, "unchanged");
    jsonwrite_bool(&w, true);
    jsonwrite_close(&w, '}');
    out->over = buf_over(out) || buf_over(&o->spec);
}
