#include "lower.h"

#include <stdlib.h>
#include <string.h>

/* Members of a parameter or header that say what its value is like. */
static const char *const schema_members[] = {
    "type",     "format",           "items",     "default",    "maximum",    "exclusiveMaximum",
    "minimum",  "exclusiveMinimum", "maxLength", "minLength",  "pattern",    "maxItems",
    "minItems", "uniqueItems",      "enum",      "multipleOf", "x-nullable",
};
/* Members that have found another place, or have none in OpenAPI 3. */
static const char *const gone_members[] = {"collectionFormat", "schema", "x-exportParamName"};

static bool is_among(const struct jsontape *t, uint32_t key, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (jsontape_is(t, key, list[i]))
            return true;
    return false;
}

static bool is_schema_member(const struct jsontape *t, uint32_t key)
{
    return is_among(t, key, schema_members, sizeof schema_members / sizeof *schema_members);
}

static void copy_member(struct shape *s, enum shape_kind kind, uint32_t key, uint32_t value,
                        struct jsonwrite *w, struct shape_deps *deps)
{
    if (key == JSONTAPE_NONE)
        return; /* an array where an object should stand */
    jsontape_write_key(s->refs->t, key, w);
    shape_copy(s, kind, value, w, deps);
}

/* The schema of a parameter, header or form field from its own members. */
static void write_schema(struct shape *s, uint32_t from, struct jsonwrite *w,
                         struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    jsonwrite_open(w, '{');
    for (struct jsontape_walk i = jsontape_walk(t, from); jsontape_step(t, &i);) {
        bool told = lower_is_body(t, from) && jsontape_is(t, i.key, "description");
        if (!told && !is_schema_member(t, i.key))
            continue;
        if (jsontape_is(t, i.key, "type") && jsontape_is(t, i.value, "file")) {
            jsonwrite_member(w, "type", "string");
            jsonwrite_member(w, "format", "binary");
        } else {
            bool schema = jsontape_is(t, i.key, "items");
            copy_member(s, schema ? SHAPE_SCHEMA : SHAPE_DATA, i.key, i.value, w, deps);
        }
    }
    jsonwrite_close(w, '}');
}

/* Members that stay where they are: name, in, description, required and the like. */
static void copy_others(struct shape *s, uint32_t from, struct jsonwrite *w,
                        struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    for (struct jsontape_walk i = jsontape_walk(t, from); jsontape_step(t, &i);) {
        bool gone = is_among(t, i.key, gone_members, sizeof gone_members / sizeof *gone_members);
        if (!gone && !is_schema_member(t, i.key))
            copy_member(s, SHAPE_DATA, i.key, i.value, w, deps);
    }
}

/* How a list is written; `multi` is OpenAPI 3's default for queries, `csv` for the others. */
static void write_style(const struct jsontape *t, uint32_t parameter, struct jsonwrite *w)
{
    if (!jsontape_is(t, jsontape_get(t, parameter, "type"), "array"))
        return;
    uint32_t in = jsontape_get(t, parameter, "in");
    uint32_t format = jsontape_get(t, parameter, "collectionFormat");
    if (!jsontape_is(t, in, "query") || jsontape_is(t, format, "multi"))
        return;
    const char *style = jsontape_is(t, format, "ssv")     ? "spaceDelimited"
                        : jsontape_is(t, format, "pipes") ? "pipeDelimited"
                                                          : "form";
    jsonwrite_member(w, "style", style);
    jsonwrite_key(w, "explode");
    jsonwrite_bool(w, false);
}

bool lower_is_body(const struct jsontape *t, uint32_t parameter)
{
    uint32_t in = jsontape_get(t, parameter, "in");
    return jsontape_is(t, in, "body") || jsontape_is(t, in, "formData");
}

void lower_parameter(struct shape *s, uint32_t parameter, struct jsonwrite *w,
                     struct shape_deps *deps)
{
    jsonwrite_open(w, '{');
    copy_others(s, parameter, w, deps);
    write_style(s->refs->t, parameter, w);
    jsonwrite_key(w, "schema");
    write_schema(s, parameter, w, deps);
    jsonwrite_close(w, '}');
}

/* The operation's `consumes` or `produces`, else the document's. */
static uint32_t media_types(const struct jsontape *t, const struct walk_operation *op,
                            const char *member)
{
    uint32_t own = jsontape_get(t, op->node, member);
    return jsontape_kind(t, own) == '[' ? own : jsontape_get(t, 0, member);
}

