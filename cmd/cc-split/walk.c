#include "walk.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "ceiling.h"
#include "mem.h"
#include "slug.h"

static const char *const methods[] = {"get",  "put",   "post",  "delete", "options",
                                      "head", "patch", "trace", "query",  NULL};

void walk_free(struct walk *w)
{
    for (size_t i = 0; i < w->count; i++) {
        free(w->op[i].id);
        free(w->op[i].method);
        free(w->op[i].path);
        free(w->op[i].slug);
    }
    free(w->op);
    *w = (struct walk){0};
}

/* Whether the text is one of the methods of a path item, whatever its case. */
static bool is_known(const char *method)
{
    const char *const *known = methods;
    while (*known != NULL && strcasecmp(method, *known) != 0)
        known++;
    return *known != NULL;
}

static bool is_method(const struct jsontape *t, uint32_t key)
{
    return jsontape_is_among(t, key, methods);
}

/* An extension, x-… */
static bool is_extension(const struct jsontape *t, uint32_t key)
{
    size_t len;
    return strncmp(jsontape_raw(t, key, &len), "\"x-", 3) == 0;
}

/* A path item has few members beside its operations; anything else is a slip, `gets` for `get`. */
static void check_member(struct shape *s, uint32_t key)
{
    static const char *const known[] = {
        "$ref", "summary", "description", "servers", "parameters", "additionalOperations", NULL};
    const struct jsontape *t = s->t;
    if (!is_method(t, key) && !is_extension(t, key) && !jsontape_is_among(t, key, known))
        report_warn(&s->report, key + 1, "this is no method, and is passed over");
}

/* The key, decoded; NULL: it is longer than CEILING_URL. */
static char *text_of(const struct jsontape *t, uint32_t key)
{
    size_t len;
    jsontape_raw(t, key, &len);
    return len <= CEILING_SPELLED ? jsontape_text(t, key) : NULL;
}

/* NULL: too long, as are parts that are NULL. */
static char *id_of(const char *method, const char *path, bool webhook)
{
    if (method == NULL || path == NULL)
        return NULL;
    struct buf id;
    buf_init(&id, CEILING_URL);
    if (webhook)
        buf_text(&id, "webhook ");
    buf_text(&id, webhook ? path : method);
    buf_char(&id, ' ');
    buf_text(&id, webhook ? method : path);
    char *text = buf_over(&id) ? NULL : buf_take(&id);
    buf_free(&id);
    return text;
}

static void fail(struct walk *w, struct shape *s, uint32_t node, const char *why)
{
    report_warn(&s->report, node, "%s", why);
    w->bad++;
}

/* The operation that `from` describes: method and path are keys of the tape. */
static void add(struct walk *w, struct shape *s, struct walk_operation from, uint32_t path,
                uint32_t method)
{
    const struct jsontape *t = s->t;
    uint32_t target = refs_follow(s->refs, from.node);
    if (target == JSONTAPE_NONE)
        report_lost(&s->report, refs_of(s->refs, from.node));
    else
        from.node = target;
    if (jsontape_kind(t, from.node) != '{') {
        fail(w, s, from.node, "this operation is not an object");
        return;
    }
    from.method = text_of(t, method);
    if (from.method != NULL && is_known(from.method))
        for (char *c = from.method; *c != '\0'; c++)
            *c = (char)toupper((unsigned char)*c);
    from.path = text_of(t, path);
    from.id = id_of(from.method, from.path, from.webhook);
    if (from.id == NULL) {
        fail(w, s, from.node, "the path or method of this operation is too long");
        free(from.method);
        free(from.path);
        return;
    }
    from.slug = slug_of(from.method, from.path);
    w->op = mem_grow(w->op, w->count, &w->room, sizeof *w->op);
    w->op[w->count++] = from;
}

/* Whether the method of an additional operation stands in the path item, or beside it, as `get` does. */
static bool has_plain(struct shape *s, const struct walk_operation *from, uint32_t key)
{
    struct buf name;
    buf_init(&name, CEILING_SPEC);
    jsontape_string(s->t, key, &name);
    for (size_t i = 0; i < name.len; i++)
        name.data[i] = (char)tolower((unsigned char)name.data[i]);
    const bool plain = is_known(name.data) &&
                       (refs_get(s->refs, from->item, name.data) != JSONTAPE_NONE ||
                        refs_get(s->refs, from->beside, name.data) != JSONTAPE_NONE);
    buf_free(&name);
    return plain;
}

