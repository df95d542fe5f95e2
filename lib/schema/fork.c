#include "schema/fork.h"

static const char *const keywords[] = {"oneOf", "anyOf", "if", "dependentSchemas"};
#define KEYWORDS (sizeof keywords / sizeof *keywords)
enum { IF = 2, MEMBERS = 3 };

/* The next member of the dependentSchemas that we are in. */
static bool next_member(const struct jsontape *t, struct schema_fork *f)
{
    f->inside = jsontape_step(t, &f->walk);
    f->list = f->walk.value;
    f->member = f->walk.key;
    f->branches = 1;
    return f->inside;
}

/* Whether the fork stands at one now. */
static bool is_one(const struct jsontape *t, uint32_t part, struct schema_fork *f)
{
    const uint32_t value = jsontape_get(t, part, keywords[f->kind]);
    if (value == JSONTAPE_NONE)
        return false;
    f->keyword = keywords[f->kind];
    f->list = value;
    f->member = JSONTAPE_NONE;
    if (f->kind == MEMBERS) {
        f->walk = jsontape_walk(t, value);
        return next_member(t, f);
    }
    if (f->kind == IF)
        f->branches = jsontape_get(t, part, "else") == JSONTAPE_NONE ? 1 : 2;
    else
        f->branches = jsontape_size(t, value);
    return f->kind == IF || jsontape_kind(t, value) == '[';
}

bool schema_fork_next(const struct schema_merge *m, struct schema_fork *f)
{
    const struct jsontape *t = m->view->tape;
    if (f->inside && next_member(t, f))
        return true;
    if (f->keyword != NULL)
        f->kind++;
    for (; f->part < m->parts; f->part++, f->kind = 0)
        for (; f->kind < KEYWORDS; f->kind++)
            if (is_one(t, m->part[f->part], f))
                return true;
    return false;
}

bool schema_fork_has(const struct schema_merge *m, uint32_t list)
{
    struct schema_fork f = {0};
    while (schema_fork_next(m, &f))
        if (f.list == list)
            return true;
    return false;
}

void schema_fork_take(const struct schema_merge *m, const struct schema_choice *choice,
                      struct schema_merge *out)
{
    schema_merge_init(out, m->view, choice);
    for (size_t i = 0; i < m->roots; i++)
        schema_merge_add(out, m->root[i]);
    for (size_t i = 0; i < m->bars; i++)
        if ((m->passed >> i & 1) != 0)
            schema_merge_bar(out, m->bar[i]);
}

void schema_fork_name(const struct schema_view *v, const struct schema_fork *f, size_t branch,
                      struct buf *out)
{
    size_t i = 0;
    if (f->member != JSONTAPE_NONE) {
        jsontape_string(v->tape, f->member, out);
        return;
    }
    if (f->keyword == keywords[IF]) {
        buf_text(out, branch == 0 ? "then" : "else");
        return;
    }
    struct jsontape_walk w = jsontape_walk(v->tape, f->list);
    while (jsontape_step(v->tape, &w) && i < branch)
        i++;
    schema_view_name(v, jsontape_get(v->tape, w.value, "$ref"), out);
    if (out->len == 0)
        buf_format(out, "%zu", branch + 1);
}
