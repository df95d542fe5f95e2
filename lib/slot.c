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
#define GET_LOCK F_OFD_GETLK
#else
#define SET_LOCK F_SETLK
#define GET_LOCK F_GETLK
#endif

/* Bytes of the lock file: the places of the queue, then the slots from 1. */
enum { PLACES = 256, NOWHERE = -1 };

struct slot_pool {
    int fd;
    int workers;
    int place;  /* ours in the queue; 0 has the turn */
    bool took;  /* a slot in this turn */
    bool *held; /* by slot number, 1.. */
};

static struct flock range(short type, int first, int count)
{
    return (struct flock){.l_type = type, .l_whence = SEEK_SET, .l_start = first, .l_len = count};
}

static bool lock(const struct slot_pool *p, short type, int byte)
{
    struct flock one = range(type, byte, 1);
    return fcntl(p->fd, SET_LOCK, &one) == 0;
}

/* Behind a range of bytes that another holds and that reaches into these; `first` where there is none. */
static int behind_other(const struct slot_pool *p, int first, int count)
{
    struct flock other = range(F_WRLCK, first, count);
    if (fcntl(p->fd, GET_LOCK, &other) < 0 || other.l_type == F_UNLCK)
        return first;
    int behind = (int)(other.l_start + other.l_len);
    return behind > first ? behind : first;
}

/* The first place at or behind `from` where nobody stands, there and further behind. */
static int end_of_queue(const struct slot_pool *p, int from)
{
    int behind;
    while (from < PLACES && (behind = behind_other(p, from, PLACES - from)) != from)
        from = behind;
    return from;
}

/* Takes a place at the end of the queue; a full one has none. */
static void join(struct slot_pool *p)
{
    int place = end_of_queue(p, 0);
    while (place < PLACES && !lock(p, F_WRLCK, place))
        place = end_of_queue(p, place + 1);
    p->place = place < PLACES ? place : NOWHERE;
}

/* Goes as far forward as the queue has gone.  Nobody passes: each needs the place before its own. */
static void advance(struct slot_pool *p)
{
    while (p->place > 0 && lock(p, F_WRLCK, p->place - 1)) {
        lock(p, F_UNLCK, p->place);
        p->place--;
    }
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
    *p = (struct slot_pool){.fd = fd, .workers = workers, .place = NOWHERE};
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

static int lock_free_slot(const struct slot_pool *p)
{
    int slot = 1;
    while (slot <= p->workers) {
        if (!p->held[slot] && lock(p, F_WRLCK, PLACES + slot))
            return slot;
        int behind = p->held[slot] ? 0 : behind_other(p, PLACES + slot, 1) - PLACES;
        slot = behind > slot ? behind : slot + 1;
    }
    return 0;
}

int slot_take(struct slot_pool *p)
{
    if (p->place == NOWHERE)
        join(p);
    advance(p);
    int slot = p->place == 0 ? lock_free_slot(p) : 0;
    if (slot != 0) {
        p->took = p->held[slot] = true;
    } else if (p->took) {
        slot_leave(p);
        join(p);
    }
    return slot;
}

void slot_give(struct slot_pool *p, int slot)
{
    lock(p, F_UNLCK, PLACES + slot);
    p->held[slot] = false;
}

void slot_leave(struct slot_pool *p)
{
    if (p->place != NOWHERE)
        lock(p, F_UNLCK, p->place);
    p->place = NOWHERE;
    p->took = false;
}
