#include "walk.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "mem.h"
#include "slug.h"

static const char *const methods[] = {"get",  "put",   "post",  "delete", "options",
                                      "head", "patch", "trace", "query"};

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

static bool is_method(const struct jsontape *t, uint32_t key)
{
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        if (jsontape_is(t, key, methods[i]))
            return true;
    return false;
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
    static const char *const known[] = {"$ref",    "summary",    "description",
                                        "servers", "parameters", "additionalOperations"};
    const struct jsontape *t = s->t;
    bool fine = is_method(t, key) || is_extension(t, key);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        fine = fine || jsontape_is(t, key, known[i]);
    if (!fine)
        report_warn(&s->report, key + 1, "this is no method, and is passed over");
}

/* NULL: too long. */
static char *id_of(const char *method, const char *path, bool webhook)
{
    struct buf id;
    buf_init(&id, CEILING_TEXT * 2);
    if (webhook)
        buf_format(&id, "webhook %s %s", path, method);
    else
        buf_format(&id, "%s %s", method, path);
    char *text = buf_over(&id) ? NULL : buf_take(&id);
    buf_free(&id);
    return text;
}

static void add(struct walk *w, struct shape *s, uint32_t path_key, uint32_t method_key,
                uint32_t item, uint32_t beside, uint32_t node, bool webhook)
{
    const struct jsontape *t = s->t;
    uint32_t target = refs_follow(s->refs, node);
    if (target == JSONTAPE_NONE)
        report_lost(&s->report, refs_of(t, node));
    else
        node = target;
    if (jsontape_kind(t, node) != '{') {
        report_warn(&s->report, node, "this operation is not an object");
        w->bad++;
        return;
    }
    char *method = jsontape_text(t, method_key);
    for (char *c = method; *c != '\0'; c++)
        *c = (char)toupper((unsigned char)*c);
    char *path = jsontape_text(t, path_key);
    char *id = id_of(method, path, webhook);
    if (id == NULL) {
        report_warn(&s->report, node, "the path or method of this operation is too long");
        w->bad++;
        free(method);
        free(path);
        return;
    }
    w->op = mem_grow(w->op, w->count, &w->room, sizeof *w->op);
    w->op[w->count++] = (struct walk_operation){
        .id = id,
        .method = method,
        .path = path,
        .slug = slug_of(method, path),
        .webhook = webhook,
        .item = item,
        .beside = beside,
        .node = node,
    };
}

static bool has_key(const struct jsontape *t, uint32_t object, uint32_t key)
{
    char *name = jsontape_text(t, key);
    bool has = jsontape_get(t, object, name) != JSONTAPE_NONE;
    free(name);
    return has;
}

/* The operations that stand beside the reference of a path item; they win over those it leads to. */
static void add_beside(struct walk *w, struct shape *s, uint32_t key, uint32_t item,
                       uint32_t target, bool webhook)
{
    const struct jsontape *t = s->t;
    for (struct jsontape_walk i = jsontape_walk(t, item); jsontape_step(t, &i);)
        if (is_method(t, i.key))
            add(w, s, key, i.key, target, item, i.value, webhook);
}

static void read_item(struct walk *w, struct shape *s, uint32_t key, uint32_t value, bool webhook)
{
    const struct jsontape *t = s->t;
    uint32_t item = refs_follow(s->refs, value);
    uint32_t beside = item == value ? JSONTAPE_NONE : value;
    if (item != value)
        add_beside(w, s, key, value, item, webhook);
    if (jsontape_kind(t, item) != '{') {
        if (item == JSONTAPE_NONE)
            report_lost(&s->report, refs_of(t, value));
        else
            report_warn(&s->report, value, "this path item is not an object");
        w->bad++;
        return;
    }
    for (struct jsontape_walk i = jsontape_walk(t, item); jsontape_step(t, &i);) {
        check_member(s, i.key);
        if (is_method(t, i.key) && (item == value || !has_key(t, value, i.key)))
            add(w, s, key, i.key, item, beside, i.value, webhook);
    }
    uint32_t more = jsontape_get(t, item, "additionalOperations");
    for (struct jsontape_walk i = jsontape_walk(t, more); jsontape_step(t, &i);)
        add(w, s, key, i.key, item, beside, i.value, webhook);
}

static void read_items(struct walk *w, struct shape *s, const char *member, bool webhook)
{
    const struct jsontape *t = s->t;
    uint32_t items = refs_follow(s->refs, jsontape_get(t, 0, member));
    if (jsontape_kind(t, items) != '{')
        return;
    for (struct jsontape_walk i = jsontape_walk(t, items); jsontape_step(t, &i);)
        if (!is_extension(t, i.key))
            read_item(w, s, i.key, i.value, webhook);
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
