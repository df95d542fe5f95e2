#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <unistd.h>

#include "mem.h"

int folder_sync(int fd)
{
    return fsync(fd) < 0 && errno != EINVAL && errno != ENOTSUP ? -1 : 0;
}

int folder_sync_of(const char *path)
{
    char *copy = mem_text(path);
    int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int why = errno;
    free(copy);
    errno = why;
    if (fd < 0)
        return errno == EACCES ? 0 : -1;
    int result = folder_sync(fd);
    why = errno;
    close(fd);
    errno = why;
    return result;
}