static bool is_form(const char *type)
{
    return strcmp(type, "multipart/form-data") == 0 ||
           strcmp(type, "application/x-www-form-urlencoded") == 0;
}

/* The object schema that form fields make. */
static void write_form_schema(struct shape *s, const uint32_t *parameter, size_t n,
                              struct jsonwrite *w, struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    bool required = false;
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "type", "object");
    jsonwrite_key(w, "properties");
    jsonwrite_open(w, '{');
    for (size_t i = 0; i < n; i++) {
        size_t len;
        const char *name = jsontape_raw(t, jsontape_get(t, parameter[i], "name"), &len);
        if (len < 2 || *name != '"')
            continue;
        jsonwrite_key_raw(w, name, len);
        write_schema(s, parameter[i], w, deps);
        required = required || jsontape_true(t, jsontape_get(t, parameter[i], "required"));
    }
    jsonwrite_close(w, '}');
    if (required) {
        jsonwrite_key(w, "required");
        jsonwrite_open(w, '[');
        for (size_t i = 0; i < n; i++) {
            size_t len;
            const char *name = jsontape_raw(t, jsontape_get(t, parameter[i], "name"), &len);
            if (jsontape_true(t, jsontape_get(t, parameter[i], "required")) && len > 2)
                jsonwrite_raw(w, name, len);
        }
        jsonwrite_close(w, ']');
    }
    jsonwrite_close(w, '}');
}

/* One media type of a body: its schema is that of the `in: body` parameter, or made of the form fields. */
static void write_media(struct shape *s, const char *type, uint32_t body, const uint32_t *parameter,
                        size_t n, struct jsonwrite *w, struct shape_deps *deps)
{
    jsonwrite_key(w, type);
    jsonwrite_open(w, '{');
    jsonwrite_key(w, "schema");
    uint32_t schema = jsontape_get(s->refs->t, body, "schema");
    if (body == JSONTAPE_NONE)
        write_form_schema(s, parameter, n, w, deps);
    else if (schema == JSONTAPE_NONE)
        jsonwrite_raw(w, "{}", 2);
    else
        shape_copy(s, SHAPE_SCHEMA, schema, w, deps);
    jsonwrite_close(w, '}');
}

static void write_content(struct shape *s, const struct walk_operation *op, uint32_t body,
                          bool file, const uint32_t *parameter, size_t n, struct jsonwrite *w,
                          struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    bool some = false;
    uint32_t types = media_types(t, op, "consumes");
    for (struct jsontape_walk i = jsontape_walk(t, types); jsontape_step(t, &i);) {
        struct buf type;
        buf_init(&type, 1024);
        jsontape_string(t, i.value, &type);
        if (type.len > 0 && (body != JSONTAPE_NONE || is_form(type.data))) {
            write_media(s, type.data, body, parameter, n, w, deps);
            some = true;
        }
        buf_free(&type);
    }
    if (!some)
        write_media(s,
                    body != JSONTAPE_NONE ? "application/json"
                    : file                ? "multipart/form-data"
                                          : "application/x-www-form-urlencoded",
                    body, parameter, n, w, deps);
}

void lower_body(struct shape *s, const struct walk_operation *op, const uint32_t *parameter,
                size_t n, struct jsonwrite *w, struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    uint32_t body = JSONTAPE_NONE;
    bool required = false, file = false;
    for (size_t i = 0; i < n; i++) {
        if (jsontape_is(t, jsontape_get(t, parameter[i], "in"), "body"))
            body = parameter[i];
        required = required || jsontape_true(t, jsontape_get(t, parameter[i], "required"));
        file = file || jsontape_is(t, jsontape_get(t, parameter[i], "type"), "file");
    }
    jsonwrite_open(w, '{');
    uint32_t description = jsontape_get(t, body, "description");
    if (jsontape_kind(t, description) == '"') {
        size_t len;
        const char *raw = jsontape_raw(t, description, &len);
        jsonwrite_key(w, "description");
        jsonwrite_raw(w, raw, len);
    }
    if (required) {
        jsonwrite_key(w, "required");
        jsonwrite_bool(w, true);
    }
    jsonwrite_key(w, "content");
    jsonwrite_open(w, '{');
    write_content(s, op, body, file, parameter, n, w, deps);
    jsonwrite_close(w, '}');
    jsonwrite_close(w, '}');
}

