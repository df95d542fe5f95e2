#include "operation.h"

#include <string.h>

#include "access.h"
#include "ceiling.h"
#include "complexity.h"
#include "heading.h"
#include "jsondigest.h"
#include "jsonwrite.h"
#include "lower.h"
#include "spelled.h"
#include "utf8.h"

/* Room for what stands behind $defs: complexity, hash and cut; bytes that one more reference counts for. */
enum { TAIL = 128, FOLLOWED = 16 };

static const char responses_cut[] = "\"cut\":[\"responses\"]";

/* Title or version: text in records, though a version may be a YAML number; no longer than a URL, because each
 * record has it. */
static void write_info(const struct jsontape *t, uint32_t value, const char *key,
                       struct jsonwrite *w)
{
    size_t len;
    const char *raw = jsontape_raw(t, value, &len);
    struct buf text;
    buf_init(&text, CEILING_SPEC);
    jsonwrite_key(w, key);
    if (jsontape_kind(t, value) == '"' && len <= CEILING_URL) {
        jsonwrite_raw(w, raw, len);
    } else {
        spelled_text(t, value, &text);
        jsonwrite_bytes(w, text.data,
                        text.len > CEILING_URL ? utf8_cut(text.data, CEILING_URL) : text.len);
    }
    buf_free(&text);
}

void operation_init(struct operation_writer *o, struct shape *shape, const char *source,
                    size_t operations, size_t max_bytes)
{
    const struct jsontape *t = shape->t;
    *o = (struct operation_writer){.shape = shape, .max_bytes = max_bytes};
    o->swagger = jsontape_get(t, 0, "openapi") == JSONTAPE_NONE;
    closure_init(&o->closure, shape);
    budget_init(&o->budget, shape);
    trim_init(&o->trim, shape);
    jsontape_init(&o->check);
    parameters_init(&o->parameters);
    emit_init(&o->request, t, CEILING_SPEC);
    emit_init(&o->responses, t, CEILING_SPEC);
    emit_init(&o->security, t, CEILING_SPEC);
    buf_init(&o->base, CEILING_URL);
    buf_init(&o->spec, CEILING_SPEC);
    struct jsonwrite w = jsonwrite_to(&o->spec);
    uint32_t info = jsontape_get(t, 0, "info");
    jsonwrite_open(&w, '{');
    write_info(t, jsontape_get(t, info, "title"), "title", &w);
    write_info(t, jsontape_get(t, info, "version"), "version", &w);
    jsonwrite_member(&w, "source", source);
    write_info(t, jsontape_get(t, 0, o->swagger ? "swagger" : "openapi"), "openapi", &w);
    jsonwrite_member_int(&w, "operations", (long long)operations);
    jsonwrite_close(&w, '}');
}

void operation_free(struct operation_writer *o)
{
    closure_free(&o->closure);
    budget_free(&o->budget);
    trim_free(&o->trim);
    jsontape_free(&o->check);
    parameters_free(&o->parameters);
    emit_free(&o->request);
    emit_free(&o->responses);
    emit_free(&o->security);
    buf_free(&o->base);
    buf_free(&o->spec);
}

static void write_parameters(struct operation_writer *o)
{
    emit_key(&o->request, "parameters");
    emit_open(&o->request, '[');
    o->own_parameters = 0;
    for (size_t i = 0; i < o->parameters.count; i++) {
        const struct parameter *p = &o->parameters.item[i];
        if (o->swagger && p->in_body)
            continue;
        if (o->swagger)
            lower_parameter(o->shape, p->target, p->target != p->node, &o->request);
        else
            shape_copy(o->shape, GRAMMAR_PARAMETER, p->node, &o->request);
        o->own_parameters++;
    }
    emit_close(&o->request);
}

static void write_body(struct operation_writer *o)
{
    const struct jsontape *t = o->shape->t;
    uint32_t body = refs_get(o->shape->refs, o->op->node, "requestBody");
    o->body_required = false;
    if (o->swagger && o->own_parameters < o->parameters.count) {
        emit_key(&o->request, "body");
        o->body_required = lower_body(o->shape, o->op, &o->parameters, &o->request);
    } else if (!o->swagger && jsontape_kind(t, body) == '{') {
        uint32_t target = refs_follow(o->shape->refs, body);
        o->body_required = jsontape_true(t, jsontape_get(t, target, "required"));
        emit_key(&o->request, "body");
        shape_copy(o->shape, GRAMMAR_BODY, body, &o->request);
    }
}

static void write_request(struct operation_writer *o)
{
    parameters_read(&o->parameters, o->shape, o->op);
    emit_open(&o->request, '{');
    write_parameters(o);
    write_body(o);
    emit_close(&o->request);
}

