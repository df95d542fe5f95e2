#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "mem.h"
#include "stopping.h"
#include "yamlread.h"

enum { READ_SIZE = 256 * 1024 };

static int open_file(const char *path, int *code, struct diag_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0) {
        bool address = strncmp(path, "http://", 7) == 0 || strncmp(path, "https://", 8) == 0;
        *code = errno == ENOENT ? DIAG_INPUT : DIAG_ENVIRONMENT;
        diag_fail(err, "cannot open %s: %s%s", path, strerror(errno),
                  address ? " (addresses are not fetched: curl -sL ADDRESS | cc-split -)" : "");
    } else if (!S_ISREG(st.st_mode)) {
        diag_fail(err, "%s is %s, not an API description", path,
                  S_ISDIR(st.st_mode) ? "a directory" : "no regular file");
    } else {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

static int read_all(struct source *s, int fd, int *code, struct diag_error *err)
{
    for (;;) {
        char *room = buf_room(&s->text, READ_SIZE);
        if (room == NULL)
            return diag_fail(err, "%s is larger than %zu MiB", s->name, CEILING_SPEC / CEILING_MIB);
        ssize_t n = read(fd, room, READ_SIZE);
        if (stopping_signal() != 0)
            return diag_fail(err, "%s was not read to its end: a signal came", s->name);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            *code = errno == EISDIR ? DIAG_INPUT : DIAG_ENVIRONMENT;
            return diag_fail(err, "cannot read %s: %s", s->name, strerror(errno));
        }
        s->text.len += (size_t)n;
        s->text.data[s->text.len] = '\0';
        if (n == 0)
            return 0;
    }
}

/* Where byte `at` of the text stands, as people count: from 1. */
static void locate(const struct buf *text, size_t at, size_t *line, size_t *column)
{
    *line = 1;
    size_t start = 0;
    for (size_t i = 0; i < at && i < text->len; i++) {
        if (text->data[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    }
    *column = at - start + 1;
}

static int read_json(struct source *s, struct diag_error *err)
{
    if (jsontape_read(&s->tape, s->text.data, s->text.len, err) == 0)
        return 0;
    size_t line, column;
    locate(&s->text, s->tape.stopped, &line, &column);
    return diag_within(err, "%s:%zu:%zu: not JSON", s->name, line, column);
}

static int read_yaml(struct source *s, struct diag_error *err)
{
    struct buf json;
    buf_init(&json, CEILING_SPEC);
    if (yamlread_json(s->text.data, s->text.len, &json, err) < 0) {
        buf_free(&json);
        return diag_within(err, "%s: neither JSON nor YAML", s->name);
    }
    buf_free(&s->text);
    s->text = json;
    return jsontape_read(&s->tape, s->text.data, s->text.len, err);
}

static int read_text(struct source *s, struct diag_error *err)
{
    if (s->text.len >= 3 && memcmp(s->text.data, "\xef\xbb\xbf", 3) == 0)
        buf_drop(&s->text, 3);
    size_t blank = strspn(s->text.data, " \t\r\n");
    if (blank == s->text.len)
        return diag_fail(err, "%s is empty", s->name);
    if (memchr(s->text.data, '\0', s->text.len) != NULL)
        return diag_fail(err, "%s:1: is not text", s->name);
    char first = s->text.data[blank];
    return first == '{' || first == '[' ? read_json(s, err) : read_yaml(s, err);
}

int source_read(struct source *s, const char *path, int *code, struct diag_error *err)
{
    bool is_stdin = strcmp(path, "-") == 0;
    *code = DIAG_INPUT;
    int fd = is_stdin ? STDIN_FILENO : open_file(path, code, err);
    if (fd < 0)
        return -1;
    *s = (struct source){.name = mem_text(is_stdin ? "stdin" : path)};
    buf_init(&s->text, CEILING_SPEC);
    jsontape_init(&s->tape);
    int result = read_all(s, fd, code, err);
    if (!is_stdin)
        close(fd);
    if (result == 0)
        result = read_text(s, err);
    if (result < 0)
        source_free(s);
    return result;
}

void source_free(struct source *s)
{
    jsontape_free(&s->tape);
    buf_free(&s->text);
    free(s->name);
    s->name = NULL;
}
