#include "lower.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"

static const char json[] = "application/json";

static const struct grammar_row *row_of(const struct shape *s, uint32_t key)
{
    size_t len;
    const char *raw = jsontape_raw(s->t, key, &len);
    return grammar_find(&s->grammar, GRAMMAR_SWAGGER, raw, len);
}

static void copy_member(struct shape *s, enum grammar_kind kind, uint32_t key, uint32_t value,
                        struct emit *e)
{
    emit_key_node(e, key);
    shape_copy(s, kind, value, e);
}

/* An object's members; nothing where an array stands instead. */
static struct jsontape_walk members(const struct jsontape *t, uint32_t n)
{
    return jsontape_walk(t, jsontape_kind(t, n) == '{' ? n : JSONTAPE_NONE);
}

static void copy_schema(struct shape *s, uint32_t n, struct emit *e)
{
    shape_copy(s, GRAMMAR_SCHEMA, n, e);
}

static void copy_data(struct shape *s, uint32_t n, struct emit *e)
{
    shape_copy(s, GRAMMAR_DATA, n, e);
}

/* What a request body has another place for. */
static bool has_place(const struct jsontape *t, uint32_t key)
{
    return jsontape_is(t, key, "name") || jsontape_is(t, key, "in") ||
           jsontape_is(t, key, "required") || jsontape_is(t, key, "schema");
}

/* The schema of a parameter, header or form field from its own members; without a type the one that it has. */
static void write_schema(struct shape *s, uint32_t from, bool field, struct emit *e)
{
    const struct jsontape *t = s->t;
    uint32_t schema = jsontape_get(t, from, "schema");
    if (schema != JSONTAPE_NONE && jsontape_get(t, from, "type") == JSONTAPE_NONE) {
        copy_schema(s, schema, e);
        return;
    }
    emit_open(e, '{');
    for (struct jsontape_walk i = members(t, from); jsontape_step(t, &i);) {
        const struct grammar_row *row = row_of(s, i.key);
        bool value = row != NULL && row->form == GRAMMAR_VALUE;
        if (value)
            holding_note(&e->holding, row->holds, t, i.value);
        if (value && jsontape_is(t, i.value, "file") && jsontape_is(t, i.key, "type")) {
            e->holding.constraints++;
            emit_member(e, "type", "string");
            emit_member(e, "format", "binary");
        } else if (value) {
            copy_member(s, row->value, i.key, i.value, e);
        } else if (field && row == NULL && !has_place(t, i.key)) {
            copy_member(s, GRAMMAR_DATA, i.key, i.value, e);
        }
    }
    emit_close(e);
}

/* How a list is written: NULL where it is as OpenAPI 3 has it without a word, which is `multi` in queries and forms and
 * `csv` in paths and headers.  For `tsv` it has none. */
static const char *style_of(const struct jsontape *t, uint32_t parameter)
{
    static const struct {
        const char *format, *style;
    } styles[] = {{"ssv", "spaceDelimited"}, {"pipes", "pipeDelimited"}, {"tsv", "tabDelimited"}};
    uint32_t in = jsontape_get(t, parameter, "in");
    uint32_t format = jsontape_get(t, parameter, "collectionFormat");
    if (!jsontape_is(t, jsontape_get(t, parameter, "type"), "array"))
        return NULL;
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++)
        if (jsontape_is(t, format, styles[i].format))
            return styles[i].style;
    const bool pairs = jsontape_is(t, in, "query") || jsontape_is(t, in, "formData");
    return pairs && !jsontape_is(t, format, "multi") ? "form" : NULL;
}

static void write_style(const char *style, struct emit *e)
{
    emit_member(e, "style", style);
    emit_key(e, "explode");
    emit_bool(e, false);
}

static void write_parameter(struct shape *s, uint32_t parameter, struct emit *e)
{
    const struct jsontape *t = s->t;
    emit_open(e, '{');
    for (struct jsontape_walk i = members(t, parameter); jsontape_step(t, &i);)
        if (row_of(s, i.key) == NULL)
            copy_member(s, GRAMMAR_DATA, i.key, i.value, e);
    const char *style = style_of(t, parameter);
    if (style != NULL)
        write_style(style, e);
    emit_key(e, "schema");
    write_schema(s, parameter, false, e);
    emit_close(e);
}

void lower_parameter(struct shape *s, uint32_t parameter, bool shared, struct emit *e)
{
    if (parameter == JSONTAPE_NONE)
        emit_nothing(e);
    else if (shared)
        shape_write_once(s, GRAMMAR_SWAGGER, parameter, write_parameter, e);
    else
        write_parameter(s, parameter, e);
}

/* The operation's `consumes` or `produces`, else the document's. */
static uint32_t media_types(struct refs *r, const struct walk_operation *op, const char *member)
{
    uint32_t own = refs_get(r, op->node, member);
    return jsontape_kind(r->t, own) == '[' ? own : refs_get(r, 0, member);
}

