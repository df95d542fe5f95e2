#include "sending.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "credential.h"
#include "jsonwrite.h"
#include "media.h"
#include "mem.h"
#include "payload.h"
#include "schema/members.h"
#include "schema/merge.h"
#include "schema/view.h"
#include "style.h"
#include "target.h"

uint32_t sending_media(const struct record *r, uint32_t *entry)
{
    const struct jsontape *t = &r->tape;
    uint32_t found = JSONTAPE_NONE;
    int best = -1;
    uint32_t body = jsontape_get(t, record_get(r, "request"), "body");
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, body, "content"));
    while (jsontape_step(t, &w)) {
        char *name = jsontape_text(t, w.key);
        if (name == NULL)
            continue;
        static const int worth[] = {
            [MEDIA_JSON] = 3, [MEDIA_FORM] = 2, [MEDIA_MULTIPART] = 1, [MEDIA_TEXT] = 0};
        int own = worth[media_of(name)] * 2 + (strcmp(name, "application/json") == 0 ? 1 : 0);
        if (own > best) {
            best = own;
            found = w.key;
            *entry = w.value;
        }
        free(name);
    }
    return found;
}

/* How near a listed media type is to the content type: 3 the same, 2 its range, 1 any, 0 another. */
static int nearness(const char *listed, const char *content_type)
{
    const size_t len = strcspn(listed, "; "), own = strcspn(content_type, "; ");
    const size_t kind = strcspn(content_type, "/") + 1;
    if (len == own && strncasecmp(listed, content_type, len) == 0)
        return 3;
    if (len == kind + 1 && listed[kind] == '*' && strncasecmp(listed, content_type, kind) == 0)
        return 2;
    return strncmp(listed, "*/*", 3) == 0 ? 1 : 0;
}

bool sending_is_listed(const struct record *r, const char *content_type, uint32_t *entry)
{
    const struct jsontape *t = &r->tape;
    int best = 0;
    uint32_t body = jsontape_get(t, record_get(r, "request"), "body");
    struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, body, "content"));
    while (jsontape_step(t, &w)) {
        char *listed = jsontape_text(t, w.key);
        const int near = listed == NULL ? 0 : nearness(listed, content_type);
        if (near > best) {
            best = near;
            *entry = w.value;
        }
        free(listed);
    }
    return best > 0;
}

static bool is_file(const struct schema_merge *m)
{
    const struct jsontape *t = m->view->tape;
    uint32_t format = schema_merge_get(m, "format");
    return jsontape_is(t, format, "binary") ||
           jsontape_is(t, schema_merge_get(m, "type"), "file") ||
           schema_merge_get(m, "contentMediaType") != JSONTAPE_NONE;
}

static void find_files(struct sending_rules *s)
{
    uint32_t entry = JSONTAPE_NONE;
    char *media = jsontape_text(&s->record->tape, sending_media(s->record, &entry));
    if (media != NULL && media_of(media) == MEDIA_MULTIPART) {
        struct schema_view view;
        struct schema_merge body;
        struct table names;
        schema_view_open(&view, &s->record->tape);
        schema_merge_init(&body, &view, NULL);
        table_init(&names);
        schema_merge_add(&body, jsontape_get(&s->record->tape, entry, "schema"));
        schema_members_of(&body, &names);
        for (size_t i = 0; i < names.count; i++) {
            struct schema_merge member, item;
            schema_merge_init(&member, &view, NULL);
            schema_merge_init(&item, &view, NULL);
            schema_members_one(&body, names.entry[i].key, names.entry[i].len, &member);
            schema_members_item(&member, 0, &item);
            if (is_file(&member) || is_file(&item))
                table_put(&s->files, names.entry[i].key, names.entry[i].len);
            schema_merge_free(&member);
            schema_merge_free(&item);
        }
        table_free(&names);
        schema_merge_free(&body);
        schema_view_close(&view);
    }
    free(media);
}

void sending_open(struct sending_rules *s, const struct record *r)
{
    s->record = r;
    s->path = record_text(r, "path");
    if (s->path == NULL)
        s->path = mem_text("/");
    table_init(&s->files);
    find_files(s);
}

void sending_close(struct sending_rules *s)
{
    free(s->path);
    table_free(&s->files);
}

static void parts_of(struct sending *s, struct buf *part[6])
{
    part[0] = &s->headers;
    part[1] = &s->cookies;
    part[2] = &s->query;
    part[3] = &s->target;
    part[4] = &s->content_type;
    part[5] = &s->body;
}

