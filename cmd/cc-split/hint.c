#include "hint.h"

#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "glob.h"
#include "mem.h"
#include "near.h"

enum { OPERATIONS = 20000, PATH_BYTES = 200, GLOB_BYTES = 200 };

struct form {
    const char *before, *after;
};

/* Whole parts of a path are more likely meant than a spelling, and that more than a piece. */
static const struct form rooted[] = {{"/", ""}};
static const struct form parts[] = {{"", "/**"}, {"", ""}, {"/", "/**"}};
static const struct form pieces[] = {{"", "*"}, {"", "**"}, {"**/", ""}, {"**", ""}, {"**", "/**"}};

static bool matches(const char *glob, const struct walk *w)
{
    for (size_t i = 0; i < w->count && i < OPERATIONS; i++)
        if (strnlen(w->op[i].path, PATH_BYTES + 1) <= PATH_BYTES && glob_match(glob, w->op[i].path))
            return true;
    return false;
}

/* The first form of bare that matches. */
static char *try_forms(const struct form *form, size_t forms, const char *bare, size_t len,
                       const struct walk *w)
{
    struct buf glob;
    buf_init(&glob, CEILING_TEXT);
    for (size_t i = 0; i < forms; i++) {
        buf_reset(&glob);
        buf_text(&glob, form[i].before);
        buf_add(&glob, bare, len);
        buf_text(&glob, form[i].after);
        if (matches(glob.data, w))
            return buf_take(&glob);
    }
    buf_free(&glob);
    return NULL;
}

static char *near_path(const char *glob, const struct walk *w)
{
    struct near near = near_to(glob);
    for (size_t i = 0; i < w->count; i++)
        if (i == 0 || strcmp(w->op[i].path, w->op[i - 1].path) != 0)
            near_offer(&near, w->op[i].path);
    return near.found != NULL ? mem_text(near.found) : NULL;
}

char *hint_glob(const char *glob, const struct walk *w)
{
    size_t len = strlen(glob);
    if (len > GLOB_BYTES)
        return NULL;
    bool wild = strpbrk(glob, "*?") != NULL;
    while (len > 0 && glob[len - 1] == '*')
        len--;
    while (len > 0 && glob[len - 1] == '/')
        len--;
    char *hint = try_forms(rooted, 1, glob, strlen(glob), w);
    if (hint == NULL)
        hint = try_forms(parts, sizeof parts / sizeof *parts, glob, len, w);
    if (hint == NULL && !wild)
        hint = near_path(glob, w);
    if (hint == NULL)
        hint = try_forms(pieces, sizeof pieces / sizeof *pieces, glob, len, w);
    return hint;
}