static void write_headers(struct shape *s, uint32_t headers, struct jsonwrite *w,
                          struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    jsonwrite_key(w, "headers");
    jsonwrite_open(w, '{');
    for (struct jsontape_walk i = jsontape_walk(t, headers); jsontape_step(t, &i);) {
        jsontape_write_key(t, i.key, w);
        lower_parameter(s, i.value, w, deps);
    }
    jsonwrite_close(w, '}');
}

static void write_answer(struct shape *s, const char *type, size_t len, uint32_t response,
                         struct jsonwrite *w, struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    uint32_t schema = jsontape_get(t, response, "schema");
    uint32_t example = jsontape_get_bytes(t, jsontape_get(t, response, "examples"), type, len);
    jsonwrite_key_bytes(w, type, len);
    jsonwrite_open(w, '{');
    if (jsontape_is(t, jsontape_get(t, schema, "type"), "file")) {
        jsonwrite_key(w, "schema");
        write_schema(s, schema, w, deps);
    } else if (schema != JSONTAPE_NONE) {
        jsonwrite_key(w, "schema");
        shape_copy(s, SHAPE_SCHEMA, schema, w, deps);
    }
    if (example != JSONTAPE_NONE) {
        jsonwrite_key(w, "example");
        shape_copy(s, SHAPE_DATA, example, w, deps);
    }
    jsonwrite_close(w, '}');
}

/* The media types of a response that has a schema: those it produces. */
static bool write_produced(struct shape *s, uint32_t types, uint32_t response, struct jsonwrite *w,
                           struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    bool some = false;
    for (struct jsontape_walk i = jsontape_walk(t, types); jsontape_step(t, &i);) {
        struct buf type;
        buf_init(&type, 1024);
        jsontape_string(t, i.value, &type);
        if (type.len > 0)
            write_answer(s, type.data, type.len, response, w, deps);
        some = some || type.len > 0;
        buf_free(&type);
    }
    return some;
}

static bool lists(const struct jsontape *t, uint32_t list, const char *text)
{
    for (struct jsontape_walk i = jsontape_walk(t, list); jsontape_step(t, &i);)
        if (jsontape_is(t, i.value, text))
            return true;
    return false;
}

/* What an operation produces, then what only an example names. */
static void write_answers(struct shape *s, const struct walk_operation *op, uint32_t response,
                          struct jsonwrite *w, struct shape_deps *deps)
{
    static const char json[] = "application/json";
    const struct jsontape *t = s->refs->t;
    uint32_t types = media_types(t, op, "produces");
    bool schema = jsontape_get(t, response, "schema") != JSONTAPE_NONE;
    bool some = schema && write_produced(s, types, response, w, deps);
    if (schema && !some)
        write_answer(s, json, strlen(json), response, w, deps);
    uint32_t examples = jsontape_get(t, response, "examples");
    for (struct jsontape_walk i = jsontape_walk(t, examples); jsontape_step(t, &i);) {
        char *type = jsontape_text(t, i.key);
        bool written = type == NULL ||
                       (some ? lists(t, types, type) : schema && strcmp(type, json) == 0);
        if (!written)
            write_answer(s, type, strlen(type), response, w, deps);
        free(type);
    }
}

void lower_response(struct shape *s, const struct walk_operation *op, uint32_t response,
                    struct jsonwrite *w, struct shape_deps *deps)
{
    const struct jsontape *t = s->refs->t;
    static const char *const special[] = {"schema", "examples", "headers"};
    jsonwrite_open(w, '{');
    for (struct jsontape_walk i = jsontape_walk(t, response); jsontape_step(t, &i);)
        if (!is_among(t, i.key, special, 3))
            copy_member(s, SHAPE_DATA, i.key, i.value, w, deps);
    uint32_t headers = jsontape_get(t, response, "headers");
    if (jsontape_kind(t, headers) == '{')
        write_headers(s, headers, w, deps);
    if (jsontape_get(t, response, "schema") != JSONTAPE_NONE ||
        jsontape_kind(t, jsontape_get(t, response, "examples")) == '{') {
        jsonwrite_key(w, "content");
        jsonwrite_open(w, '{');
        write_answers(s, op, response, w, deps);
        jsonwrite_close(w, '}');
    }
    jsonwrite_close(w, '}');
}