/* An extension, `x-…`, is no response, nor is the reference that others stand beside. */
static bool is_response(const struct jsontape *t, uint32_t key)
{
    size_t len;
    return key != JSONTAPE_NONE && strncmp(jsontape_raw(t, key, &len), "\"x-", 3) != 0 &&
           !jsontape_is(t, key, "$ref");
}

/* What is no object and no status either was meant to stand elsewhere. */
static bool is_status(const struct jsontape *t, uint32_t key)
{
    size_t len;
    char first = jsontape_raw(t, key, &len)[1];
    return (first >= '0' && first <= '9') || jsontape_is(t, key, "default");
}

static void write_response(struct operation_writer *o, uint32_t response)
{
    if (!o->swagger) {
        shape_copy(o->shape, GRAMMAR_RESPONSE, response, &o->responses);
        return;
    }
    uint32_t target = refs_follow(o->shape->refs, response);
    if (target == JSONTAPE_NONE)
        report_lost(&o->shape->report, refs_of(o->shape->refs, response));
    lower_response(o->shape, o->op, target, &o->responses);
}

/* Writes the responses among the members of the object, but for those that the other one has too. */
static void write_members(struct operation_writer *o, uint32_t object, uint32_t but)
{
    const struct jsontape *t = o->shape->t;
    for (struct jsontape_walk i = jsontape_walk(t, object); jsontape_step(t, &i);) {
        if (!is_response(t, i.key) || refs_same(o->shape->refs, but, i.key) != JSONTAPE_NONE)
            continue;
        bool is_object = jsontape_kind(t, i.value) == '{';
        if (!is_object)
            report_warn(&o->shape->report, i.value, "this response is not an object");
        if (!is_object && !is_status(t, i.key))
            continue;
        emit_key_node(&o->responses, i.key);
        if (is_object)
            write_response(o, i.value);
        else
            emit_nothing(&o->responses);
        o->statuses++;
    }
}

/* What stands beside a reference wins over what it leads to. */
static void write_responses(struct operation_writer *o)
{
    uint32_t written = refs_get(o->shape->refs, o->op->node, "responses");
    uint32_t responses = refs_follow(o->shape->refs, written);
    uint32_t beside = responses == written ? JSONTAPE_NONE : written;
    if (written != JSONTAPE_NONE && responses == JSONTAPE_NONE)
        report_lost(&o->shape->report, refs_of(o->shape->refs, written));
    o->statuses = 0;
    emit_open(&o->responses, '{');
    write_members(o, beside, JSONTAPE_NONE);
    write_members(o, responses, beside);
    emit_close(&o->responses);
}

/* What the cases of an operation depend on, before anything is cut. */
static struct digest hash_of(struct operation_writer *o)
{
    const uint32_t words[] = {refs_get(o->shape->refs, o->op->node, "summary"),
                              heading_description(o->shape, o->op)};
    const struct emit *const texts[] = {&o->request, &o->responses};
    const struct jsontape *t = o->shape->t;
    struct digest hash = jsondigest_text(o->op->id, strlen(o->op->id));
    for (size_t i = 0; i < 2; i++) {
        struct digest none = {0, 0};
        hash = digest_pair(hash, words[i] == JSONTAPE_NONE ? none : jsondigest_value(t, words[i]));
    }
    hash = digest_pair(digest_pair(hash, o->request.digest), o->responses.digest);
    hash = digest_pair(hash, o->security.digest);
    return digest_pair(hash, closure_digest(&o->closure, texts, 2));
}

void operation_measure(struct operation_writer *o, const struct walk_operation *op)
{
    size_t own;
    o->op = op;
    emit_reset(&o->request);
    emit_reset(&o->responses);
    emit_reset(&o->security);
    write_request(o);
    write_responses(o);
    o->requirements = access_security(o->shape, op, &o->security);
    jsontape_raw(o->shape->t, op->node, &own);
    o->copied += own + o->request.text.len + o->responses.text.len + o->security.text.len;
    digest_marked(hash_of(o), o->hash);
}

size_t operation_work(const struct operation_writer *o)
{
    return o->copied + o->budget.met * FOLLOWED;
}

/* What the request side holds: itself, and each definition that it reaches. */
static struct holding holding_of(const struct operation_writer *o)
{
    struct holding all = o->request.holding;
    for (size_t i = 0; i < o->budget.request; i++)
        holding_add(&all, &o->shape->defs.def[o->budget.entry[i].def].holding);
    return all;
}

static long long complexity_of(const struct operation_writer *o)
{
    struct complexity c = {.method = o->op->method,
                           .body_required = o->body_required,
                           .responses = o->statuses,
                           .requirements = o->requirements,
                           .holding = holding_of(o)};
    complexity_parameters(&c, o->shape->t, &o->parameters, o->swagger);
    return complexity_score(&c);
}

