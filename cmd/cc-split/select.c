#include "select.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "buf.h"
#include "ceiling.h"
#include "diag.h"
#include "glob.h"
#include "hint.h"
#include "near.h"
#include "spelled.h"
#include "table.h"

void select_free(struct select *s)
{
    options_list_free(&s->include_tag);
    options_list_free(&s->exclude_tag);
    options_list_free(&s->include_path);
    options_list_free(&s->exclude_path);
    options_list_free(&s->include_method);
    options_list_free(&s->exclude_method);
}

static bool has_tag(const struct options_list *list, const struct jsontape *t, uint32_t op)
{
    uint32_t tags = jsontape_get(t, op, "tags");
    for (struct jsontape_walk w = jsontape_walk(t, tags); jsontape_step(t, &w);)
        for (size_t i = 0; i < list->count; i++)
            if (spelled_is(t, w.value, list->item[i]))
                return true;
    return false;
}

static bool has_path(const struct options_list *list, const char *path)
{
    for (size_t i = 0; i < list->count; i++)
        if (glob_match(list->item[i], path))
            return true;
    return false;
}

static bool has_method(const struct options_list *list, const char *method)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcasecmp(list->item[i], method) == 0)
            return true;
    return false;
}

bool select_takes(const struct select *s, const struct jsontape *t, const struct walk_operation *op)
{
    return (s->include_tag.count == 0 || has_tag(&s->include_tag, t, op->node)) &&
           !has_tag(&s->exclude_tag, t, op->node) &&
           (s->include_path.count == 0 || has_path(&s->include_path, op->path)) &&
           !has_path(&s->exclude_path, op->path) &&
           (s->include_method.count == 0 || has_method(&s->include_method, op->method)) &&
           !has_method(&s->exclude_method, op->method);
}

static void collect_tags(struct table *words, const struct jsontape *t, const struct walk *w)
{
    struct buf tag;
    buf_init(&tag, CEILING_SPEC);
    for (size_t i = 0; i < w->count; i++) {
        uint32_t tags = jsontape_get(t, w->op[i].node, "tags");
        for (struct jsontape_walk j = jsontape_walk(t, tags); jsontape_step(t, &j);) {
            buf_reset(&tag);
            spelled_text(t, j.value, &tag);
            if (spelled_says(t, j.value))
                table_put(words, tag.data, tag.len);
        }
    }
    buf_free(&tag);
}

static bool is_method(const struct table *words, const char *item)
{
    for (size_t i = 0; i < words->count; i++)
        if (strcasecmp(words->entry[i].key, item) == 0)
            return true;
    return false;
}

static bool is_tag(const struct table *words, const char *item)
{
    return table_get(words, item, strlen(item)) != NULL;
}

/* Warns of the items that are none of the words, which are tags or methods. */
static void warn_words(const char *option, const struct options_list *list,
                       const struct table *words, const char *what,
                       bool (*is_word)(const struct table *words, const char *item))
{
    for (size_t i = 0; i < list->count; i++) {
        const char *item = list->item[i];
        if (is_word(words, item))
            continue;
        struct near near = near_to(item);
        for (size_t j = 0; j < words->count; j++)
            near_offer(&near, words->entry[j].key);
        diag_warn("--%s %s: no operation has this %s%s%s%s", option, item, what,
                  near.found != NULL ? "; did you mean " : "", near.found != NULL ? near.found : "",
                  near.found != NULL ? "?" : "");
    }
}

static void warn_tags(const struct select *s, const struct jsontape *t, const struct walk *w)
{
    struct table words;
    table_init(&words);
    collect_tags(&words, t, w);
    warn_words("include-tag", &s->include_tag, &words, "tag", is_tag);
    warn_words("exclude-tag", &s->exclude_tag, &words, "tag", is_tag);
    table_free(&words);
}

static void warn_methods(const struct select *s, const struct walk *w)
{
    struct table words;
    table_init(&words);
    for (size_t i = 0; i < w->count; i++)
        table_put(&words, w->op[i].method, strlen(w->op[i].method));
    warn_words("include-method", &s->include_method, &words, "method", is_method);
    warn_words("exclude-method", &s->exclude_method, &words, "method", is_method);
    table_free(&words);
}

static void warn_paths(const char *option, const struct options_list *list, const struct walk *w)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *glob = list->item[i];
        size_t met = 0;
        for (size_t j = 0; j < w->count && met == 0; j++)
            met += glob_match(glob, w->op[j].path);
        if (met > 0)
            continue;
        char *hint = hint_glob(glob, w);
        diag_warn("--%s %s: no path matches (a GLOB is matched whole, and * stays within /)%s%s%s",
                  option, glob, hint != NULL ? "; did you mean \"" : "", hint != NULL ? hint : "",
                  hint != NULL ? "\"?" : "");
        free(hint);
    }
}

void select_warn(const struct select *s, const struct jsontape *t, const struct walk *w)
{
    if (s->include_tag.count + s->exclude_tag.count > 0)
        warn_tags(s, t, w);
    warn_paths("include-path", &s->include_path, w);
    warn_paths("exclude-path", &s->exclude_path, w);
    warn_methods(s, w);
}
