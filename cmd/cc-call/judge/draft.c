#include "draft.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jsonread.h"
#include "route.h"

static const char *const techniques[] = {"happy_required",
                                         "happy_full",
                                         "example",
                                         "default",
                                         "enum_value",
                                         "boundary_in",
                                         "boundary_out",
                                         "missing_required",
                                         "wrong_type",
                                         "null_value",
                                         "empty_value",
                                         "enum_violation",
                                         "format_violation",
                                         "pattern_violation",
                                         "extra_property",
                                         "read_only",
                                         "unique_items",
                                         "multiple_of",
                                         "alternative",
                                         "auth_missing",
                                         "auth_malformed",
                                         "method_not_allowed",
                                         "media_type",
                                         "malformed_body",
                                         "unknown_resource",
                                         "unicode",
                                         "long_value",
                                         "injection",
                                         "pagination",
                                         "idempotency",
                                         "dependency",
                                         "business_rule",
                                         "state",
                                         "sequence",
                                         NULL};

static bool is_nothing(const struct jsontape *t, uint32_t n)
{
    const char kind = jsontape_kind(t, n);
    return kind == 0 || kind == 'n' || (kind == '"' && !jsontape_says(t, n)) ||
           ((kind == '{' || kind == '[') && jsontape_size(t, n) == 0);
}

static void keep(struct cJSON *draft, const char *name, const struct jsontape *t, uint32_t value)
{
    jsonread_add(draft, name, jsonread_value(t, value));
}

static void keep_texts(struct cJSON *draft, const struct jsontape *t, uint32_t n)
{
    static const char *const names[] = {"name", "description", NULL};
    for (const char *const *name = names; *name != NULL; name++)
        if (jsontape_says(t, jsontape_get(t, n, *name)))
            keep(draft, *name, t, jsontape_get(t, n, *name));
}

uint32_t draft_technique(const struct jsontape *t, uint32_t n)
{
    uint32_t technique = jsontape_get(t, n, "technique");
    return jsontape_is_among(t, technique, techniques) ? technique : JSONTAPE_NONE;
}

/* Methods are written in capitals; only a case about another method has one of its own (testcase). */
static int keep_method(struct cJSON *draft, const struct jsontape *t, uint32_t n,
                       struct diag_error *err)
{
    char *method = jsontape_text(t, jsontape_get(t, n, "method"));
    int rc = 0;
    for (char *c = method; c != NULL && *c != '\0'; c++) {
        if (!isalnum((unsigned char)*c) && strchr("!#$%&'*+-.^_`|~", *c) == NULL)
            rc = diag_fail(err, "method %.40s is none", method);
        *c = (char)toupper((unsigned char)*c);
    }
    if (rc == 0 && method != NULL && *method != '\0')
        jsonread_add(draft, "method", jsonread_text(method));
    free(method);
    return rc;
}

static bool is_content_type(const struct jsontape *t, uint32_t key)
{
    char *name = jsontape_text(t, key);
    const bool is = name != NULL && strcasecmp(name, "Content-Type") == 0;
    free(name);
    return is;
}

/* Puts in what a part of the request has, but for what is null.  Returns 0, or -1 with err: it is no object. */
static int fill_part(struct cJSON *kept, const char *name, const struct jsontape *t, uint32_t part,
                     struct diag_error *err)
{
    const bool headers = strcmp(name, "headers") == 0;
    if (jsontape_kind(t, part) != '{')
        return diag_fail(err, "%s is no object of names and values", name);
    for (struct jsontape_walk m = jsontape_walk(t, part); jsontape_step(t, &m);)
        if (jsontape_kind(t, m.value) != 'n' && !(headers && is_content_type(t, m.key)))
            jsonread_add_member(kept, t, m.key);
    return 0;
}

static int keep_part(struct cJSON *draft, const char *name, const struct jsontape *t, uint32_t n,
                     struct diag_error *err)
{
    uint32_t part = jsontape_get(t, n, name);
    if (is_nothing(t, part))
        return 0;
    struct cJSON *kept = jsonread_object();
    jsonread_add(draft, name, kept);
    return fill_part(kept, name, t, part, err);
}

static bool has_value(const struct jsontape *t, uint32_t part, const char *name)
{
    const char kind = jsontape_kind(t, jsontape_get(t, part, name));
    return kind != 0 && kind != 'n';
}

