#include "spill.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"

/* What waits before it is written: less than this needs no file at all. */
#define WAITING (4 * CEILING_MIB)

void spill_init(struct spill *s, const struct files *where)
{
    *s = (struct spill){.where = where, .fd = -1};
    buf_init(&s->waiting, WAITING + CEILING_LINE);
}

void spill_free(struct spill *s)
{
    if (s->fd >= 0)
        close(s->fd);
    s->fd = -1;
    buf_free(&s->waiting);
}

/* Writes what waits. */
static int push(struct spill *s, struct diag_error *err)
{
    if (s->fd < 0)
        s->fd = files_unnamed(s->where, err);
    if (s->fd < 0)
        return -1;
    for (size_t done = 0; done < s->waiting.len;) {
        ssize_t n = pwrite(s->fd, s->waiting.data + done, s->waiting.len - done,
                           (off_t)(s->written + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return diag_fail(err, "cannot write a temporary file in %s: %s", s->where->dir,
                             strerror(errno));
        done += (size_t)n;
    }
    s->written += s->waiting.len;
    buf_reset(&s->waiting);
    return 0;
}

int spill_add(struct spill *s, const struct buf *bytes, struct spill_span *span,
              struct diag_error *err)
{
    /* They wait since a push that failed. */
    if (s->waiting.len > WAITING && push(s, err) < 0)
        return -1;
    size_t before = s->waiting.len;
    *span = (struct spill_span){s->written + before, (uint32_t)bytes->len};
    buf_add(&s->waiting, bytes->data, bytes->len);
    if (!buf_over(&s->waiting))
        return s->waiting.len > WAITING ? push(s, err) : 0;
    buf_cut(&s->waiting, before);
    return diag_fail(err, "what is to be kept of a record is too large");
}

int spill_read(const struct spill *s, struct spill_span span, struct buf *out,
               struct diag_error *err)
{
    bool waits = span.at >= s->written;
    uint64_t end = waits ? s->written + s->waiting.len : s->written;
    if (span.at > end || span.len > end - span.at)
        return diag_fail(err, "what is asked for of a record was not kept");
    char *room = buf_room(out, span.len);
    if (room == NULL)
        return diag_fail(err, "what was kept of a record is too large");
    if (waits) {
        buf_add(out, s->waiting.data + (span.at - s->written), span.len);
        return 0;
    }
    for (size_t done = 0; done < span.len;) {
        ssize_t n = pread(s->fd, room + done, span.len - done, (off_t)(span.at + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return diag_fail(err, "cannot read a temporary file again: %s",
                             n < 0 ? strerror(errno) : "it is shorter");
        done += (size_t)n;
    }
    out->len += span.len;
    out->data[out->len] = '\0';
    return 0;
}
