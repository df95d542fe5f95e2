#include "textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"

enum { READ_SIZE = 64 * 1024 };

int textfile_rest(int fd, struct buf *text)
{
    char piece[READ_SIZE];
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return (int)n;
        buf_add(text, piece, (size_t)n);
        if (buf_over(text))
            return -1;
    }
}

int textfile_take(int fd, const char *name, struct buf *text, struct diag_error *err)
{
    if (textfile_rest(fd, text) == 0)
        return 0;
    if (buf_over(text))
        return diag_fail(err, "%s is larger than %zu KiB", name, text->max / CEILING_KIB);
    return diag_fail(err, "cannot read %s: %s", name, strerror(errno));
}

static int read_text(int fd, const char *path, struct buf *text, struct diag_error *err)
{
    size_t start = text->len;
    int result = textfile_take(fd, path, text, err);
    if (memchr(text->data + start, '\0', text->len - start) != NULL)
        return diag_fail(err, "%s is not text", path);
    return result;
}

int textfile_read(const char *path, struct buf *text, struct diag_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return diag_fail(err, "cannot open %s: %s", path, strerror(errno));
    int result = read_text(fd, path, text, err);
    close(fd);
    return result;
}

size_t textfile_mark(const struct buf *text)
{
    static const char mark[] = "\xef\xbb\xbf";
    const size_t len = sizeof mark - 1;
    return text->len >= len && memcmp(text->data, mark, len) == 0 ? len : 0;
}

int textfile_write(int fd, const char *text, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, text, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return -1;
        text += n;
        len -= (size_t)n;
    }
    return 0;
}
