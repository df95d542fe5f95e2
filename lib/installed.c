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

char *installed_path(const char *variable, const char *folder, const char *name)
{
    const char *named = getenv(variable);
    char *own = NULL;
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    if (named != NULL && named[0] != '\0') {
        buf_format(&path, "%s/%s", named, name);
    } else if ((own = own_path()) != NULL && strrchr(own, '/') != NULL) {
        buf_add(&path, own, (size_t)(strrchr(own, '/') - own));
        buf_format(&path, "/../%s/%s", folder, name);
    }
    free(own);
    if (path.len > 0)
        return buf_take(&path);
    buf_free(&path);
    return NULL;
}
