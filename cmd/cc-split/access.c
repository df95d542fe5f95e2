#include "access.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"

/* Adds the URL with each {name} replaced by the variable's default. */
static void expand(struct refs *r, const char *url, uint32_t variables, struct buf *out)
{
    const struct jsontape *t = r->t;
    while (!buf_over(out) && *url != '\0') {
        size_t name = *url == '{' ? strcspn(url + 1, "{}") : 0;
        uint32_t value = JSONTAPE_NONE;
        if (name > 0 && url[1 + name] == '}')
            value = refs_get(r, refs_member(r, variables, url + 1, name), "default");
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
static uint32_t first_server(struct refs *r, uint32_t object)
{
    struct jsontape_walk w = jsontape_walk(r->t, refs_get(r, object, "servers"));
    return jsontape_step(r->t, &w) ? w.value : JSONTAPE_NONE;
}

static void server_base(struct refs *r, uint32_t server, uint32_t url, struct buf *out)
{
    size_t len;
    jsontape_raw(r->t, url, &len);
    if (len > CEILING_SPELLED) {
        out->over = true;
        return;
    }
    char *text = jsontape_text(r->t, url);
    expand(r, text, refs_get(r, server, "variables"), out);
    free(text);
}

static void swagger_base(struct refs *r, uint32_t operation, struct buf *out)
{
    const struct jsontape *t = r->t;
    uint32_t host = refs_get(r, 0, "host"), own = refs_get(r, operation, "schemes");
    struct jsontape_walk w = jsontape_walk(t,
                                           own != JSONTAPE_NONE ? own : refs_get(r, 0, "schemes"));
    if (jsontape_kind(t, host) == '"') {
        if (jsontape_step(t, &w))
            jsontape_string(t, w.value, out);
        else
            buf_text(out, "https");
        buf_text(out, "://");
        jsontape_string(t, host, out);
    }
    uint32_t path = refs_get(r, 0, "basePath");
    size_t len;
    if (jsontape_kind(t, path) == '"' && jsontape_raw(t, path, &len)[1] != '/')
        buf_char(out, '/');
    jsontape_string(t, path, out);
}

void access_base(struct shape *s, const struct walk_operation *op, struct buf *out)
{
    const struct jsontape *t = s->t;
    const uint32_t places[] = {op->node, op->beside, op->item, 0};
    uint32_t server = JSONTAPE_NONE;
    for (size_t i = 0; i < 4 && server == JSONTAPE_NONE; i++)
        server = first_server(s->refs, places[i]);
    uint32_t url = jsontape_get(t, server, "url");
    if (jsontape_kind(t, url) == '"')
        server_base(s->refs, server, url, out);
    else
        swagger_base(s->refs, op->node, out);
    if (buf_over(out)) {
        report_warn(&s->report, server != JSONTAPE_NONE ? server : 0,
                    "the base URL is longer than %zu bytes, and is left out", out->max);
        buf_reset(out);
    }
    while (out->len > 0 && out->data[out->len - 1] == '/')
        out->data[--out->len] = '\0';
}

/* The scheme of that name; from OpenAPI 3.2 on the key may be a reference to it. */
static uint32_t scheme_of(struct shape *s, uint32_t key, const struct buf *name)
{
    uint32_t components = refs_get(s->refs, 0, "components");
    uint32_t schemes = refs_get(s->refs, components, "securitySchemes");
    if (schemes == JSONTAPE_NONE)
        schemes = refs_get(s->refs, 0, "securityDefinitions");
    schemes = refs_follow(s->refs, schemes);
    uint32_t scheme = refs_member(s->refs, schemes, name->data, name->len);
    if (scheme == JSONTAPE_NONE && strpbrk(name->data, "/#") != NULL)
        scheme = refs_target(s->refs, key);
    return refs_follow(s->refs, scheme);
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
    uint32_t scheme = scheme_of(s, key, &name);
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

size_t access_security(struct shape *s, const struct walk_operation *op, struct emit *e)
{
    const struct jsontape *t = s->t;
    uint32_t security = refs_get(s->refs, op->node, "security");
    if (jsontape_kind(t, security) != '[')
        security = refs_get(s->refs, 0, "security");
    size_t requirements = 0;
    emit_open(e, '[');
    for (struct jsontape_walk a = jsontape_walk(t, security); jsontape_step(t, &a);) {
        emit_open(e, '[');
        for (struct jsontape_walk r = jsontape_walk(t, a.value); jsontape_step(t, &r);) {
            if (r.key == JSONTAPE_NONE)
                continue;
            write_requirement(s, r.key, r.value, e);
            requirements++;
        }
        emit_close(e);
    }
    emit_close(e);
    return requirements;
}
