#include "access.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"

/* Adds the URL with each {name} replaced by the variable's default. */
static void expand(const struct jsontape *t, const char *url, uint32_t variables, struct buf *out)
{
    while (*url != '\0') {
        size_t name = *url == '{' ? strcspn(url + 1, "{}") : 0;
        uint32_t value = JSONTAPE_NONE;
        if (name > 0 && url[1 + name] == '}')
            value = jsontape_get(t, jsontape_get_bytes(t, variables, url + 1, name), "default");
        size_t len;
        const char *raw = jsontape_raw(t, value, &len);
        if (value == JSONTAPE_NONE) {
            buf_char(out, *url++);
            continue;
        }
        if (jsontape_kind(t, value) == '"')
            jsontape_string(t, value, out);
        else
            buf_add(out, raw, len);
        url += name + 2;
    }
}

/* The first server of the object's `servers`, or JSONTAPE_NONE. */
static uint32_t first_server(const struct jsontape *t, uint32_t object)
{
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, object, "servers"));
    return jsontape_step(t, &w) ? w.value : JSONTAPE_NONE;
}

static void swagger_base(const struct jsontape *t, struct buf *out)
{
    uint32_t host = jsontape_get(t, 0, "host");
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, 0, "schemes"));
    if (jsontape_kind(t, host) == '"') {
        if (jsontape_step(t, &w))
            jsontape_string(t, w.value, out);
        else
            buf_text(out, "https");
        buf_text(out, "://");
        jsontape_string(t, host, out);
    }
    jsontape_string(t, jsontape_get(t, 0, "basePath"), out);
}

void access_base(struct shape *s, const struct walk_operation *op, struct buf *out)
{
    const struct jsontape *t = s->t;
    const uint32_t places[] = {op->node, op->beside, op->item, 0};
    uint32_t server = JSONTAPE_NONE;
    for (size_t i = 0; i < 4 && server == JSONTAPE_NONE; i++)
        server = first_server(t, places[i]);
    char *url = jsontape_text(t, jsontape_get(t, server, "url"));
    if (url != NULL)
        expand(t, url, jsontape_get(t, server, "variables"), out);
    else
        swagger_base(t, out);
    free(url);
    while (out->len > 0 && out->data[out->len - 1] == '/')
        out->data[--out->len] = '\0';
}

static uint32_t scheme_of(struct shape *s, const char *name, size_t len)
{
    const struct jsontape *t = s->t;
    uint32_t components = jsontape_get(t, 0, "components");
    uint32_t schemes = jsontape_get(t, components, "securitySchemes");
    if (schemes == JSONTAPE_NONE)
        schemes = jsontape_get(t, 0, "securityDefinitions");
    schemes = refs_follow(s->refs, schemes);
    return refs_follow(s->refs, refs_member(s->refs, schemes, name, len));
}

static void write_copy(const struct jsontape *t, uint32_t object, const char *member,
                       struct emit *e)
{
    uint32_t value = jsontape_get(t, object, member);
    if (jsontape_kind(t, value) != '"')
        return;
    emit_key(e, member);
    emit_node(e, value);
}

/* Where the credential stands, and how it is written there. */
static void write_type(const struct jsontape *t, uint32_t scheme, struct emit *e)
{
    uint32_t type = jsontape_get(t, scheme, "type");
    if (jsontape_is(t, type, "apiKey")) {
        emit_member(e, "type", "apiKey");
        write_copy(t, scheme, "in", e);
        write_copy(t, scheme, "name", e);
        return;
    }
    if (jsontape_is(t, type, "mutualTLS") || jsontape_kind(t, type) != '"') {
        write_copy(t, scheme, "type", e);
        return;
    }
    char *http = jsontape_text(t, jsontape_get(t, scheme, "scheme"));
    for (char *c = http; c != NULL && *c != '\0'; c++)
        *c = (char)tolower((unsigned char)*c);
    bool basic = jsontape_is(t, type, "basic");
    if (basic)
        emit_member(e, "type", "http");
    else
        write_copy(t, scheme, "type", e);
    emit_member(e, "in", "header");
    emit_member(e, "name", "Authorization");
    emit_member(e, "http", basic ? "basic" : http != NULL ? http : "bearer");
    free(http);
}

static void write_requirement(struct shape *s, uint32_t key, uint32_t scopes, struct emit *e)
{
    const struct jsontape *t = s->t;
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    jsontape_string(t, key, &name);
    uint32_t scheme = scheme_of(s, name.data, name.len);
    if (scheme == JSONTAPE_NONE)
        report_warn(&s->report, key, "the security scheme %s is not declared", name.data);
    emit_open(e, '{');
    emit_key(e, "scheme");
    emit_node(e, key);
    write_type(t, scheme, e);
    emit_key(e, "scopes");
    if (jsontape_kind(t, scopes) == '[') {
        emit_node(e, scopes);
    } else {
        emit_open(e, '[');
        emit_close(e);
    }
    emit_close(e);
    buf_free(&name);
}

void access_security(struct shape *s, const struct walk_operation *op, struct emit *e)
{
    const struct jsontape *t = s->t;
    uint32_t security = jsontape_get(t, op->node, "security");
    if (jsontape_kind(t, security) != '[')
        security = jsontape_get(t, 0, "security");
    emit_open(e, '[');
    for (struct jsontape_walk a = jsontape_walk(t, security); jsontape_step(t, &a);) {
        emit_open(e, '[');
        for (struct jsontape_walk r = jsontape_walk(t, a.value); jsontape_step(t, &r);)
            if (r.key != JSONTAPE_NONE)
                write_requirement(s, r.key, r.value, e);
        emit_close(e);
    }
    emit_close(e);
}
