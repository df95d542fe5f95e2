#include "files.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "mem.h"

/* ".", the name, "." and 16 hex digits, ".tmp": 255 bytes at most, as names.c keeps names short. */
#define TEMP_MAX 256

static int open_directory(int at, const char *name, int flags)
{
    return openat(at, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | flags);
}

/* mkdir -p: path is changed while it works and whole again behind it. */
static int make_parents(char *path)
{
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int made = mkdir(path, 0777);
        int why = errno;
        *slash = '/';
        if (made < 0 && why != EEXIST && why != EROFS && why != EACCES && why != EPERM) {
            errno = why;
            return -1;
        }
    }
    return mkdir(path, 0777) < 0 && errno != EEXIST ? -1 : 0;
}

int files_open(struct files *f, const char *dir, struct diag_error *err)
{
    size_t len = strlen(dir);
    while (len > 1 && dir[len - 1] == '/')
        len--;
    *f = (struct files){.dir = mem_copy(dir, len), .fd = -1};
    if (len == 0)
        return diag_fail(err, "the output directory has an empty name; give one with -o");
    f->fd = open_directory(AT_FDCWD, f->dir, 0);
    if (f->fd < 0 && errno == ENOENT && make_parents(f->dir) == 0)
        f->fd = open_directory(AT_FDCWD, f->dir, 0);
    if (f->fd < 0)
        return diag_fail(err, "cannot use %s as the output directory: %s", f->dir, strerror(errno));
    if (faccessat(f->fd, ".", W_OK | X_OK, AT_EACCESS) < 0)
        return diag_fail(err, "cannot write in %s: %s", f->dir, strerror(errno));
    return 0;
}

void files_close(struct files *f)
{
    if (f->fd >= 0)
        close(f->fd);
    free(f->dir);
    *f = (struct files){.fd = -1};
}

void files_path(const struct files *f, const char *folder, const char *file, struct buf *out)
{
    buf_text(out, f->dir);
    if (strcmp(f->dir, "/") != 0)
        buf_char(out, '/');
    buf_text(out, folder);
    if (folder[0] != '\0')
        buf_char(out, '/');
    buf_text(out, file);
}

/* The descriptor of a folder, or of the directory itself for "". */
static int enter(const struct files *f, const char *folder)
{
    return open_directory(f->fd, folder[0] != '\0' ? folder : ".", O_NOFOLLOW);
}

/* Some file systems cannot sync a directory, and need not. */
static int sync_directory(int fd)
{
    return fsync(fd) < 0 && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
}

static int enter_made(const struct files *f, const char *folder)
{
    int fd = enter(f, folder);
    if (fd >= 0 || errno != ENOENT)
        return fd;
    if (mkdirat(f->fd, folder, 0777) < 0 && errno != EEXIST)
        return -1;
    return sync_directory(f->fd) < 0 ? -1 : enter(f, folder);
}

static bool read_all(int fd, struct buf *out)
{
    for (;;) {
        char *room = buf_room(out, 64 * CEILING_KIB);
        ssize_t n = room == NULL ? -1 : read(fd, room, 64 * CEILING_KIB);
        if (n < 0 && room != NULL && errno == EINTR)
            continue;
        if (n <= 0)
            return n == 0;
        out->len += (size_t)n;
        out->data[out->len] = '\0';
    }
}

bool files_read(const struct files *f, const char *folder, const char *file, struct buf *out)
{
    int dir = enter(f, folder);
    int fd = dir < 0 ? -1 : openat(dir, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && read_all(fd, out);
    if (fd >= 0)
        close(fd);
    if (dir >= 0)
        close(dir);
    return ok;
}

/* Makes a file that nobody else has; its name goes to temp. */
static int open_temp(int dir, const char *file, char temp[TEMP_MAX])
{
    int fd = -1;
    for (int tries = 0; fd < 0 && tries < 10; tries++) {
        uint64_t random = 0;
        if (getrandom(&random, sizeof random, 0) < 0)
            return -1;
        snprintf(temp, TEMP_MAX, ".%s.%016llx.tmp", file, (unsigned long long)random);
        fd = openat(dir, temp, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd < 0 && errno != EEXIST)
            return -1;
    }
    return fd;
}

static int write_all(int fd, const char *text, size_t len)
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

/* Returns 0, or -1 with errno; no temporary file is left. */
static int replace(int dir, const char *file, const char *text, size_t len)
{
    char temp[TEMP_MAX];
    int fd = open_temp(dir, file, temp);
    if (fd < 0)
        return -1;
    int result = write_all(fd, text, len) < 0 || fsync(fd) < 0 ? -1 : 0;
    int why = errno;
    if (close(fd) < 0 && result == 0) {
        result = -1;
        why = errno;
    }
    if (result == 0 && renameat(dir, temp, dir, file) == 0)
        return sync_directory(dir);
    why = result == 0 ? errno : why;
    unlinkat(dir, temp, 0);
    errno = why;
    return -1;
}

int files_write(const struct files *f, const char *folder, const char *file, const char *text,
                size_t len, struct diag_error *err)
{
    int dir = enter_made(f, folder);
    int result = dir < 0 ? -1 : replace(dir, file, text, len);
    int why = errno;
    if (dir >= 0)
        close(dir);
    if (result == 0)
        return 0;
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    files_path(f, folder, file, &path);
    diag_fail(err, "cannot write %s: %s", path.data, strerror(why));
    buf_free(&path);
    return -1;
}
