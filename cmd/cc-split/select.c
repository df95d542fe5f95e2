#include "select.h"

#include <strings.h>

#include "glob.h"

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
            if (jsontape_is(t, w.value, list->item[i]))
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
