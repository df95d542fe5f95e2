#include "slot.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "digest.h"
#include "mem.h"

/* Locks of the open file description, so that two pools in one process exclude each other too. */
#ifdef F_OFD_SETLK
#define SET_LOCK F_OFD_SETLK
#else
#define SET_LOCK F_SETLK
#endif

struct slot_pool {
    int fd;
    int workers;
    bool turn;  /* ours */
    bool *held; /* by slot number, 1.. */
};

static bool lock(const struct slot_pool *p, short type, int byte)
{
    struct flock range = {.l_type = type, .l_whence = SEEK_SET, .l_start = byte, .l_len = 1};
    return fcntl(p->fd, SET_LOCK, &range) == 0;
}

/* Opens the directory without following a link; it must be ours and closed to others. */
static int open_private(const char *path, struct diag_error *err)
{
    if (mkdir(path, 0700) < 0 && errno != EEXIST)
        return diag_fail(err, "cannot make the slot directory %s: %s", path, strerror(errno));
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0) {
        diag_fail(err, "cannot open the slot directory %s: %s", path, strerror(errno));
    } else if (st.st_uid != geteuid() || (st.st_mode & 077) != 0) {
        diag_fail(err,
                  "the slot directory %s must be yours and closed to others (chmod 700), or "
                  "name another in CASECRAFT_SLOT_DIR",
                  path);
    } else {
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

int slot_directory(const char *dir, struct diag_error *err)
{
    if (dir != NULL)
        return open_private(dir, err);
    char path[64];
    struct stat st;
    snprintf(path, sizeof path, "/run/user/%lu", (unsigned long)geteuid());
    if (stat(path, &st) == 0 && S_ISDIR(st.st_mode) && st.st_uid == geteuid())
        snprintf(path, sizeof path, "/run/user/%lu/casecraft", (unsigned long)geteuid());
    else
        snprintf(path, sizeof path, "/tmp/casecraft-%lu", (unsigned long)geteuid());
    return open_private(path, err);
}

struct slot_pool *slot_open(int dir, const char *base_url, int workers, struct diag_error *err)
{
    char name[DIGEST_HEX];
    digest_hex(digest_of(base_url, strlen(base_url)), name);
    int fd = openat(dir, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        diag_fail(err, "cannot open the slots of %s: %s", base_url, strerror(errno));
        return NULL;
    }
    struct slot_pool *p = mem_new(sizeof *p);
    *p = (struct slot_pool){.fd = fd, .workers = workers};
    p->held = mem_array((size_t)workers + 1, sizeof *p->held);
    return p;
}

void slot_close(struct slot_pool *p)
{
    if (p == NULL)
        return;
    close(p->fd);
    free(p->held);
    free(p);
}

int slot_take(struct slot_pool *p)
{
    if (!p->turn && !lock(p, F_WRLCK, 0))
        return 0;
    p->turn = true;
    for (int slot = 1; slot <= p->workers; slot++) {
        if (!p->held[slot] && lock(p, F_WRLCK, slot)) {
            p->held[slot] = true;
            slot_leave(p);
            return slot;
        }
    }
    return 0;
}

void slot_give(struct slot_pool *p, int slot)
{
    lock(p, F_UNLCK, slot);
    p->held[slot] = false;
}

void slot_leave(struct slot_pool *p)
{
    if (p->turn)
        lock(p, F_UNLCK, 0);
    p->turn = false;
}
