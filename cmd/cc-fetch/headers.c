#include "headers.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "ceiling.h"
#include "mem.h"
#include "textfile.h"

static bool has_control(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (((unsigned char)text[i] < 0x20 && text[i] != '\t') || text[i] == 0x7f)
            return true;
    return false;
}

static int read_line(struct headers *h, const char *line, size_t len, struct diag_error *err)
{
    static const char token[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                                "!#$%&'*+-.^_`|~";
    while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t'))
        len--;
    if (len == 0 || line[0] == '#')
        return 0;
    if (line[len - 1] == '\r')
        return diag_fail(err, "the line ends with a carriage return: save the file with Unix line "
                              "ends");
    if (has_control(line, len))
        return diag_fail(err, "a control character stands in the line");
    char *text = mem_copy(line, len);
    size_t name = strspn(text, token);
    const char *value = text + name + (text[name] == ':');
    int result = 0;
    if (name == 0 || text[name] != ':')
        result = diag_fail(err, "\"Name: value\" is expected");
    else if (value[strspn(value, " \t")] == '\0')
        result = diag_fail(err, "the header has no value");
    if (result < 0) {
        free(text);
        return result;
    }
    h->line = mem_grow(h->line, h->count, &h->room, sizeof *h->line);
    h->line[h->count++] = text;
    return 0;
}

static int read_lines(struct headers *h, const struct buf *text, const char *path,
                      struct diag_error *err)
{
    size_t number = 0;
    for (size_t at = textfile_mark(text), len; at < text->len; at += len + 1) {
        const char *line = text->data + at;
        const char *newline = memchr(line, '\n', text->len - at);
        len = newline != NULL ? (size_t)(newline - line) : text->len - at;
        number++;
        if (read_line(h, line, len, err) < 0)
            return diag_within(err, "%.400s:%zu", path, number);
    }
    return 0;
}

static int read_file(int fd, struct buf *text, struct diag_error *err)
{
    struct stat st;
    if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
        return diag_fail(err, "it is not a regular file");
    return textfile_take(fd, "it", text, err);
}

int headers_read(struct headers *h, const char *path, struct diag_error *err)
{
    *h = (struct headers){0};
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return diag_fail(err, "%.400s: it cannot be opened: %s", path, strerror(errno));
    struct buf text;
    buf_init(&text, CEILING_HEADERS);
    int result = read_file(fd, &text, err);
    close(fd);
    if (result < 0)
        diag_within(err, "%.400s", path);
    else
        result = read_lines(h, &text, path, err);
    buf_free(&text);
    if (result < 0)
        headers_free(h);
    return result;
}

void headers_free(struct headers *h)
{
    for (size_t i = 0; i < h->count; i++)
        free(h->line[i]);
    free(h->line);
    *h = (struct headers){0};
}
