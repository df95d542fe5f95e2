#include "ticker.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h> /* PIPE_BUF */
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "progress.h"

enum { TICK_MS = 100 };

/*
 * An open file description of our own, so that O_NONBLOCK is ours alone: of two processes that poll one pipe with
 * room for one line the second would wait.  Where there is none to be had (a socket, no /proc) poll has to do.
 */
static int open_own(int fd)
{
    char path[sizeof "/proc/self/fd/" + 3 * sizeof fd];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int own = open(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    return own >= 0 ? own : fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
}

int ticker_open(struct ticker *t, int fd, struct diag_error *err)
{
    *t = (struct ticker){.fd = -1};
    buf_init(&t->line, PIPE_BUF - 1);
    if (fd < 0)
        return 0;
    /* One that this process has opened itself is closed on exec; those it was started with are not. */
    int flags = fcntl(fd, F_GETFD), mode = fcntl(fd, F_GETFL);
    if (flags < 0 || (flags & FD_CLOEXEC) != 0 || mode < 0 || (mode & O_ACCMODE) == O_RDONLY)
        return diag_fail(err, "--progress-fd: descriptor %d is not open for writing", fd);
    t->fd = open_own(fd);
    if (t->fd < 0)
        return diag_fail(err, "--progress-fd: cannot use descriptor %d: %s", fd, strerror(errno));
    return 0;
}

void ticker_close(struct ticker *t)
{
    if (t->fd >= 0)
        close(t->fd);
    t->fd = -1;
    buf_free(&t->line);
}

/* A reader that has gone, and a descriptor that takes half a line, are written to no more. */
static void give_up(struct ticker *t)
{
    close(t->fd);
    t->fd = -1;
}

/* Writes the line, and empties it.  Returns whether it went out. */
static bool put(struct ticker *t)
{
    struct pollfd p = {.fd = t->fd, .events = POLLOUT};
    buf_char(&t->line, '\n');
    size_t len = buf_over(&t->line) ? 0 : t->line.len;
    bool ready = poll(&p, 1, 0) == 1;
    ssize_t n = !ready ? 0 : len > 0 ? write(t->fd, t->line.data, len) : 0;
    bool busy = n < 0 && (errno == EAGAIN || errno == EINTR);
    if (ready && !busy && (size_t)n != len)
        give_up(t);
    buf_reset(&t->line);
    return ready && !busy && t->fd >= 0;
}

/* Returns whether all of it went out. */
static bool tell(struct ticker *t, const struct waiting *w, bool ended)
{
    struct lane *lane;
    progress_line(&w->outbox.progress, ended, &t->line);
    bool out = put(t);
    for (size_t i = 0; out && (lane = lanes_at(&w->lanes, i)) != NULL; i++) {
        progress_line_of(&w->outbox.progress, lane, &t->line);
        out = put(t);
    }
    return out;
}

int ticker_tick(struct ticker *t, const struct waiting *w, bool ended, int timeout)
{
    if (t->fd < 0)
        return timeout;
    int64_t now = clock_ms();
    int wait = t->next_ms > now ? (int)(t->next_ms - now) : 0;
    if (wait == 0) {
        t->next_ms = now + TICK_MS;
        wait = tell(t, w, ended) || t->fd < 0 ? timeout : TICK_MS;
    }
    return wait < timeout ? wait : timeout;
}

void ticker_end(struct ticker *t, const struct waiting *w)
{
    if (t->fd >= 0)
        tell(t, w, true);
}
