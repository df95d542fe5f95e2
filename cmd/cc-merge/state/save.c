#include "save.h"

#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "compose.h"
#include "mem.h"
#include "older.h"
#include "rebuild.h"
#include "state.h"

#define FOLDER ".casecraft"
#define NAME "state.json"

/* Cuts the last part off a path and returns it, the caller's; the path becomes the folder it is in. */
static char *cut_last(char **path)
{
    size_t len = strlen(*path);
    while (len > 1 && (*path)[len - 1] == '/')
        (*path)[--len] = '\0';
    char *slash = strrchr(*path, '/');
    char *last = mem_text(slash != NULL ? slash + 1 : *path);
    char *rest = slash == NULL ? mem_text(".") : mem_copy(*path, slash > *path ? slash - *path : 1);
    free(*path);
    *path = rest;
    return last;
}

/* Splits the path of the state into the directory it belongs to, which is returned, the folder and the name. */
static char *take_apart(struct save *s, const char *path)
{
    struct stat st;
    char *base = mem_text(path);
    s->folder = FOLDER;
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
        s->name = mem_text(NAME);
        return base;
    }
    s->name = cut_last(&base);
    char *above = mem_text(base);
    char *last = cut_last(&above);
    bool inside = strcmp(last, FOLDER) == 0;
    free(last);
    if (!inside) {
        free(above);
        s->folder = "";
        return base;
    }
    free(base);
    return above;
}

/* What leads from base to the documents, the caller's, or NULL. */
static char *prefix_of(const struct files *base, const struct files *out)
{
    char from[PATH_MAX], to[PATH_MAX];
    if (realpath(base->dir, from) == NULL || realpath(out->dir, to) == NULL)
        return NULL;
    size_t len = strcmp(from, "/") == 0 ? 0 : strlen(from);
    if (strncmp(from, to, len) != 0 || (to[len] != '\0' && to[len] != '/'))
        return NULL;
    struct buf prefix;
    buf_init(&prefix, PATH_MAX + 1);
    if (to[len] == '/' && to[len + 1] != '\0')
        buf_format(&prefix, "%s/", to + len + 1);
    return buf_take(&prefix);
}

/* What keeps the state from being written where it belongs, and can be seen before the run. */
static int check(struct save *s, struct diag_error *err)
{
    struct stat st;
    struct state state;
    if (fstatat(s->base.fd, FOLDER, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(st.st_mode))
        return diag_fail(err, "%s/" FOLDER " is a symbolic link; the state does not go through it",
                         s->base.dir);
    if (lstat(s->path, &st) == 0 && !S_ISREG(st.st_mode))
        return diag_fail(err, "%s is no regular file, and cannot be a state", s->path);
    enum state_outcome outcome = state_read(&state, s->path, err);
    state_free(&state);
    s->broken = outcome == STATE_REFUSED;
    return outcome == STATE_UNREADABLE ? -1 : 0;
}

int save_open(struct save *s, const char *path, const struct files *out, struct diag_error *err)
{
    *s = (struct save){.out = out, .base = {.fd = -1}};
    char *base = take_apart(s, path != NULL ? path : out->dir);
    int result = s->name[0] == '\0'
                     ? diag_fail(err, "option --state takes a file, not \"%s\"", path)
                     : files_open(&s->base, base, err);
    free(base);
    if (result < 0)
        return -1;
    struct buf full;
    buf_init(&full, CEILING_TEXT);
    files_path(&s->base, s->folder, s->name, &full);
    s->path = buf_take(&full);
    s->prefix = prefix_of(&s->base, out);
    if (s->prefix == NULL)
        return diag_fail(err,
                         "the state %s is of the directory %s, and %s is not in it; put the state "
                         "into a folder above the documents, or leave out --state",
                         s->path, s->base.dir, out->dir);
    return check(s, err);
}

void save_close(struct save *s)
{
    files_close(&s->base);
    free(s->name);
    free(s->path);
    free(s->prefix);
    *s = (struct save){.base = {.fd = -1}};
}

/* Where what was read cannot be used: puts something better in its place, and says under which word the file
 * is set aside (NULL: there is none to be). */
static const char *mend(const struct save *s, enum state_outcome outcome, struct state *state)
{
    const char *aside = NULL;
    struct diag_error err;
    struct buf before, text;
    buf_init(&before, CEILING_STATE);
    buf_init(&text, CEILING_STATE);
    if (outcome == STATE_REFUSED) {
        rebuild(s->out, s->prefix, &text);
        aside = "broken";
    } else if (outcome == STATE_OLDER) {
        const struct state_span all = {0, (uint32_t)state->size};
        if (state_bytes(state, all, &before, &err) == 0)
            older_upgrade(&s->base, s->folder, &before, &text);
        aside = "1.0";
    } else {
        older_find(&s->base, &text);
    }
    if (text.len > 0)
        state_take(state, &text, &err);
    buf_free(&text);
    buf_free(&before);
    return aside;
}

/* Sets the file aside that cannot be used, because of what err says. */
static int set_aside(const struct save *s, const char *word, struct diag_error *err)
{
    struct diag_error why = *err;
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    int result = files_set_aside(&s->base, s->folder, s->name, word, &name, err);
    if (result == 0)
        diag_warn("%s; it is kept as %s, and a new state made from %s", why.text, name.data,
                  strcmp(word, "1.0") == 0
                      ? "its counts, so that everything is generated again once"
                      : "the documents");
    buf_free(&name);
    return result;
}

/* Writes the state anew where that changes it. */
static int write_state(const struct save *s, struct state *state, const struct news *news,
                       struct prune *prune, enum state_outcome outcome, struct diag_error *err)
{
    struct files_new to;
    struct diag_error why = *err;
    const char *aside = outcome == STATE_READ ? NULL : mend(s, outcome, state);
    files_begin(&to, &s->base, s->folder, s->name);
    int changed = compose(state, news, prune, &to, err);
    if (changed >= 0 && ((changed == 0 && outcome == STATE_READ) || prune->dry)) {
        files_drop(&to);
        return 0;
    }
    if (changed == 0)
        files_add(&to, state->source.text.data, state->source.text.len);
    if (changed >= 0 && aside != NULL) {
        *err = why;
        changed = set_aside(s, aside, err);
    }
    if (changed >= 0)
        return files_keep(&to, err);
    files_drop(&to);
    return -1;
}

static int update(const struct save *s, const struct news *news, struct prune *prune,
                  struct diag_error *err)
{
    struct state state;
    enum state_outcome outcome = state_read(&state, s->path, err);
    int result = outcome == STATE_UNREADABLE ? -1
                                             : write_state(s, &state, news, prune, outcome, err);
    state_free(&state);
    return result;
}

int save_run(struct save *s, const struct news *news, struct prune *prune, struct diag_error *err)
{
    if (news->lost.text[0] != '\0') {
        *err = news->lost;
        return diag_within(err, "the state %s was not written", s->path);
    }
    if (news->told == 0 && !prune->gone && !s->broken)
        return 0;
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    buf_format(&name, "%s.lock", s->name);
    int lock = files_lock(&s->base, s->folder, name.data, err);
    buf_free(&name);
    if (lock < 0)
        return -1;
    int result = update(s, news, prune, err);
    close(lock);
    return result;
}