void sending_init(struct sending *s)
{
    struct buf *part[6];
    parts_of(s, part);
    for (size_t i = 0; i < 6; i++)
        buf_init(part[i], CEILING_LINE);
}

void sending_free(struct sending *s)
{
    struct buf *part[6];
    parts_of(s, part);
    for (size_t i = 0; i < 6; i++)
        buf_free(part[i]);
}

/* A draft, and what it is made by.  open: without credentials, the case is about them. */
struct source {
    const struct sending_rules *rules;
    const struct jsontape *draft;
    uint32_t at;
    bool open;
    bool missing; /* none at all: a parameter that is one goes too */
    char *bad;    /* what stands in their place, or NULL */
};

/* A header's or cookie's value as sent, in its style; -1 where it would end the line. */
static int add_as_sent(const struct style *style, const struct jsontape *t, uint32_t key,
                       uint32_t value, struct jsonwrite *w, struct diag_error *err)
{
    struct buf name, text;
    char joint = '\0';
    size_t len = 0;
    const char *raw = jsontape_raw(t, key, &len);
    buf_init(&name, CEILING_LINE);
    buf_init(&text, CEILING_LINE);
    jsontape_string(t, key, &name);
    style_write(style, name.data, t, value, &joint, &text);
    const bool broken = strpbrk(name.data, "\r\n") != NULL || strlen(name.data) != name.len ||
                        strpbrk(text.data, "\r\n") != NULL || strlen(text.data) != text.len;
    if (!broken) {
        jsonwrite_key_raw(w, raw, len);
        jsonwrite_bytes(w, text.data, text.len);
    }
    buf_free(&name);
    buf_free(&text);
    return broken
               ? diag_fail(err, "the header or cookie %.*s has a line break in it", (int)len, raw)
               : 0;
}

/* A header, or a cookie, which an object that explodes is for each member. */
static int add_header(const struct source *from, enum style_place place, const char *name,
                      const struct jsontape_walk *at, struct jsonwrite *w, struct diag_error *err)
{
    const struct jsontape *t = from->draft;
    const struct jsontape *record = &from->rules->record->tape;
    uint32_t parameters = jsontape_get(record, record_get(from->rules->record, "request"),
                                       "parameters");
    struct style style;
    style_of_parameter(record, style_declared(record, parameters, place, name), place, &style);
    if (place != STYLE_COOKIE || !style.explode || style.whole ||
        jsontape_kind(t, at->value) != '{')
        return add_as_sent(&style, t, at->key, at->value, w, err);
    int rc = 0;
    struct jsontape_walk members = jsontape_walk(t, at->value);
    style.whole = true;
    while (rc == 0 && jsontape_step(t, &members))
        rc = add_as_sent(&style, t, members.key, members.value, w, err);
    return rc;
}

/* Whether a name is one of the credentials'; header names have no case. */
static bool is_credential(const struct table *names, const char *name, bool header)
{
    for (size_t i = 0; i < names->count; i++)
        if (header ? strcasecmp(names->entry[i].key, name) == 0
                   : strcmp(names->entry[i].key, name) == 0)
            return true;
    return false;
}

/* The draft's headers, query or cookies with the credentials in, as a JSON object. */
static int add_with_credentials(const struct source *from, const char *member, const char *place,
                                struct buf *out, struct diag_error *err)
{
    const struct jsontape *t = from->draft;
    const bool query = strcmp(place, "query") == 0, header = strcmp(place, "header") == 0;
    struct table names;
    struct jsonwrite w = jsonwrite_to(out);
    int rc = 0;
    table_init(&names);
    if (!from->open || from->missing || from->bad != NULL)
        credential_names(from->rules->record, place, &names);
    jsonwrite_open(&w, '{');
    struct jsontape_walk members = jsontape_walk(t, jsontape_get(t, from->at, member));
    while (rc == 0 && jsontape_step(t, &members)) {
        char *name = jsontape_text(t, members.key);
        if (name == NULL || is_credential(&names, name, header)) {
            free(name);
            continue;
        }
        if (query) {
            jsonwrite_key(&w, name);
            jsontape_write(t, members.value, &w);
        } else {
            rc = add_header(from, header ? STYLE_HEADER : STYLE_COOKIE, name, &members, &w, err);
        }
        free(name);
    }
    for (size_t i = 0; i < names.count && (!from->open || from->bad != NULL); i++)
        jsonwrite_member(&w, names.entry[i].key,
                         from->bad != NULL ? from->bad
                                           : credential_placeholder(names.entry[i].value.number));
    jsonwrite_close(&w, '}');
    table_free(&names);
    return rc;
}

