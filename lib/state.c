#include "state.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "mem.h"
#include "textfile.h"

/* Containers around an entry: the state and its endpoints. */
enum { ENTRY_DEPTH = 2 };

static int open_directory(int at, const char *name, int flags)
{
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
}

/* The folder that the path stands in, the caller's. */
static char *folder_of(const char *path)
{
    size_t len = strlen(path);
    while (len > 0 && path[len - 1] != '/')
        len--;
    while (len > 0 && path[len - 1] == '/')
        len--;
    if (len > 0)
        return mem_copy(path, len);
    return mem_text(path[0] == '/' ? "/" : ".");
}

/* The output directory that the state file of this path belongs to. */
static int open_output(const char *path)
{
    char *folder = folder_of(path);
    const char *slash = strrchr(folder, '/');
    if (strcmp(slash != NULL ? slash + 1 : folder, ".casecraft") == 0) {
        char *output = folder_of(folder);
        free(folder);
        folder = output;
    }
    int fd = open_directory(AT_FDCWD, folder, 0);
    free(folder);
    return fd;
}

/* The file below an output directory that was opened. */
static int open_below(struct state *s, int dir, const char *path)
{
    size_t len = strlen(path);
    while (len > 0 && path[len - 1] == '/')
        len--;
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    buf_add(&name, path, len);
    buf_text(&name, "/" STATE_FILE);
    free(s->path);
    s->path = buf_take(&name);
    s->dir = dir;
    return openat(dir, STATE_FILE, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
}

/* The state file, open, or -1 with errno. */
static int open_state(struct state *s, const char *path)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0 || fstat(fd, &st) < 0)
        return fd;
    if (S_ISDIR(st.st_mode))
        return open_below(s, fd, path);
    s->dir = open_output(path);
    return fd;
}

static enum state_outcome read_text(struct state *s, int fd, struct diag_error *err)
{
    if (textfile_rest(fd, &s->text) == 0)
        return STATE_READ;
    if (buf_over(&s->text)) {
        diag_fail(err, "%s is larger than %zu MiB", s->path, CEILING_STATE / CEILING_MIB);
        return STATE_REFUSED;
    }
    diag_fail(err, "cannot read %s: %s", s->path, strerror(errno));
    return STATE_UNREADABLE;
}

static enum state_outcome check_version(const struct state *s, struct diag_error *err)
{
    const struct jsontape *t = &s->tape;
    uint32_t version = jsontape_get(t, 0, "version");
    size_t len;
    const char *raw = jsontape_raw(t, version, &len);
    if (jsontape_is(t, version, "2.0"))
        return STATE_READ;
    if (jsontape_is(t, version, "1.0")) {
        diag_fail(err,
                  "%s: version \"1.0\" was written by the Python tool, whose hashes cover neither "
                  "references nor security",
                  s->path);
        return STATE_OLDER;
    }
    if (version == JSONTAPE_NONE)
        diag_fail(err, "%s: no state: it has no version", s->path);
    else
        diag_fail(err, "%s: version %.*s is not known, only \"2.0\" is", s->path,
                  (int)(len < 20 ? len : 20), raw);
    return STATE_REFUSED;
}

static void index_entries(struct state *s, uint32_t endpoints)
{
    struct buf key;
    buf_init(&key, CEILING_STATE);
    for (struct jsontape_walk w = jsontape_walk(&s->tape, endpoints);
         jsontape_step(&s->tape, &w);) {
        buf_reset(&key);
        jsontape_string(&s->tape, w.key, &key);
        struct table_entry *e = table_put(&s->by_key, key.data, key.len);
        if (e->value.number == 0)
            e->value.number = w.value;
    }
    buf_free(&key);
}

static enum state_outcome refuse(struct diag_error *err, const struct state *s, const char *why)
{
    diag_fail(err, "%s: no state: %s", s->path, why);
    return STATE_REFUSED;
}

