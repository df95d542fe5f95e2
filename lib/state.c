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

/* What is found out of a state while it is read. */
struct findings {
    bool endpoints, versioned; /* the object; a member of that name */
    bool newer, older;         /* version "2.0", "1.0" */
    char version[21];          /* as it stands there, cut */
};

static void add_entry(struct state *s, const struct buf *key, struct state_span span)
{
    struct table_entry *e = table_put(&s->by_key, key->data, key->len);
    if (e->value.number != 0)
        return;
    s->span = mem_grow(s->span, s->by_key.count - 1, &s->room, sizeof *s->span);
    s->span[s->by_key.count - 1] = span;
    e->value.number = s->by_key.count;
}

static int read_endpoints(struct state *s, struct state_scan *scan, struct diag_error *err)
{
    struct buf key;
    struct state_span span;
    bool first = true;
    int more;
    buf_init(&key, CEILING_STATE);
    state_scan_enter(scan);
    while ((more = state_scan_member(scan, &first, &span, &key, err)) > 0) {
        if (state_scan_value(scan, &span, err) < 0) {
            more = -1;
            break;
        }
        add_entry(s, &key, span);
        buf_reset(&key);
    }
    buf_free(&key);
    return more;
}

static void find_version(struct findings *f, const struct jsontape *t)
{
    size_t len;
    const char *raw = jsontape_raw(t, 0, &len);
    snprintf(f->version, sizeof f->version, "%.*s", (int)(len < 20 ? len : 20), raw);
    f->versioned = true;
    f->newer = jsontape_is(t, 0, "2.0");
    f->older = jsontape_is(t, 0, "1.0");
}

/* Reads the value of a member; of two alike the first counts. */
static int read_member(struct state *s, struct state_scan *scan, struct findings *f,
                       const char *name, struct state_span key, struct diag_error *err)
{
    struct state_span value;
    if (strcmp(name, "endpoints") == 0 && !f->endpoints && state_scan_peek(scan) == '{') {
        f->endpoints = true;
        return read_endpoints(s, scan, err);
    }
    if (state_scan_value(scan, &value, err) < 0)
        return -1;
    if (strcmp(name, "version") == 0 && !f->versioned)
        find_version(f, &scan->tape);
    if (strcmp(name, "version") == 0 || strcmp(name, "endpoints") == 0 ||
        strcmp(name, "providers") == 0)
        return 0;
    s->other = mem_grow(s->other, s->others, &s->other_room, sizeof *s->other);
    s->other[s->others++] = (struct state_other){key, value};
    return 0;
}

static int read_members(struct state *s, struct state_scan *scan, struct findings *f,
                        struct diag_error *err)
{
    struct buf name;
    struct state_span key;
    bool first = true;
    int more;
    buf_init(&name, CEILING_STATE);
    state_scan_enter(scan);
    while ((more = state_scan_member(scan, &first, &key, &name, err)) > 0) {
        if (read_member(s, scan, f, name.data, key, err) < 0) {
            more = -1;
            break;
        }
        buf_reset(&name);
    }
    buf_free(&name);
    return more;
}

static enum state_outcome refuse(struct diag_error *err, const struct state *s, const char *why)
{
    diag_fail(err, "%s: no state: %s", s->path, why);
    return STATE_REFUSED;
}

/* What is to be said of a text that is JSON. */
static enum state_outcome judge(const struct state *s, const struct findings *f,
                                struct diag_error *err)
{
    if (f->older) {
        diag_fail(err,
                  "%s: version \"1.0\" was written by the Python tool, whose hashes cover neither "
                  "references nor security",
                  s->path);
        return STATE_OLDER;
    }
    if (!f->versioned)
        return refuse(err, s, "it has no version");
    if (!f->newer) {
        diag_fail(err, "%s: version %s is not known, only \"2.0\" is", s->path, f->version);
        return STATE_REFUSED;
    }
    return f->endpoints ? STATE_READ : refuse(err, s, "it has no object `endpoints`");
}

static void forget(struct state *s)
{
    table_clear(&s->by_key);
    s->others = 0;
}

static int read_text(struct state *s, struct state_scan *scan, struct findings *f, bool *object,
                     struct diag_error *err)
{
    struct state_span span;
    *object = state_scan_peek(scan) == '{';
    int result = *object ? read_members(s, scan, f, err) : state_scan_value(scan, &span, err);
    if (result == 0 && !state_scan_ended(scan))
        result = diag_fail(err, "something stands behind the value");
    return result;
}

