#include "catalogue.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "mem.h"

/* More names than any test has; a flood of them is refused. */
#define NAMES_MAX 4096

void catalogue_init(struct catalogue *c, const char *scripts, const char *captures)
{
    *c = (struct catalogue){.scripts = scripts, .captures = captures};
    table_init(&c->read);
}

void catalogue_free(struct catalogue *c)
{
    for (size_t i = 0; i < c->read.count; i++) {
        script_free(c->read.entry[i].value.pointer);
        free(c->read.entry[i].value.pointer);
    }
    table_free(&c->read);
}

void catalogue_reset(struct catalogue *c)
{
    catalogue_free(c);
    table_init(&c->read);
}

/* One component of a path that stays where it is. */
static bool is_plain(const char *name, size_t len)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    return len > 0 && len < 200 && *name != '.' && strspn(name, allowed) >= len;
}

static int read_fd(int fd, struct buf *out)
{
    for (;;) {
        char *room = buf_room(out, CEILING_TEXT);
        ssize_t n = room != NULL ? read(fd, room, CEILING_TEXT) : -1;
        if (n == 0)
            return 0;
        if (n < 0 && (room == NULL || errno != EINTR))
            return -1;
        if (n > 0) {
            out->len += (size_t)n;
            out->data[out->len] = '\0';
        }
    }
}

/* Adds the bytes of DIR/NAME + suffix.  Returns 0, 1 when there is no such file, or -1 with err. */
static int read_file(const char *dir, const char *name, const char *suffix, struct buf *out,
                     struct diag_error *err)
{
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    buf_format(&path, "%s/%s%s", dir, name, suffix);
    int fd = open(path.data, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    int missing = fd < 0 && errno == ENOENT;
    struct stat st;
    int failed = fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || read_fd(fd, out) < 0;
    if (failed)
        diag_fail(err, missing ? "there is no file %s" : "cannot read the file %s", path.data);
    if (fd >= 0)
        close(fd);
    buf_free(&path);
    return missing ? 1 : failed ? -1 : 0;
}

/* Puts the bytes of the file a block names in the place of the name. */
static int load_block(const struct catalogue *c, struct script_block *b, struct diag_error *err)
{
    bool capture = b->kind == SCRIPT_CAPTURE;
    if (!capture && b->kind != SCRIPT_CONTENT_FILE && b->kind != SCRIPT_BODY_FILE &&
        b->kind != SCRIPT_RAW)
        return 0;
    const char *dir = capture ? c->captures : c->scripts;
    if (dir == NULL)
        return diag_fail(err, "%s: the provider was started without %s", b->text,
                         capture ? "-c" : "-s");
    size_t folder = capture ? strcspn(b->text, "/") : 0;
    const char *file = capture && b->text[folder] == '/' ? b->text + folder + 1 : b->text;
    if (!is_plain(file, strlen(file)) || (capture && !is_plain(b->text, folder)))
        return diag_fail(err, "%s: no name for a file here", b->text);
    struct buf bytes;
    buf_init(&bytes, CEILING_SPEC);
    if (read_file(dir, b->text, capture ? ".http" : "", &bytes, err) != 0) {
        buf_free(&bytes);
        return -1;
    }
    free(b->text);
    b->len = bytes.len;
    b->text = buf_take(&bytes);
    buf_free(&bytes);
    return 0;
}

static struct script *keep(struct catalogue *c, const char *name, const char *text, char parted,
                           struct diag_error *err)
{
    if (c->read.count >= NAMES_MAX) {
        diag_fail(err, "more than %d scripts; POST /__reset forgets them", NAMES_MAX);
        return NULL;
    }
    struct script script;
    if (script_parse(&script, text, parted, err) < 0)
        return NULL;
    for (size_t i = 0; i < script.blocks; i++) {
        if (load_block(c, &script.block[i], err) < 0) {
            script_free(&script);
            return NULL;
        }
    }
    struct script *kept = mem_new(sizeof *kept);
    *kept = script;
    table_put(&c->read, name, strlen(name))->value.pointer = kept;
    return kept;
}

/* The same for each component: a path that stays below. */
static bool is_below(const char *name)
{
    size_t len = strcspn(name, "/");
    while (is_plain(name, len) && name[len] == '/') {
        name += len + 1;
        len = strcspn(name, "/");
    }
    return is_plain(name, len);
}

/* The script in NAME.script; *missing says that there is no such file. */
static struct script *from_file(struct catalogue *c, const char *name, bool *missing,
                                struct diag_error *err)
{
    *missing = c->scripts == NULL || !is_below(name);
    if (*missing)
        return NULL;
    struct buf text;
    buf_init(&text, CEILING_LINE);
    int status = read_file(c->scripts, name, ".script", &text, err);
    *missing = status == 1;
    struct script *s = status == 0 ? keep(c, name, text.data, '\n', err) : NULL;
    buf_free(&text);
    return s;
}

struct script *catalogue_find(struct catalogue *c, const char *name, bool *unknown,
                              struct diag_error *err)
{
    *unknown = false;
    const struct table_entry *known = table_get(&c->read, name, strlen(name));
    if (known != NULL)
        return known->value.pointer;
    bool missing;
    struct script *s = from_file(c, name, &missing, err);
    if (!missing)
        return s;
    if (script_is_inline(name))
        return keep(c, name, name, ';', err);
    if (strcmp(name, "default") == 0)
        return keep(c, name, "", '\n', err);
    *unknown = true;
    diag_fail(err, "there is no script \"%s\"", name);
    return NULL;
}
