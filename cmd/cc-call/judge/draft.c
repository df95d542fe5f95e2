#include "draft.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "jsonwrite.h"

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

static bool is_among(const struct jsontape *t, uint32_t text, const char *const *list)
{
    while (*list != NULL && !jsontape_is(t, text, *list))
        list++;
    return *list != NULL;
}

static bool is_nothing(const struct jsontape *t, uint32_t n)
{
    const char kind = jsontape_kind(t, n);
    return kind == 0 || kind == 'n' || (kind == '"' && !jsontape_says(t, n)) ||
           ((kind == '{' || kind == '[') && jsontape_size(t, n) == 0);
}

static void copy(const struct jsontape *t, const char *name, uint32_t value, struct jsonwrite *w)
{
    jsonwrite_key(w, name);
    jsontape_write(t, value, w);
}

static void copy_texts(const struct jsontape *t, uint32_t n, struct jsonwrite *w)
{
    static const char *const names[] = {"name", "description", NULL};
    for (const char *const *name = names; *name != NULL; name++)
        if (jsontape_says(t, jsontape_get(t, n, *name)))
            copy(t, *name, jsontape_get(t, n, *name), w);
}

uint32_t draft_technique(const struct jsontape *t, uint32_t n)
{
    uint32_t technique = jsontape_get(t, n, "technique");
    return is_among(t, technique, techniques) ? technique : JSONTAPE_NONE;
}

/* Methods are written in capitals; only a case about another method has one of its own (testcase). */
static int copy_method(const struct jsontape *t, uint32_t n, struct jsonwrite *w,
                       struct diag_error *err)
{
    char *method = jsontape_text(t, jsontape_get(t, n, "method"));
    int rc = 0;
    for (char *c = method; c != NULL && *c != '\0'; c++) {
        if (!isalpha((unsigned char)*c))
            rc = diag_fail(err, "method %.40s is none", method);
        *c = (char)toupper((unsigned char)*c);
    }
    if (method != NULL && *method != '\0')
        jsonwrite_member(w, "method", method);
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

/* A part of the request: an object, from which what is null is left out. */
static int copy_part(const struct jsontape *t, uint32_t n, const char *name, struct jsonwrite *w,
                     struct diag_error *err)
{
    uint32_t part = jsontape_get(t, n, name);
    const bool headers = strcmp(name, "headers") == 0;
    if (is_nothing(t, part))
        return 0;
    if (jsontape_kind(t, part) != '{')
        return diag_fail(err, "%s is no object of names and values", name);
    jsonwrite_key(w, name);
    jsonwrite_open(w, '{');
    for (struct jsontape_walk m = jsontape_walk(t, part); jsontape_step(t, &m);)
        if (jsontape_kind(t, m.value) != 'n' && !(headers && is_content_type(t, m.key)))
            jsontape_write_member(t, m.key, w);
    jsonwrite_close(w, '}');
    return 0;
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

static int copy_body(const struct jsontape *t, uint32_t n, bool media, struct jsonwrite *w,
                     struct diag_error *err)
{
    uint32_t body = jsontape_get(t, n, "body"), text = jsontape_get(t, n, "body_text");
    const bool has_body = jsontape_kind(t, body) != 0 && jsontape_kind(t, body) != 'n';
    const bool has_text = !has_body && jsontape_kind(t, text) == '"';
    uint32_t type = content_type_of(t, n);
    char *line = jsontape_text(t, type);
    int rc = 0;
    if (line != NULL && strpbrk(line, "\r\n") != NULL)
        rc = diag_fail(err, "the content type has a line break in it");
    if (has_body)
        copy(t, "body", body, w);
    if (has_text)
        copy(t, "body_text", text, w);
    if (type != JSONTAPE_NONE && (has_body || has_text || media))
        copy(t, "content_type", type, w);
    free(line);
    return rc;
}

/* A list of texts; one that stands alone is a list of one. */
static void copy_list(const struct jsontape *t, uint32_t n, const char *name, struct jsonwrite *w)
{
    uint32_t list = jsontape_get(t, n, name);
    if (is_nothing(t, list) || strchr("\"[", jsontape_kind(t, list)) == NULL)
        return;
    jsonwrite_key(w, name);
    jsonwrite_open(w, '[');
    if (jsontape_kind(t, list) == '"')
        jsontape_write(t, list, w);
    for (struct jsontape_walk m = jsontape_walk(t, list); jsontape_step(t, &m);)
        if (jsontape_says(t, m.value))
            jsontape_write(t, m.value, w);
    jsonwrite_close(w, ']');
}

int draft_write(const struct jsontape *t, uint32_t n, bool media, struct buf *out,
                struct diag_error *err)
{
    static const char *const parts[] = {"path_params", "query_params", "headers", "cookies"};
    static const char *const lists[] = {"rules", "preconditions", "postconditions"};
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    copy_texts(t, n, &w);
    int rc = copy_method(t, n, &w, err);
    for (size_t i = 0; rc == 0 && i < sizeof parts / sizeof *parts; i++)
        rc = copy_part(t, n, parts[i], &w, err);
    if (rc == 0)
        rc = copy_body(t, n, media, &w, err);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        copy_list(t, n, lists[i], &w);
    uint32_t headers = jsontape_get(t, n, "resp_headers"),
             content = jsontape_get(t, n, "resp_content");
    if (jsontape_kind(t, headers) == '{')
        copy(t, "resp_headers", headers, &w);
    if (!is_nothing(t, content))
        copy(t, "resp_content", content, &w);
    return rc;
}
