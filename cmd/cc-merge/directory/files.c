#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "folder.h"
#include "mem.h"
#include "textfile.h"

/* The temporary name of a file that gets none. */
#define FILES_UNNAMED "cc-merge"
/* So many files are set aside of one name. */
enum { MOST_ASIDE = 999 };

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

static int enter_made(const struct files *f, const char *folder)
{
    int fd = enter(f, folder);
    if (fd >= 0 || errno != ENOENT)
        return fd;
    if (mkdirat(f->fd, folder, 0777) < 0 && errno != EEXIST)
        return -1;
    return folder_sync(f->fd) < 0 ? -1 : enter(f, folder);
}

bool files_read(const struct files *f, const char *folder, const char *file, struct buf *out)
{
    int dir = enter(f, folder);
    int fd = dir < 0 ? -1 : openat(dir, file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat st;
    bool ok = fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && textfile_rest(fd, out) == 0;
    if (fd >= 0)
        close(fd);
    if (dir >= 0)
        close(dir);
    return ok;
}

void files_begin(struct files_new *n, const struct files *f, const char *folder, const char *file)
{
    *n = (struct files_new){.files = f, .folder = folder, .file = file, .dir = -1, .fd = -1};
}

/* Makes the temporary file where there is none yet. */
static void make(struct files_new *n)
{
    if (n->failed != 0 || n->fd >= 0)
        return;
    n->dir = enter_made(n->files, n->folder);
    if (n->dir >= 0)
        n->fd = temp_open(n->dir, n->file, n->temp);
    if (n->fd < 0)
        n->failed = errno;
}

void files_add(struct files_new *n, const char *text, size_t len)
{
    make(n);
    if (n->failed == 0 && textfile_write(n->fd, text, len) < 0)
        n->failed = errno;
}

void files_drop(struct files_new *n)
{
    if (n->fd >= 0) {
        close(n->fd);
        unlinkat(n->dir, n->temp, 0);
    }
    if (n->dir >= 0)
        close(n->dir);
    n->dir = n->fd = -1;
}

/* Returns 0, or -1 with errno. */
static int rename_synced(struct files_new *n)
{
    if (fsync(n->fd) < 0 || renameat(n->dir, n->temp, n->dir, n->file) < 0)
        return -1;
    close(n->fd); /* gives the lock back, now that the name is no temporary one */
    n->fd = -1;
    return folder_sync(n->dir);
}

/* Says what of the path failed, by errno. */
static int fail(const struct files *f, const char *folder, const char *file, const char *what,
                struct diag_error *err)
{
    int why = errno;
    struct buf path;
    buf_init(&path, CEILING_TEXT);
    files_path(f, folder, file, &path);
    diag_fail(err, "cannot %s %s: %s", what, path.data, strerror(why));
    buf_free(&path);
    return -1;
}

int files_keep(struct files_new *n, struct diag_error *err)
{
    make(n);
    if (n->failed == 0 && rename_synced(n) < 0)
        n->failed = errno;
    files_drop(n);
    if (n->failed == 0)
        return 0;
    errno = n->failed;
    return fail(n->files, n->folder, n->file, "write", err);
}

int files_lock(const struct files *f, const char *folder, const char *file, struct diag_error *err)
{
    int flags = O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int dir = enter_made(f, folder);
    int fd = dir < 0 ? -1 : openat(dir, file, flags, 0666);
    if (fd < 0 || temp_lock(fd) < 0) {
        fail(f, folder, file, "lock", err);
        if (fd >= 0)
            close(fd);
        fd = -1;
    }
    if (dir >= 0)
        close(dir);
    return fd;
}

/* Gives a file another name beside its own or, where that cannot be, in place of it; never that of another file.  Returns
 * 0, or -1 with errno. */
static int add_name(int dir, const char *file, const char *to)
{
    struct stat st;
    if (linkat(dir, file, dir, to, 0) == 0)
        return 0;
    if (errno != EPERM && errno != ENOTSUP && errno != ENOSYS && errno != EMLINK)
        return -1;
    if (fstatat(dir, to, &st, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    return errno == ENOENT ? renameat(dir, file, dir, to) : -1;
}

int files_set_aside(const struct files *f, const char *folder, const char *file, const char *word,
                    struct buf *to, struct diag_error *err)
{
    int dir = enter(f, folder);
    int result = -1;
    bool taken = dir >= 0;
    for (int i = 1; taken && i <= MOST_ASIDE; i++) {
        buf_reset(to);
        buf_format(to, "%s.%s", file, word);
        if (i > 1)
            buf_format(to, ".%d", i);
        result = add_name(dir, file, to->data);
        taken = result < 0 && errno == EEXIST;
    }
    if (result == 0)
        result = folder_sync(dir);
    if (taken)
        diag_fail(err, "%s.%s to .%s.%d are taken; remove some of them", file, word, word,
                  MOST_ASIDE);
    else if (result < 0)
        fail(f, folder, file, "set aside", err);
    if (dir >= 0)
        close(dir);
    return result;
}

bool files_stat(const struct files *f, const char *folder, const char *file, struct stat *st)
{
    int dir = enter(f, folder);
    bool has = dir >= 0 && fstatat(dir, file, st, AT_SYMLINK_NOFOLLOW) == 0;
    if (dir >= 0)
        close(dir);
    return has;
}

int files_remove(const struct files *f, const char *folder, const char *file,
                 struct diag_error *err)
{
    int dir = enter(f, folder);
    int result = dir < 0 ? -1 : unlinkat(dir, file, 0);
    if (result < 0)
        fail(f, folder, file, "remove", err);
    else
        folder_sync(dir);
    if (dir >= 0)
        close(dir);
    if (result == 0 && folder[0] != '\0')
        unlinkat(f->fd, folder, AT_REMOVEDIR); /* fails where something else is in it */
    return result;
}

static bool is_folder(int dir, const struct dirent *one)
{
    struct stat st;
    return one->d_type == DT_DIR ||
           (one->d_type == DT_UNKNOWN && fstatat(dir, one->d_name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            S_ISDIR(st.st_mode));
}

size_t files_clean_folder(const struct files *f, const char *folder, const char *own)
{
    int fd = enter(f, folder);
    size_t gone = fd >= 0 ? temp_clean(fd, own) : 0;
    if (fd >= 0)
        close(fd);
    return gone;
}

size_t files_clean(const struct files *f)
{
    int fd = enter(f, "");
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    size_t gone = files_clean_folder(f, "", FILES_UNNAMED), looked = 0;
    struct dirent *one;
    if (dir == NULL) {
        if (fd >= 0)
            close(fd);
        return gone;
    }
    while ((one = readdir(dir)) != NULL && looked++ < CEILING_OPERATIONS) {
        if (one->d_name[0] != '.' && is_folder(fd, one))
            gone += files_clean_folder(f, one->d_name, FILES_UNNAMED);
    }
    closedir(dir);
    return gone;
}

int files_unnamed(const struct files *f, struct diag_error *err)
{
    char temp[TEMP_NAME];
    int fd = temp_open(f->fd, FILES_UNNAMED, temp);
    if (fd < 0)
        return diag_fail(err, "cannot make a temporary file in %s: %s", f->dir, strerror(errno));
    unlinkat(f->fd, temp, 0);
    return fd;
}
