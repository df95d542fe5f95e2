#include "guard.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "ceiling.h"
#include "document.h"
#include "mem.h"
#include "state.h"

/* What is kept is told one by one up to this many. */
#define TELL 10

void guard_init(struct guard *g)
{
    *g = (struct guard){0};
}

void guard_free(struct guard *g)
{
    marks_free(&g->known);
    free(g->wrote);
    *g = (struct guard){0};
}

/* A digest, short.  Never 0. */
static uint64_t short_of(struct digest digest)
{
    return digest_short(&digest, sizeof digest, 0) | 1;
}

/* Reads the digests of the state; where it cannot be read, there are none. */
static void read_known(struct guard *g)
{
    struct state state;
    struct diag_error err;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    g->read = true;
    state_read(&state, g->state, &err);
    for (size_t i = 0; i < state.by_key.count; i++) {
        const struct jsontape *entry = state_entry_of(&state, &state.by_key.entry[i], &err);
        buf_reset(&text);
        if (entry != NULL)
            jsontape_string(entry, jsontape_get(entry, 0, "digest"), &text);
        if (text.len > 0)
            marks_add(&g->known, text.data, text.len);
    }
    state_free(&state);
    buf_free(&text);
    marks_sort(&g->known);
}

static bool is_known(struct guard *g, struct digest digest)
{
    char text[DIGEST_MARKED];
    if (!g->read)
        read_known(g);
    digest_marked(digest, text);
    return marks_has(&g->known, text, strlen(text));
}

static bool is_ours(struct guard *g, const struct names_place *place, struct digest digest)
{
    return (place->number < g->places && g->wrote[place->number] == short_of(digest)) ||
           is_known(g, digest);
}

void guard_wrote(struct guard *g, const struct names_place *place, struct digest digest)
{
    if (place->number >= g->places) {
        size_t more = place->number * 2 + 64;
        g->wrote = mem_resize(g->wrote, more, sizeof *g->wrote);
        memset(g->wrote + g->places, 0, (more - g->places) * sizeof *g->wrote);
        g->places = more;
    }
    g->wrote[place->number] = short_of(digest);
}

int guard_set_aside(struct guard *g, const struct names_place *place, struct diag_error *err)
{
    struct buf path, name;
    buf_init(&path, CEILING_TEXT);
    buf_init(&name, CEILING_TEXT);
    files_path(g->files, place->folder, place->file, &path);
    int result = files_set_aside(g->files, place->folder, place->file, GUARD_WORD, &name, err);
    if (result == 0 && ++g->kept <= TELL)
        diag_warn("%s holds what cc-merge has not written; that is kept as %.*s%s", path.data,
                  (int)(path.len - strlen(place->file)), path.data, name.data);
    buf_free(&name);
    buf_free(&path);
    return result;
}

/* Whether what stands at the place may go: nothing that can be kept, ours, or what it is to become. */
static bool may_go(struct guard *g, const struct names_place *place, struct digest next)
{
    struct stat st;
    struct buf text;
    if (!files_stat(g->files, place->folder, place->file, &st) || S_ISDIR(st.st_mode))
        return true;
    buf_init(&text, DOCUMENT_MAX);
    bool read = files_read(g->files, place->folder, place->file, &text);
    struct digest is = digest_of(text.data, text.len);
    bool may = read && (text.len == 0 || (is.low == next.low && is.high == next.high) ||
                        is_ours(g, place, is));
    buf_free(&text);
    return may;
}

int guard_keep(struct guard *g, const struct names_place *place, struct digest next,
               struct diag_error *err)
{
    if (may_go(g, place, next))
        return 0;
    int result = guard_set_aside(g, place, err);
    if (result < 0)
        diag_within(err, "cannot write %s, which holds what cc-merge has not written", place->file);
    return result;
}

void guard_report(const struct guard *g)
{
    if (g->kept > TELL)
        diag_warn("%zu files that cc-merge has not written are kept so in all", g->kept);
}
