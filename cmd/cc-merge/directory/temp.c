#include "temp.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"

/* What stands behind the name of the file. */
enum { DIGITS = 16, TAIL = 1 + DIGITS + 4 };

static int lock(int fd, int command)
{
    struct flock all = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    int result;
    do
        result = fcntl(fd, command, &all);
    while (result < 0 && errno == EINTR);
    return result;
}

int temp_lock(int fd)
{
    return lock(fd, F_OFD_SETLKW);
}

/* A file that is taken for one that nobody is at, between its making and its lock, is locked or gone.  Where there are
 * no locks, nothing is taken for that. */
static bool is_ours(int fd)
{
    struct stat st;
    if (lock(fd, F_OFD_SETLK) < 0)
        return errno != EAGAIN && errno != EACCES;
    return fstat(fd, &st) == 0 && st.st_nlink > 0;
}

int temp_open(int dir, const char *file, char name[TEMP_NAME])
{
    for (int tries = 0; tries < 10; tries++) {
        uint64_t random = 0;
        if (getrandom(&random, sizeof random, 0) < 0)
            return -1;
        snprintf(name, TEMP_NAME, ".%s.%016llx.tmp", file, (unsigned long long)random);
        int fd = openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
        if (fd >= 0 && is_ours(fd))
            return fd;
        if (fd < 0 && errno != EEXIST)
            return -1;
        if (fd >= 0) {
            unlinkat(dir, name, 0);
            close(fd);
        }
    }
    errno = EEXIST;
    return -1;
}

static bool ends_in(const char *name, size_t len, const char *end)
{
    size_t tail = strlen(end);
    return len > tail && memcmp(name + len - tail, end, tail) == 0;
}

/* Whether temp_open() makes up such names. */
static bool is_temp(const char *name, const char *own)
{
    size_t len = strlen(name);
    if (name[0] != '.' || len <= 1 + TAIL || strcmp(name + len - 4, ".tmp") != 0)
        return false;
    const char *tail = name + len - TAIL, *of = name + 1;
    size_t of_len = (size_t)(tail - of);
    bool known = ends_in(of, of_len, ".json") || ends_in(of, of_len, ".ndjson") ||
                 (of_len == strlen(own) && memcmp(of, own, of_len) == 0);
    return known && tail[0] == '.' && strspn(tail + 1, "0123456789abcdef") == DIGITS;
}

static bool remove_stale(int dir, const char *name)
{
    struct stat st;
    int fd = openat(dir, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    bool stale = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
                 lock(fd, F_OFD_SETLK) == 0;
    bool gone = stale && unlinkat(dir, name, 0) == 0;
    if (fd >= 0)
        close(fd);
    return gone;
}

size_t temp_clean(int dir, const char *own)
{
    int fd = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = fd >= 0 ? fdopendir(fd) : NULL;
    size_t gone = 0, looked = 0;
    struct dirent *one;
    if (names == NULL) {
        if (fd >= 0)
            close(fd);
        return 0;
    }
    while ((one = readdir(names)) != NULL && looked++ < CEILING_OPERATIONS)
        gone += is_temp(one->d_name, own) && remove_stale(dir, one->d_name);
    closedir(names);
    return gone;
}