static bool is_form(const struct jsontape *t, uint32_t type)
{
    return jsontape_is(t, type, "multipart/form-data") ||
           jsontape_is(t, type, "application/x-www-form-urlencoded");
}

/* Whether the media type is text, and none that was written; it is, from now on. */
static bool is_new(struct shape *s, uint32_t type)
{
    if (!jsontape_says(s->t, type))
        return false;
    char *text = jsontape_text(s->t, type);
    size_t before = s->written.count;
    table_put(&s->written, text, strlen(text));
    free(text);
    return s->written.count > before;
}

static bool is_required(const struct jsontape *t, const struct parameter *p)
{
    return jsontape_true(t, jsontape_get(t, p->target, "required"));
}

/* The `required` of the object that form fields make. */
static void write_required(const struct jsontape *t, const struct parameters *fields,
                           struct emit *e)
{
    bool some = false;
    for (size_t i = 0; i < fields->count; i++) {
        const struct parameter *p = &fields->item[i];
        if (!p->in_body || !is_required(t, p) || !jsontape_says(t, p->name))
            continue;
        if (!some) {
            emit_key(e, "required");
            emit_open(e, '[');
            some = true;
        }
        emit_node(e, p->name);
        e->holding.constraints++;
    }
    if (some)
        emit_close(e);
}

/* The object schema that form fields make. */
static void write_form_schema(struct shape *s, const struct parameters *fields, struct emit *e)
{
    e->holding.objects++;
    emit_open(e, '{');
    emit_member(e, "type", "object");
    emit_key(e, "properties");
    emit_open(e, '{');
    for (size_t i = 0; i < fields->count; i++) {
        const struct parameter *p = &fields->item[i];
        if (!p->in_body)
            continue;
        emit_key_node(e, jsontape_get(s->t, p->target, "name"));
        write_schema(s, p->target, true, e);
        e->holding.fields++;
    }
    emit_close(e);
    write_required(s->t, fields, e);
    emit_close(e);
}

/* How the lists among form fields are written. */
static void write_encoding(const struct jsontape *t, const struct parameters *fields,
                           struct emit *e)
{
    bool some = false;
    for (size_t i = 0; i < fields->count; i++) {
        const struct parameter *p = &fields->item[i];
        const char *style = p->in_body ? style_of(t, p->target) : NULL;
        if (style == NULL)
            continue;
        if (!some) {
            emit_key(e, "encoding");
            emit_open(e, '{');
            some = true;
        }
        emit_key_node(e, jsontape_get(t, p->target, "name"));
        emit_open(e, '{');
        write_style(style, e);
        emit_close(e);
    }
    if (some)
        emit_close(e);
}

/* What a body holds: its schema is that of the `in: body` parameter, or made of the form fields. */
static void write_media(struct shape *s, uint32_t body, const struct parameters *fields,
                        struct emit *e)
{
    emit_open(e, '{');
    emit_key(e, "schema");
    uint32_t schema = jsontape_get(s->t, body, "schema");
    if (body == JSONTAPE_NONE)
        write_form_schema(s, fields, e);
    else if (schema == JSONTAPE_NONE)
        emit_nothing(e);
    else
        shape_write_once(s, GRAMMAR_SCHEMA, schema, copy_schema, e);
    if (body == JSONTAPE_NONE)
        write_encoding(s->t, fields, e);
    emit_close(e);
}

static void write_content(struct shape *s, const struct walk_operation *op, uint32_t body,
                          bool file, const struct parameters *fields, struct emit *e)
{
    const struct jsontape *t = s->t;
    bool some = false;
    struct holding_choice choice = holding_choice(&e->holding);
    uint32_t types = media_types(s->refs, op, "consumes");
    table_clear(&s->written);
    for (struct jsontape_walk i = jsontape_walk(t, types); jsontape_step(t, &i);) {
        if ((body == JSONTAPE_NONE && !is_form(t, i.value)) || !is_new(s, i.value))
            continue;
        emit_key_node(e, i.value);
        write_media(s, body, fields, e);
        holding_choose(&choice, &e->holding);
        some = true;
    }
    holding_add(&e->holding, &choice.most);
    if (some)
        return;
    emit_key(e, body != JSONTAPE_NONE ? json
                : file                ? "multipart/form-data"
                                      : "application/x-www-form-urlencoded");
    write_media(s, body, fields, e);
}

