#include "installed.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/auxv.h>
#endif

#include "buf.h"
#include "ceiling.h"
#include "mem.h"

/* The path of this program, the caller's, or NULL. */
static char *own_path(void)
{
    char path[PATH_MAX];
    ssize_t len = readlink("/proc/self/exe", path, sizeof path);
    if (len > 0 && (size_t)len < sizeof path)
        return mem_copy(path, (size_t)len);
#ifdef __linux__
    const char *name = (const char *)getauxval(AT_EXECFN);
    return name != NULL ? realpath(name, NULL) : NULL;
#else
    return NULL;
#endif
}

/* Adds the folder of this program, up to its last slash; nothing where that cannot be told. */
static void add_folder(struct buf *path)
{
    char *own = own_path();
    const char *slash = own != NULL ? strrchr(own, '/') : NULL;
    if (slash != NULL)
        buf_add(path, own, (size_t)(slash - own) + 1);
    free(own);
}

char *installed_path(const char *variable, const char *folder, const char *name)
{
    const char *named = getenv(variable);
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    if (named != NULL && named[0] != '\0') {
        buf_format(&path, "%s/%s", named, name);
    } else {
        add_folder(&path);
        if (path.len > 0)
            buf_format(&path, "../%s/%s", folder, name);
    }
    if (path.len > 0)
        return buf_take(&path);
    buf_free(&path);
    return NULL;
}

char *installed_command(const char *name)
{
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    add_folder(&path);
    buf_text(&path, name);
    if (!buf_over(&path) && access(path.data, X_OK) == 0)
        return buf_take(&path);
    buf_free(&path);
    return mem_text(name);
}
