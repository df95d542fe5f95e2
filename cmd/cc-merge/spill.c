#include "spill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"

void spill_init(struct spill *s)
{
    *s = (struct spill){.fd = -1};
}

void spill_free(struct spill *s)
{
    if (s->fd >= 0)
        close(s->fd);
    spill_init(s);
}

static int open_unnamed(void)
{
    const char *folder = getenv("TMPDIR");
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    buf_format(&name, "%s/cc-merge.XXXXXX", folder != NULL && *folder == '/' ? folder : "/tmp");
    int fd = mkostemp(name.data, O_CLOEXEC);
    if (fd >= 0)
        unlink(name.data);
    buf_free(&name);
    return fd;
}

int spill_add(struct spill *s, const struct buf *bytes, struct spill_span *span,
              struct diag_error *err)
{
    if (s->fd < 0)
        s->fd = open_unnamed();
    *span = (struct spill_span){s->end, (uint32_t)bytes->len};
    for (size_t done = 0; done < bytes->len && s->fd >= 0;) {
        ssize_t n = pwrite(s->fd, bytes->data + done, bytes->len - done, (off_t)(s->end + done));
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return diag_fail(err, "cannot write a temporary file: %s", strerror(errno));
        done += (size_t)n;
    }
    if (s->fd < 0)
        return diag_fail(err, "cannot make a temporary file: %s; set TMPDIR to a folder for it",
                         strerror(errno));
    s->end += bytes->len;
    return 0;
}

int spill_read(const struct spill *s, struct spill_span span, struct buf *out,
               struct diag_error *err)
{
    char *room = buf_room(out, span.len);
    if (room == NULL)
        return diag_fail(err, "what was kept in a temporary file is too large to be joined");
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