bool lower_body(struct shape *s, const struct walk_operation *op, const struct parameters *p,
                struct emit *e)
{
    const struct jsontape *t = s->t;
    uint32_t body = JSONTAPE_NONE;
    bool required = false, file = false;
    for (size_t i = 0; i < p->count; i++) {
        const struct parameter *item = &p->item[i];
        if (!item->in_body)
            continue;
        if (jsontape_is(t, jsontape_get(t, item->target, "in"), "body"))
            body = item->target;
        required = required || is_required(t, item);
        file = file || jsontape_is(t, jsontape_get(t, item->target, "type"), "file");
    }
    emit_open(e, '{');
    for (struct jsontape_walk i = members(t, body); jsontape_step(t, &i);)
        if (!has_place(t, i.key))
            copy_member(s, GRAMMAR_DATA, i.key, i.value, e);
    if (required) {
        emit_key(e, "required");
        emit_bool(e, true);
    }
    emit_key(e, "content");
    emit_open(e, '{');
    write_content(s, op, body, file, p, e);
    emit_close(e);
    emit_close(e);
    return required;
}

static void write_headers(struct shape *s, uint32_t headers, struct emit *e)
{
    emit_key(e, "headers");
    emit_open(e, '{');
    for (struct jsontape_walk i = jsontape_walk(s->t, headers); jsontape_step(s->t, &i);) {
        uint32_t header = refs_follow(s->refs, i.value);
        emit_key_node(e, i.key);
        if (header == JSONTAPE_NONE)
            report_lost(&s->report, refs_of(s->refs, i.value));
        lower_parameter(s, header, header != i.value, e);
    }
    emit_close(e);
}

/* The example that the response gives for the media type. */
static uint32_t example_of(struct shape *s, uint32_t response, uint32_t type)
{
    uint32_t examples = jsontape_get(s->t, response, "examples");
    if (type == JSONTAPE_NONE)
        return refs_get(s->refs, examples, json);
    struct buf name;
    buf_init(&name, CEILING_SPEC);
    jsontape_string(s->t, type, &name);
    uint32_t example = refs_member(s->refs, examples, name.data, name.len);
    buf_free(&name);
    return example;
}

/* type: a string node; JSONTAPE_NONE: application/json. */
static void write_answer(struct shape *s, uint32_t type, uint32_t response, struct emit *e)
{
    const struct jsontape *t = s->t;
    uint32_t schema = jsontape_get(t, response, "schema");
    uint32_t example = example_of(s, response, type);
    if (type != JSONTAPE_NONE)
        emit_key_node(e, type);
    else
        emit_key(e, json);
    emit_open(e, '{');
    if (schema != JSONTAPE_NONE) {
        emit_key(e, "schema");
        if (jsontape_is(t, jsontape_get(t, schema, "type"), "file"))
            write_schema(s, schema, false, e);
        else
            shape_write_once(s, GRAMMAR_SCHEMA, schema, copy_schema, e);
    }
    if (example != JSONTAPE_NONE) {
        emit_key(e, "example");
        shape_write_once(s, GRAMMAR_DATA, example, copy_data, e);
    }
    emit_close(e);
}

/* Writes the answers of the media types that the operation produces. */
static void write_produced(struct shape *s, uint32_t types, uint32_t response, struct emit *e)
{
    for (struct jsontape_walk i = jsontape_walk(s->t, types); jsontape_step(s->t, &i);)
        if (is_new(s, i.value))
            write_answer(s, i.value, response, e);
    if (s->written.count == 0) {
        write_answer(s, JSONTAPE_NONE, response, e);
        table_put(&s->written, json, strlen(json));
    }
}

/* What an operation produces, then what only an example names. */
static void write_answers(struct shape *s, const struct walk_operation *op, uint32_t response,
                          struct emit *e)
{
    uint32_t examples = jsontape_get(s->t, response, "examples");
    table_clear(&s->written);
    if (jsontape_get(s->t, response, "schema") != JSONTAPE_NONE)
        write_produced(s, media_types(s->refs, op, "produces"), response, e);
    for (struct jsontape_walk i = members(s->t, examples); jsontape_step(s->t, &i);)
        if (is_new(s, i.key))
            write_answer(s, i.key, response, e);
}

void lower_response(struct shape *s, const struct walk_operation *op, uint32_t response,
                    struct emit *e)
{
    const struct jsontape *t = s->t;
    emit_open(e, '{');
    for (struct jsontape_walk i = members(t, response); jsontape_step(t, &i);)
        if (!jsontape_is(t, i.key, "schema") && !jsontape_is(t, i.key, "examples") &&
            !jsontape_is(t, i.key, "headers"))
            copy_member(s, GRAMMAR_DATA, i.key, i.value, e);
    uint32_t headers = jsontape_get(t, response, "headers");
    if (jsontape_kind(t, headers) == '{')
        write_headers(s, headers, e);
    if (jsontape_get(t, response, "schema") != JSONTAPE_NONE ||
        jsontape_kind(t, jsontape_get(t, response, "examples")) == '{') {
        emit_key(e, "content");
        emit_open(e, '{');
        write_answers(s, op, response, e);
        emit_close(e);
    }
    emit_close(e);
}