/* Adds the operations among the members of the object, but for those that the other one has too. */
static void add_members(struct walk *w, struct shape *s, struct walk_operation from, uint32_t path,
                        uint32_t object, uint32_t but, bool any)
{
    for (struct jsontape_walk i = jsontape_walk(s->t, object); jsontape_step(s->t, &i);) {
        if (!any)
            check_member(s, i.key);
        if (!any && !is_method(s->t, i.key))
            continue;
        from.node = i.value;
        if (w->count == CEILING_OPERATIONS)
            w->over = true;
        else if (any && has_plain(s, &from, i.key))
            fail(w, s, i.value, "this method stands beside it too; only that one counts");
        else if (refs_same(s->refs, object, i.key) != i.value)
            fail(w, s, i.value, "this method stands here twice; only the first one counts");
        else if (refs_same(s->refs, but, i.key) == JSONTAPE_NONE)
            add(w, s, from, path, i.key);
    }
}

/* Adds the operations of the path item, but for those that the other one has too. */
static void add_all(struct walk *w, struct shape *s, struct walk_operation from, uint32_t path,
                    uint32_t item, uint32_t but)
{
    static const char more[] = "additionalOperations";
    uint32_t others = refs_get(s->refs, item, more);
    add_members(w, s, from, path, item, but, false);
    if (jsontape_kind(s->t, others) == '{')
        add_members(w, s, from, path, others, refs_get(s->refs, but, more), true);
}

/* What stands beside the reference of a path item wins over what it leads to. */
static void read_item(struct walk *w, struct shape *s, uint32_t path, uint32_t value, bool webhook)
{
    uint32_t item = refs_follow(s->refs, value);
    uint32_t beside = item == value ? JSONTAPE_NONE : value;
    struct walk_operation from = {.webhook = webhook, .item = item, .beside = beside};
    if (beside != JSONTAPE_NONE)
        add_all(w, s, from, path, beside, JSONTAPE_NONE);
    if (item == JSONTAPE_NONE) {
        report_lost(&s->report, refs_of(s->refs, value));
        w->bad++;
    } else if (jsontape_kind(s->t, item) != '{') {
        fail(w, s, value, "this path item is not an object");
    } else {
        add_all(w, s, from, path, item, beside);
    }
}

/* Reads the path items among the members of the object, but for those that the other one has too. */
static void read_members(struct walk *w, struct shape *s, uint32_t object, uint32_t but,
                         bool webhook)
{
    const struct jsontape *t = s->t;
    for (struct jsontape_walk i = jsontape_walk(t, object); jsontape_step(t, &i);) {
        if (is_extension(t, i.key) || jsontape_is(t, i.key, "$ref"))
            continue;
        if (refs_same(s->refs, object, i.key) != i.value)
            fail(w, s, i.value, "this path stands here twice; only the first one counts");
        else if (refs_same(s->refs, but, i.key) == JSONTAPE_NONE)
            read_item(w, s, i.key, i.value, webhook);
    }
}

/* What stands beside a reference wins here too. */
static void read_items(struct walk *w, struct shape *s, const char *member, bool webhook)
{
    const struct jsontape *t = s->t;
    uint32_t written = refs_get(s->refs, 0, member), items = refs_follow(s->refs, written);
    uint32_t beside = items == written ? JSONTAPE_NONE : written;
    if (written != JSONTAPE_NONE && items == JSONTAPE_NONE)
        report_lost(&s->report, refs_of(s->refs, written));
    else if (written != JSONTAPE_NONE && jsontape_kind(t, items) != '{')
        report_warn(&s->report, written, "this is not an object");
    if (beside != JSONTAPE_NONE)
        read_members(w, s, beside, JSONTAPE_NONE, webhook);
    if (jsontape_kind(t, items) == '{')
        read_members(w, s, items, beside, webhook);
}

static void make_unique(struct walk *w)
{
    char **slug = mem_array(w->count, sizeof *slug);
    const char **id = mem_array(w->count, sizeof *id);
    for (size_t i = 0; i < w->count; i++) {
        slug[i] = w->op[i].slug;
        id[i] = w->op[i].id;
    }
    slug_unique(slug, id, w->count);
    for (size_t i = 0; i < w->count; i++)
        w->op[i].slug = slug[i];
    free(slug);
    free(id);
}

void walk_read(struct walk *w, struct shape *s, bool webhooks)
{
    *w = (struct walk){0};
    read_items(w, s, "paths", false);
    if (webhooks)
        read_items(w, s, "webhooks", true);
    make_unique(w);
}