/* What the path shows counts where its parameters have no value. */
static int keep_path(struct cJSON *draft, const struct draft_source *s, struct diag_error *err)
{
    static const char name[] = "path_params";
    const struct jsontape *t = s->t;
    const uint32_t part = jsontape_get(t, s->at, name);
    char *path = jsontape_text(t, jsontape_get(t, s->at, "path"));
    struct route r = route_open(s->template, path != NULL ? path : s->template);
    struct cJSON *kept = jsonread_object();
    bool any = !is_nothing(t, part);
    int rc = any ? fill_part(kept, name, t, part, err) : 0;
    while (rc == 0 && route_step(&r))
        if (!has_value(t, part, r.name.data)) {
            jsonread_add(kept, r.name.data, jsonread_text(r.value.data));
            any = true;
        }
    if (any)
        jsonread_add(draft, name, kept);
    else
        jsonread_free(kept);
    route_close(&r);
    free(path);
    return rc;
}

/* The content type, as a member or a header says it. */
static uint32_t content_type_of(const struct jsontape *t, uint32_t n)
{
    uint32_t type = jsontape_get(t, n, "content_type");
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, n, "headers"));
    while (!jsontape_says(t, type) && jsontape_step(t, &w))
        if (is_content_type(t, w.key))
            type = w.value;
    return jsontape_says(t, type) ? type : JSONTAPE_NONE;
}

/* Puts in what the body, a text, holds as JSON; false where that is no object or array. */
static bool keep_held(struct cJSON *draft, const struct jsontape *t, uint32_t n)
{
    char *text = jsontape_text(t, jsontape_get(t, n, "body"));
    struct jsontape tape;
    jsontape_init(&tape);
    const bool held = text != NULL && jsontape_read(&tape, text, strlen(text), NULL) == 0 &&
                      (jsontape_kind(&tape, 0) == '{' || jsontape_kind(&tape, 0) == '[');
    if (held)
        keep(draft, "body", &tape, 0);
    jsontape_free(&tape);
    free(text);
    return held;
}

static int keep_body(struct cJSON *draft, const struct draft_source *s, struct diag_error *err)
{
    const struct jsontape *t = s->t;
    const uint32_t n = s->at;
    uint32_t body = jsontape_get(t, n, "body"), text = jsontape_get(t, n, "body_text");
    const bool has_body = jsontape_kind(t, body) != 0 && jsontape_kind(t, body) != 'n';
    const bool has_text = !has_body && jsontape_kind(t, text) == '"';
    uint32_t type = content_type_of(t, n);
    char *line = jsontape_text(t, type);
    int rc = 0;
    if (line != NULL && strpbrk(line, "\r\n") != NULL)
        rc = diag_fail(err, "the content type has a line break in it");
    if (!(s->packed && keep_held(draft, t, n)) && has_body)
        keep(draft, "body", t, body);
    if (has_text)
        keep(draft, "body_text", t, text);
    if (type != JSONTAPE_NONE && (has_body || has_text || s->media))
        keep(draft, "content_type", t, type);
    free(line);
    return rc;
}

/* A list of texts; one that stands alone is a list of one. */
static void keep_list(struct cJSON *draft, const char *name, const struct jsontape *t, uint32_t n)
{
    uint32_t list = jsontape_get(t, n, name);
    if (is_nothing(t, list) || strchr("\"[", jsontape_kind(t, list)) == NULL)
        return;
    struct cJSON *kept = jsonread_array();
    if (jsontape_kind(t, list) == '"')
        jsonread_append(kept, jsonread_value(t, list));
    for (struct jsontape_walk m = jsontape_walk(t, list); jsontape_step(t, &m);)
        if (jsontape_says(t, m.value))
            jsonread_append(kept, jsonread_value(t, m.value));
    jsonread_add(draft, name, kept);
}

static int keep_request(struct cJSON *draft, const struct draft_source *s, struct diag_error *err)
{
    static const char *const parts[] = {"query_params", "headers", "cookies"};
    int rc = keep_method(draft, s->t, s->at, err);
    if (rc == 0)
        rc = keep_path(draft, s, err);
    for (size_t i = 0; rc == 0 && i < sizeof parts / sizeof *parts; i++)
        rc = keep_part(draft, parts[i], s->t, s->at, err);
    return rc == 0 ? keep_body(draft, s, err) : rc;
}

int draft_write(const struct draft_source *s, struct buf *out, struct diag_error *err)
{
    static const char *const lists[] = {"rules", "preconditions", "postconditions"};
    const struct jsontape *t = s->t;
    uint32_t headers = jsontape_get(t, s->at, "resp_headers"),
             content = jsontape_get(t, s->at, "resp_content");
    struct cJSON *draft = jsonread_object();
    keep_texts(draft, t, s->at);
    int rc = keep_request(draft, s, err);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        keep_list(draft, lists[i], t, s->at);
    if (jsontape_kind(t, headers) == '{')
        keep(draft, "resp_headers", t, headers);
    if (!is_nothing(t, content))
        keep(draft, "resp_content", t, content);
    jsonread_print(draft, out);
    jsonread_free(draft);
    return rc;
}
