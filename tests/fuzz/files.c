/*
 * files: a description and three files that it may refer to, with a NUL between them, through the whole of
 * cc-split.  They are written into the current folder.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "split.h"

int LLVMFuzzerTestOneInput(const uint8_t *text, size_t size);

static void put(const char *name, const uint8_t *text, size_t size)
{
    int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, text, size) != (ssize_t)size || close(fd) < 0) {
        perror(name);
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *text, size_t size)
{
    static const char *const names[] = {"a.yaml", "b.json", "c/d.yaml"};
    const uint8_t *end = text + size, *stop = memchr(text, 0, size);
    const uint8_t *from = stop != NULL ? stop : end;
    mkdir("c", 0700);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        from += from < end;
        const uint8_t *to = memchr(from, 0, (size_t)(end - from));
        to = to != NULL ? to : end;
        put(names[i], from, (size_t)(to - from));
        from = to;
    }
    split_run(text, (size_t)((stop != NULL ? stop : end) - text));
    return 0;
}
