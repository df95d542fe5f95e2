#include "configfile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "ceiling.h"
#include "jsontape.h"
#include "mem.h"
#include "textfile.h"
#include "yamlread.h"

bool configfile_is_key(const char *name, size_t len)
{
    static const char head[] = "CASECRAFT_", tail[] = "_API_KEY";
    size_t least = sizeof head - 1 + sizeof tail - 1;
    return len >= least && strncmp(name, head, sizeof head - 1) == 0 &&
           strncmp(name + len - (sizeof tail - 1), tail, sizeof tail - 1) == 0;
}

/* The caller's; NULL where nobody says in which folder. */
static char *find_path(void)
{
    const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    if (folder != NULL && folder[0] == '/')
        buf_text(&path, folder);
    else if (home != NULL && home[0] == '/')
        buf_format(&path, "%s/.config", home);
    if (path.len > 0)
        buf_text(&path, "/casecraft/config.yaml");
    char *text = buf_take(&path);
    if (text[0] == '/')
        return text;
    free(text);
    return NULL;
}

static int check_file(const struct stat *st, struct diag_error *err)
{
    if (!S_ISREG(st->st_mode))
        return diag_fail(err, "is not a regular file");
    if (st->st_uid != geteuid() && st->st_uid != 0)
        return diag_fail(err, "belongs to somebody else: chown it, or name another folder by "
                              "XDG_CONFIG_HOME");
    if ((st->st_mode & (S_IWGRP | S_IWOTH)) != 0)
        return diag_fail(err, "others can write to it: chmod go-w");
    return 0;
}

static int read_text(int fd, struct stat *st, struct buf *text, struct diag_error *err)
{
    if (fstat(fd, st) < 0)
        return diag_fail(err, "cannot be looked at: %s", strerror(errno));
    return check_file(st, err) < 0 ? -1 : textfile_take(fd, "it", text, err);
}

/* The caller's; NULL: it is no value of a setting. */
static char *value_text(const struct jsontape *t, uint32_t value)
{
    size_t len;
    const char *raw = jsontape_raw(t, value, &len);
    switch (jsontape_kind(t, value)) {
    case '"':
        return jsontape_text(t, value);
    case 'n':
        return mem_text("");
    case '{':
    case '[':
        return NULL;
    default:
        return mem_copy(raw, len);
    }
}

static int put(struct table *values, const char *name, char *text, bool open,
               struct diag_error *err)
{
    if (text == NULL)
        return diag_fail(err, "%.100s must be a text, a number, true or false", name);
    struct table_entry *e = table_put(values, name, strlen(name));
    free(e->value.pointer);
    e->value.pointer = text;
    if (open && configfile_is_key(name, strlen(name)) && text[0] != '\0')
        return diag_fail(err, "%.100s stands in it, and others can read it: chmod 600", name);
    return 0;
}

/* open: others can read the file. */
static int read_mapping(struct table *values, const struct jsontape *t, bool open,
                        struct diag_error *err)
{
    int result = 0;
    if (jsontape_kind(t, 0) != '{' && jsontape_kind(t, 0) != 'n')
        return diag_fail(err, "must have lines such as NAME: value");
    struct jsontape_walk w = jsontape_walk(t, 0);
    while (result == 0 && jsontape_step(t, &w)) {
        char *name = jsontape_text(t, w.key);
        result = put(values, name, value_text(t, w.value), open, err);
        free(name);
    }
    return result;
}

static int read_yaml(struct table *values, const struct buf *yaml, bool open,
                     struct diag_error *err)
{
    struct buf json;
    struct jsontape tape;
    buf_init(&json, 2 * CEILING_CONFIG);
    jsontape_init(&tape);
    int result = yamlread_json(yaml->data, yaml->len, &json, &tape, err);
    if (result == 0)
        result = read_mapping(values, &tape, open, err);
    jsontape_free(&tape);
    buf_free(&json);
    return result;
}

static int read_path(const char *path, struct table *values, struct diag_error *err)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && stat(path, &st) < 0)
        return 0;
    if (fd < 0)
        return diag_fail(err, "cannot be opened: %s", strerror(errno));
    struct buf yaml;
    buf_init(&yaml, CEILING_CONFIG);
    int result = read_text(fd, &st, &yaml, err);
    close(fd);
    if (result == 0)
        result = read_yaml(values, &yaml, (st.st_mode & (S_IRGRP | S_IROTH)) != 0, err);
    buf_free(&yaml);
    return result;
}

int configfile_read(struct table *values, struct diag_error *err)
{
    char *path = find_path();
    int result = path != NULL ? read_path(path, values, err) : 0;
    if (result < 0)
        diag_within(err, "%s", path);
    free(path);
    return result;
}