static enum state_outcome read_entries(struct state *s, struct diag_error *err)
{
    struct state_scan scan;
    struct findings f = {.version = ""};
    bool object;
    enum state_outcome outcome = STATE_REFUSED;
    state_scan_init(&scan, &s->source);
    int result = read_text(s, &scan, &f, &object, err);
    if (scan.broken != 0) {
        diag_fail(err, "cannot read %s: %s", s->path, strerror(scan.broken));
        outcome = STATE_UNREADABLE;
    } else if (result < 0) {
        diag_within(err, "%s: not JSON", s->path);
    } else {
        outcome = object ? judge(s, &f, err) : refuse(err, s, "it is no object");
    }
    state_scan_free(&scan);
    if (outcome != STATE_READ)
        forget(s);
    return outcome;
}

enum state_outcome state_read(struct state *s, const char *path, struct diag_error *err)
{
    struct stat st;
    *s = (struct state){.path = mem_text(path), .dir = -1, .source = {.fd = -1}};
    buf_init(&s->source.text, CEILING_STATE);
    buf_init(&s->text, CEILING_STATE);
    jsontape_init(&s->entry);
    table_init(&s->by_key);
    int fd = s->source.fd = open_state(s, path);
    if (fd < 0 && errno == ENOENT)
        return STATE_ABSENT;
    if (fd < 0 || fstat(fd, &st) < 0) {
        diag_fail(err, "cannot open %s: %s", s->path, strerror(errno));
        return STATE_UNREADABLE;
    }
    if (!S_ISREG(st.st_mode)) {
        diag_fail(err, "%s is no regular file, not a state", s->path);
        return STATE_UNREADABLE;
    }
    s->size = (size_t)st.st_size;
    if (s->size <= CEILING_STATE)
        return read_entries(s, err);
    diag_fail(err, "%s is larger than %zu MiB", s->path, CEILING_STATE / CEILING_MIB);
    return STATE_REFUSED;
}

enum state_outcome state_take(struct state *s, struct buf *text, struct diag_error *err)
{
    forget(s);
    if (s->source.fd >= 0)
        close(s->source.fd);
    buf_free(&s->source.text);
    s->source = (struct state_source){.fd = -1, .text = *text};
    s->size = text->len;
    buf_init(text, CEILING_STATE);
    return read_entries(s, err);
}

int state_bytes(const struct state *s, struct state_span span, struct buf *out,
                struct diag_error *err)
{
    char *room = buf_room(out, span.len);
    if (room == NULL)
        return diag_fail(err, "a part of %s is too large", s->path);
    long got = state_scan_source(&s->source, span.at, room, span.len);
    if (got != (long)span.len)
        return diag_fail(err, "cannot read %s again: %s", s->path,
                         got < 0 ? strerror(errno) : "it has become shorter");
    out->len += span.len;
    out->data[out->len] = '\0';
    return 0;
}

void state_free(struct state *s)
{
    if (s->dir >= 0)
        close(s->dir);
    if (s->source.fd >= 0)
        close(s->source.fd);
    free(s->path);
    free(s->span);
    free(s->other);
    buf_free(&s->source.text);
    buf_free(&s->text);
    jsontape_free(&s->entry);
    table_free(&s->by_key);
    *s = (struct state){.dir = -1, .source = {.fd = -1}};
}

void state_key(const char *id, const char *method, const char *path, struct buf *out)
{
    bool webhook = strncmp(id, "webhook ", strlen("webhook ")) == 0;
    buf_format(out, "%s:%s%s", method, webhook ? "webhook " : "", path);
}

bool state_is_webhook(const char *key)
{
    const char *colon = strchr(key, ':');
    return colon != NULL && strncmp(colon, ":webhook ", strlen(":webhook ")) == 0;
}

const struct jsontape *state_entry_of(struct state *s, const struct table_entry *key,
                                      struct diag_error *err)
{
    buf_reset(&s->text);
    if (state_bytes(s, s->span[key->value.number - 1], &s->text, err) < 0)
        return NULL;
    if (jsontape_read(&s->entry, s->text.data, s->text.len, err) == 0)
        return &s->entry;
    diag_within(err, "%s has changed while it was read", s->path);
    return NULL;
}

const struct jsontape *state_entry(struct state *s, const char *key)
{
    const struct table_entry *e = table_get(&s->by_key, key, strlen(key));
    return e != NULL ? state_entry_of(s, e, NULL) : NULL;
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
