#include "wholefile.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "ceiling.h"
#include "folder.h"
#include "textfile.h"

/* Writes and closes. */
static int fill(int fd, const char *text, size_t len, bool sync)
{
    int result = textfile_write(fd, text, len) < 0 || (sync && fsync(fd) < 0) ? -1 : 0;
    int why = errno;
    if (close(fd) < 0 && result == 0)
        return -1;
    errno = why;
    return result;
}

static int replace(const char *path, const char *text, size_t len)
{
    unsigned long long random;
    struct buf temp;
    if (getrandom(&random, sizeof random, 0) < 0)
        return -1;
    buf_init(&temp, CEILING_TEXT);
    buf_format(&temp, "%s.%016llx.tmp", path, random);
    int fd = open(temp.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    int result = fd < 0 ? -1 : fill(fd, text, len, true);
    if (result == 0 && (result = rename(temp.data, path)) == 0)
        result = folder_sync_of(path);
    else if (fd >= 0) {
        int why = errno;
        unlink(temp.data);
        errno = why;
    }
    buf_free(&temp);
    return result;
}

int wholefile_write(const char *path, const char *text, size_t len, struct diag_error *err)
{
    struct stat st;
    int result;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode)) {
        int fd = open(path, O_WRONLY | O_CLOEXEC);
        result = fd < 0 ? -1 : fill(fd, text, len, false);
    } else {
        char *real = realpath(path, NULL);
        result = replace(real != NULL ? real : path, text, len);
        free(real);
    }
    return result == 0 ? 0 : diag_fail(err, "cannot write %s: %s", path, strerror(errno));
}
