#include "linein.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"

enum { READ_SIZE = 64 * 1024 };

void linein_init(struct linein *in, int fd, size_t max)
{
    *in = (struct linein){.fd = fd};
    buf_init(&in->buf, max + READ_SIZE);
}

void linein_free(struct linein *in)
{
    buf_free(&in->buf);
}

static bool is_blank(const char *line, size_t len)
{
    while (len > 0 && (line[len - 1] == ' ' || line[len - 1] == '\t' || line[len - 1] == '\r'))
        len--;
    return len == 0;
}

/* The next line, blank or not. */
static bool take(struct linein *in, char **line, size_t *len)
{
    char *start = in->buf.data + in->at;
    size_t there = in->buf.len - in->at;
    char *newline = memchr(start + in->seen, '\n', there - in->seen);
    if (newline == NULL && !(in->ended && there > 0)) {
        in->seen = there;
        return false;
    }
    *line = start;
    *len = newline != NULL ? (size_t)(newline - start) : there;
    start[*len] = '\0';
    in->at += *len + (newline != NULL);
    in->seen = 0;
    in->number++;
    return true;
}

bool linein_next(struct linein *in, char **line, size_t *len)
{
    while (take(in, line, len))
        if (!is_blank(*line, *len))
            return true;
    return false;
}

int linein_fill(struct linein *in, struct diag_error *err)
{
    buf_drop(&in->buf, in->at);
    in->at = 0;
    char *room = buf_room(&in->buf, READ_SIZE);
    if (room == NULL)
        return diag_fail(err, "line %zu is longer than %zu MiB", in->number + 1,
                         (in->buf.max - READ_SIZE) / CEILING_MIB);
    ssize_t n = read(in->fd, room, READ_SIZE);
    if (n < 0 && (errno == EINTR || errno == EAGAIN))
        return 0;
    in->broken = n < 0;
    if (n < 0)
        return diag_fail(err, "cannot read: %s", strerror(errno));
    in->buf.len += (size_t)n;
    in->buf.data[in->buf.len] = '\0';
    in->ended = n == 0;
    return 1;
}

bool linein_ended(const struct linein *in)
{
    return in->ended && in->at == in->buf.len;
}

size_t linein_number(const struct linein *in)
{
    return in->number;
}