/* The path and query as sent, from the draft's path_params and the query with its credentials. */
static int make_target(const struct source *from, struct sending *s, struct diag_error *err)
{
    const struct record *r = from->rules->record;
    struct jsontape query;
    struct buf values;
    jsontape_init(&query);
    buf_init(&values, CEILING_LINE);
    buf_text(&values, "{\"path\":");
    uint32_t path = jsontape_get(from->draft, from->at, "path_params");
    if (jsontape_kind(from->draft, path) == '{')
        jsontape_copy(from->draft, path, &values);
    else
        buf_text(&values, "{}");
    buf_text(&values, ",\"query\":");
    buf_add(&values, s->query.data, s->query.len);
    buf_char(&values, '}');
    int rc = jsontape_read(&query, values.data, values.len, err);
    uint32_t parameters = jsontape_get(&r->tape, record_get(r, "request"), "parameters");
    if (rc == 0)
        rc = target_write(from->rules->path, &r->tape, parameters, &query,
                          jsontape_get(&query, 0, "path"), jsontape_get(&query, 0, "query"),
                          &s->target, err);
    jsontape_free(&query);
    buf_free(&values);
    return rc;
}

static void make_body(const struct source *from, struct sending *s)
{
    const struct record *r = from->rules->record;
    uint32_t body = jsontape_get(from->draft, from->at, "body");
    uint32_t text = jsontape_get(from->draft, from->at, "body_text");
    uint32_t entry = JSONTAPE_NONE;
    uint32_t media = sending_media(r, &entry);
    s->has_body = body != JSONTAPE_NONE || jsontape_kind(from->draft, text) == '"';
    jsontape_string(from->draft, jsontape_get(from->draft, from->at, "content_type"),
                    &s->content_type);
    if (s->has_body && s->content_type.len == 0)
        jsontape_string(&r->tape, media, &s->content_type);
    if (s->has_body && (s->content_type.len == 0 || strchr(s->content_type.data, '*') != NULL)) {
        buf_reset(&s->content_type);
        buf_text(&s->content_type, "application/json");
    }
    if (body == JSONTAPE_NONE) {
        jsontape_string(from->draft, text, &s->body);
        return;
    }
    enum media kind = media_of(s->content_type.data);
    sending_is_listed(r, s->content_type.data, &entry);
    payload_write(kind, &r->tape, jsontape_get(&r->tape, entry, "encoding"), &from->rules->files,
                  from->draft, body, &s->body);
    if (kind == MEDIA_MULTIPART && strstr(s->content_type.data, "boundary=") == NULL)
        buf_text(&s->content_type, "; boundary=" PAYLOAD_BOUNDARY);
}

static int make(const struct source *from, struct sending *s, struct diag_error *err)
{
    if (add_with_credentials(from, "headers", "header", &s->headers, err) < 0 ||
        add_with_credentials(from, "cookies", "cookie", &s->cookies, err) < 0 ||
        add_with_credentials(from, "query_params", "query", &s->query, err) < 0 ||
        make_target(from, s, err) < 0)
        return -1;
    make_body(from, s);
    return 0;
}

int sending_make(struct sending *s, const struct sending_rules *rules, const struct jsontape *draft,
                 uint32_t at, struct diag_error *err)
{
    struct buf *part[6];
    parts_of(s, part);
    for (size_t i = 0; i < 6; i++)
        buf_reset(part[i]);
    const bool open = jsontape_is(
        draft, jsontape_get(draft, jsontape_get(draft, at, "violates"), "in"), "auth");
    const bool missing = jsontape_is(draft, jsontape_get(draft, at, "technique"), "auth_missing");
    const struct source from = {
        rules,
        draft,
        at,
        open,
        open && missing,
        open ? jsontape_text(draft, jsontape_get(draft, at, "credential")) : NULL};
    int rc = make(&from, s, err);
    free(from.bad);
    for (size_t i = 0; rc == 0 && i < 6; i++)
        if (buf_over(part[i]))
            rc = diag_fail(err, "the request is too long");
    return rc;
}
