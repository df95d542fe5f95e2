#include "textfile.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"

static int read_all(int fd, const char *path, struct buf *text, struct diag_error *err)
{
    char piece[4096];
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n == 0)
            return 0;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return diag_fail(err, "cannot read %s: %s", path, strerror(errno));
        if (memchr(piece, '\0', (size_t)n) != NULL)
            return diag_fail(err, "%s is not text", path);
        buf_add(text, piece, (size_t)n);
        if (buf_over(text))
            return diag_fail(err, "%s is larger than %zu KiB", path, text->max / CEILING_KIB);
    }
}

int textfile_read(const char *path, struct buf *text, struct diag_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return diag_fail(err, "cannot open %s: %s", path, strerror(errno));
    int result = read_all(fd, path, text, err);
    close(fd);
    return result;
}