/* Which operation of which description it is. */
static void write_place(const struct operation_writer *o, size_t seq, struct jsonwrite *w)
{
    jsonwrite_member(w, "id", o->op->id);
    jsonwrite_member_int(w, "seq", (long long)seq);
    jsonwrite_member(w, "slug", o->op->slug);
    jsonwrite_key(w, "spec");
    jsonwrite_raw(w, o->spec.data, o->spec.len);
}

static void write_part(const char *key, const struct buf *json, struct jsonwrite *w)
{
    jsonwrite_key(w, key);
    jsonwrite_raw(w, json->data, json->len);
}

/* trim: what has been made smaller; NULL where nothing but definitions need be cut. */
static void write_record(struct operation_writer *o, size_t seq, struct trim *trim, struct buf *out)
{
    size_t start = out->len;
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    write_place(o, seq, &w);
    heading_write(o->shape, o->op, o->base.data, trim, &w);
    write_part("request", trim != NULL ? &trim->request : &o->request.text, &w);
    write_part("responses", trim != NULL ? &trim->responses : &o->responses.text, &w);
    write_part("security", &o->security.text, &w);
    if (trim != NULL) {
        jsonwrite_key(&w, "$defs");
        jsonwrite_open(&w, '{');
        buf_add(out, trim->defs.data, trim->defs.len);
        jsonwrite_close(&w, '}');
    } else {
        size_t used = out->len - start + TAIL;
        budget_responses(&o->budget, &o->responses, o->max_bytes > used ? o->max_bytes - used : 0);
        budget_write(&o->budget, &w);
    }
    jsonwrite_member_int(&w, "complexity", complexity_of(o));
    jsonwrite_member(&w, "hash", o->hash);
    if (trim != NULL)
        trim_write_cut(trim, &w);
    else if (o->budget.cut)
        jsonwrite_raw(&w, responses_cut, strlen(responses_cut));
    jsonwrite_close(&w, '}');
}

/* Writes the record at that level; false where it is too large all the same. */
static bool try_level(struct operation_writer *o, size_t seq, int level, struct buf *out)
{
    size_t start = out->len;
    if (!trim_to(&o->trim, level, level < TRIM_LAST ? o->max_bytes : SIZE_MAX))
        return false;
    write_record(o, seq, &o->trim, out);
    return !buf_over(out) && out->len - start <= o->max_bytes;
}

/* Goes as far as it takes to make the record small enough, or to the end. */
static void write_trimmed(struct operation_writer *o, size_t seq, struct buf *out)
{
    size_t start = out->len;
    trim_begin(&o->trim, (struct trim_from){&o->request, &o->responses, &o->budget});
    /* Each level is smaller than the one before: those up to `wide` do not fit, `tight` does or is the last. */
    int wide = 0, tight = TRIM_LAST, written = 0;
    while (tight - wide > 1) {
        written = wide == 0 ? TRIM_RESPONSES : wide + (tight - wide) / 2;
        buf_cut(out, start);
        if (try_level(o, seq, written, out))
            tight = written;
        else
            wide = written;
    }
    if (written != tight) {
        buf_cut(out, start);
        o->larger += !try_level(o, seq, tight, out);
    }
    out->over = buf_over(out) || buf_over(&o->trim.request) || buf_over(&o->trim.responses);
}

/* Whether the record nests deeper than any record may; inlining makes it deeper than the description. */
static bool is_too_deep(struct operation_writer *o, const char *json, size_t len)
{
    size_t height = o->shape->height;
    height = o->request.height > height ? o->request.height : height;
    height = o->responses.height > height ? o->responses.height : height;
    /* The record and one member of it are around all. */
    return height + o->shape->t->deepest + 2 > CEILING_DEPTH &&
           jsontape_read(&o->check, json, len, NULL) < 0;
}

void operation_write(struct operation_writer *o, size_t seq, struct buf *out)
{
    size_t start = out->len;
    buf_reset(&o->base);
    access_base(o->shape, o->op, &o->base);
    budget_request(&o->budget, &o->request);
    bool small = o->budget.size <= o->max_bytes;
    if (small)
        write_record(o, seq, NULL, out);
    if (!small || buf_over(out) || out->len - start > o->max_bytes) {
        buf_cut(out, start);
        write_trimmed(o, seq, out);
    }
    /* A hole in a part of it: an inlined piece is larger than any record. */
    out->over = buf_over(out) || buf_over(&o->request.text) || buf_over(&o->responses.text) ||
                buf_over(&o->security.text) || buf_over(&o->spec) ||
                is_too_deep(o, out->data + start, out->len - start);
}

void operation_stub(const struct operation_writer *o, size_t seq, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    write_place(o, seq, &w);
    jsonwrite_key(&w, "unchanged");
    jsonwrite_bool(&w, true);
    jsonwrite_close(&w, '}');
    out->over = buf_over(out) || buf_over(&o->spec);
}
