#include "ledger/file.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "folder.h"
#include "stopping.h"

/* Locks of the open file description, so that two ledgers in one process exclude each other too. */
#ifdef F_OFD_SETLKW
#define WAIT_FOR_LOCK F_OFD_SETLKW
#else
#define WAIT_FOR_LOCK F_SETLKW
#endif

int ledger_file_open(const char *path, struct diag_error *err)
{
    int flags = O_RDWR | O_APPEND | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int fd = open(path, flags, 0600);
    struct stat st;
    if (fd < 0 && errno == ELOOP)
        diag_fail(err, "%s is a symbolic link; name the file itself as the ledger", path);
    else if (fd < 0 || fstat(fd, &st) < 0)
        diag_fail(err, "cannot open the ledger %s: %s", path, strerror(errno));
    else if (!S_ISREG(st.st_mode))
        diag_fail(err, "%s is no regular file, and cannot be a ledger", path);
    else if (folder_sync_of(path) < 0)
        diag_fail(err, "cannot sync the folder of the ledger %s: %s", path, strerror(errno));
    else
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

int ledger_file_make(const char *path)
{
    if (unlink(path) < 0 && errno != ENOENT)
        return -1;
    return open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
}

bool ledger_file_is(int fd, const char *path)
{
    struct stat opened, named;
    return fstat(fd, &opened) == 0 && lstat(path, &named) == 0 && opened.st_dev == named.st_dev &&
           opened.st_ino == named.st_ino;
}

/* A signal that is to end the program ends the wait too. */
static int set_lock(int fd, short type)
{
    struct flock all = {.l_type = type, .l_whence = SEEK_SET};
    int result;
    do
        result = fcntl(fd, WAIT_FOR_LOCK, &all);
    while (result < 0 && errno == EINTR && stopping_signal() == 0);
    return result;
}

int ledger_file_lock(int fd)
{
    return set_lock(fd, F_WRLCK);
}

void ledger_file_unlock(int fd)
{
    set_lock(fd, F_UNLCK);
}

int ledger_file_read(int fd, uint64_t at, char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = pread(fd, bytes, len, (off_t)at);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return (int)n;
        at += (uint64_t)n;
        bytes += n;
        len -= (size_t)n;
    }
    return 1;
}

int ledger_file_sync(int fd)
{
    int result;
    do
        result = fdatasync(fd);
    while (result < 0 && errno == EINTR);
    return result;
}
