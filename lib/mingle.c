#include "mingle.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsondigest.h"
#include "uri.h"

void mingle_init(struct mingle *m, struct jsonwrite *w)
{
    *m = (struct mingle){.w = w};
    table_init(&m->requests);
    table_init(&m->ids);
    table_init(&m->numbers);
    jsonwrite_open(w, '[');
}

void mingle_end(struct mingle *m)
{
    jsonwrite_close(m->w, ']');
    table_free(&m->requests);
    table_free(&m->ids);
    table_free(&m->numbers);
}

static struct digest digest_target(const struct jsontape *t, uint32_t target)
{
    char *text = jsontape_kind(t, target) == '"' ? jsontape_text(t, target) : NULL;
    struct digest d = text != NULL ? uri_digest(text) : jsondigest_value(t, target);
    free(text);
    return d;
}

/* The digest of a case's request so far, with one more of its members, if it has that. */
static struct digest with(struct digest d, const struct jsontape *t, uint32_t one,
                          const char *member)
{
    uint32_t value = jsontape_get(t, one, member);
    if (value == JSONTAPE_NONE)
        return d;
    struct digest is = strcmp(member, "headers") == 0  ? jsondigest_headers(t, value)
                       : strcmp(member, "target") == 0 ? digest_target(t, value)
                                                       : jsondigest_value(t, value);
    return jsondigest_member(d, jsondigest_text(member, strlen(member)), is);
}

/* What is sent, and under which preconditions.  `target` says what path and parameters come to, and `body` what
 * body_text does, in any order of its members. */
static struct digest request_of(const struct jsontape *t, uint32_t one)
{
    static const char *const always[] = {"method", "headers", "cookies", "content_type",
                                         "preconditions"};
    static const char *const parts[] = {"path", "path_params", "query_params"};
    bool body = jsontape_get(t, one, "body") != JSONTAPE_NONE;
    bool target = jsontape_get(t, one, "target") != JSONTAPE_NONE;
    struct digest d = with((struct digest){0, 0}, t, one, body ? "body" : "body_text");
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        d = with(d, t, one, always[i]);
    if (target)
        return with(d, t, one, "target");
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
        d = with(d, t, one, parts[i]);
    return d;
}

static bool is_new(struct table *t, const void *key, size_t len)
{
    size_t before = t->count;
    table_put(t, key, len);
    return t->count > before;
}

/* Adds the case_id, or, where it is taken, the next one that is free. */
static void add_id(struct mingle *m, const char *id, struct buf *out)
{
    const char *dash = strrchr(id, '-');
    size_t stem = dash != NULL ? (size_t)(dash - id) : strlen(id);
    bool taken = !is_new(&m->ids, id, strlen(id));
    buf_text(out, id);
    if (!taken)
        return;
    struct table_entry *e = table_put(&m->numbers, id, stem);
    do {
        buf_reset(out);
        buf_add(out, id, stem);
        buf_format(out, "-%03zu", ++e->value.number);
    } while (!is_new(&m->ids, out->data, out->len));
}

static void write_case(struct mingle *m, const struct jsontape *t, uint32_t one, uint32_t provider)
{
    bool named = jsontape_kind(t, jsontape_get(t, one, "provider")) == '"';
    jsonwrite_open(m->w, '{');
    for (struct jsontape_walk w = jsontape_walk(t, one); jsontape_step(t, &w);) {
        char *id = jsontape_is(t, w.key, "case_id") ? jsontape_text(t, w.value) : NULL;
        if (!named && jsontape_is(t, w.key, "provider"))
            continue;
        if (id == NULL) {
            jsontape_write_member(t, w.key, m->w);
            continue;
        }
        struct buf free_id;
        buf_init(&free_id, CEILING_LINE);
        add_id(m, id, &free_id);
        jsonwrite_key(m->w, "case_id");
        jsonwrite_bytes(m->w, free_id.data, free_id.len);
        buf_free(&free_id);
        free(id);
    }
    if (!named && jsontape_kind(t, provider) == '"') {
        jsonwrite_key(m->w, "provider");
        jsontape_write(t, provider, m->w);
    }
    jsonwrite_close(m->w, '}');
}

void mingle_cases(struct mingle *m, const struct jsontape *t, uint32_t cases, uint32_t provider)
{
    for (struct jsontape_walk w = jsontape_walk(t, cases); jsontape_step(t, &w);) {
        struct digest request = request_of(t, w.value);
        if (jsontape_kind(t, w.value) == '{' && is_new(&m->requests, &request, sizeof request))
            write_case(m, t, w.value, provider);
    }
}