static enum state_outcome read_entries(struct state *s, struct diag_error *err)
{
    if (jsontape_read_shallow(&s->tape, s->text.data, s->text.len, ENTRY_DEPTH, err) < 0) {
        diag_within(err, "%s: not JSON", s->path);
        return STATE_REFUSED;
    }
    if (jsontape_kind(&s->tape, 0) != '{')
        return refuse(err, s, "it is no object");
    enum state_outcome outcome = check_version(s, err);
    if (outcome != STATE_READ)
        return outcome;
    uint32_t endpoints = jsontape_get(&s->tape, 0, "endpoints");
    if (jsontape_kind(&s->tape, endpoints) != '{')
        return refuse(err, s, "it has no object `endpoints`");
    index_entries(s, endpoints);
    return STATE_READ;
}

enum state_outcome state_read(struct state *s, const char *path, struct diag_error *err)
{
    *s = (struct state){.path = mem_text(path), .dir = -1};
    buf_init(&s->text, CEILING_STATE);
    jsontape_init(&s->tape);
    jsontape_init(&s->entry);
    table_init(&s->by_key);
    int fd = open_state(s, path);
    if (fd < 0 && errno == ENOENT)
        return STATE_ABSENT;
    struct stat st;
    enum state_outcome outcome = STATE_UNREADABLE;
    if (fd < 0 || fstat(fd, &st) < 0)
        diag_fail(err, "cannot open %s: %s", s->path, strerror(errno));
    else if (!S_ISREG(st.st_mode))
        diag_fail(err, "%s is no regular file, not a state", s->path);
    else
        outcome = read_text(s, fd, err);
    if (fd >= 0)
        close(fd);
    return outcome == STATE_READ ? read_entries(s, err) : outcome;
}

enum state_outcome state_take(struct state *s, struct buf *text, struct diag_error *err)
{
    table_clear(&s->by_key);
    buf_free(&s->text);
    s->text = *text;
    buf_init(text, CEILING_STATE);
    return read_entries(s, err);
}

void state_free(struct state *s)
{
    if (s->dir >= 0)
        close(s->dir);
    free(s->path);
    buf_free(&s->text);
    jsontape_free(&s->tape);
    jsontape_free(&s->entry);
    table_free(&s->by_key);
    *s = (struct state){.dir = -1};
}

void state_digest(struct digest d, char out[STATE_DIGEST])
{
    char hex[DIGEST_HEX];
    digest_hex(d, hex);
    snprintf(out, STATE_DIGEST, "xxh128:%s", hex);
}

void state_key(const char *id, const char *method, const char *path, struct buf *out)
{
    bool webhook = strncmp(id, "webhook ", strlen("webhook ")) == 0;
    buf_format(out, "%s:%s%s", method, webhook ? "webhook " : "", path);
}

const struct jsontape *state_entry(struct state *s, const char *key)
{
    const struct table_entry *e = table_get(&s->by_key, key, strlen(key));
    if (e == NULL)
        return NULL;
    size_t len;
    const char *raw = jsontape_raw(&s->tape, (uint32_t)e->value.number, &len);
    return jsontape_read(&s->entry, raw, len, NULL) == 0 ? &s->entry : NULL;
}

/* A name of which no part is empty, `.` or `..`. */
static bool stays_inside(const char *name)
{
    for (const char *part = name;; part++) {
        size_t len = strcspn(part, "/");
        if (len <= 2 && strncmp(part, "..", len) == 0)
            return false;
        part += len;
        if (*part == '\0')
            return true;
    }
}

/* Opens the folders of the name one by one; name becomes its last part.  -1: one is not there. */
static int enter(int dir, char **name)
{
    int at = dir;
    for (char *slash = strchr(*name, '/'); slash != NULL && at >= 0; slash = strchr(*name, '/')) {
        *slash = '\0';
        int next = open_directory(at, *name, O_NOFOLLOW);
        if (at != dir)
            close(at);
        at = next;
        *name = slash + 1;
    }
    return at;
}

bool state_has_file(const struct state *s, const struct jsontape *entry)
{
    char *name = entry == NULL ? NULL : jsontape_text(entry, jsontape_get(entry, 0, "file"));
    bool has = name != NULL && s->dir >= 0 && stays_inside(name);
    if (has) {
        char *last = name;
        struct stat st;
        int at = enter(s->dir, &last);
        has = at >= 0 && fstatat(at, last, &st, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(st.st_mode) &&
              st.st_size > 0;
        if (at >= 0 && at != s->dir)
            close(at);
    }
    free(name);
    return has;
}
