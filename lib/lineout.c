#include "lineout.h"

#include <errno.h>
#include <limits.h> /* PIPE_BUF */
#include <poll.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

/* What waits has no ceiling here: who adds looks at lineout_waiting(). */
static const size_t most_waiting = SIZE_MAX / 2;

void lineout_init(struct lineout *out, int fd)
{
    *out = (struct lineout){.fd = fd};
    buf_init(&out->buf, most_waiting);
}

void lineout_free(struct lineout *out)
{
    buf_free(&out->buf);
}

struct buf *lineout_begin(struct lineout *out, size_t most)
{
    if (out->at == out->buf.len) {
        buf_reset(&out->buf);
        out->at = 0;
    }
    out->begun = out->buf.len;
    out->buf.max = out->begun + most;
    return &out->buf;
}

bool lineout_end(struct lineout *out)
{
    /* The room that earlier lines made may be larger than the ceiling of this one. */
    bool good = !buf_over(&out->buf) && out->buf.len <= out->buf.max;
    out->buf.max = most_waiting;
    if (!good || out->failed != 0)
        buf_cut(&out->buf, out->begun);
    else
        buf_char(&out->buf, '\n');
    return good;
}

void lineout_line(struct lineout *out, const char *line, size_t len)
{
    buf_add(lineout_begin(out, len), line, len);
    lineout_end(out);
}

size_t lineout_waiting(const struct lineout *out)
{
    return out->failed != 0 ? 0 : out->buf.len - out->at;
}

static int put(struct lineout *out, size_t most, struct diag_error *err)
{
    size_t waiting = lineout_waiting(out);
    if (waiting > 0) {
        ssize_t n = write(out->fd, out->buf.data + out->at, waiting < most ? waiting : most);
        if (n < 0 && errno != EINTR && errno != EAGAIN)
            out->failed = errno;
        else if (n > 0)
            out->at += (size_t)n;
    }
    if (out->failed != 0)
        return diag_fail(err, "cannot write to stdout: %s", strerror(out->failed));
    /* What was written is dropped once it is the greater part, so that moving stays cheap. */
    if (out->at > out->buf.len / 2) {
        buf_drop(&out->buf, out->at);
        out->at = 0;
    }
    return 0;
}

int lineout_push(struct lineout *out, struct diag_error *err)
{
    return put(out, PIPE_BUF, err);
}

int lineout_flush(struct lineout *out, struct diag_error *err)
{
    if (lineout_waiting(out) == 0)
        return put(out, 0, err);
    do {
        /* Another process may have made the shared descriptor O_NONBLOCK. */
        poll(&(struct pollfd){.fd = out->fd, .events = POLLOUT}, 1, -1);
        if (put(out, SIZE_MAX / 2, err) < 0)
            return -1;
    } while (lineout_waiting(out) > 0);
    return 0;
}
