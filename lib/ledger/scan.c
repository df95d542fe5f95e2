#include "ledger/scan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"

enum { READ_SIZE = 128 * 1024 };

void ledger_scan_init(struct ledger_scan *s, int fd, uint64_t at, uint64_t end)
{
    *s = (struct ledger_scan){.fd = fd, .at = at, .end = end, .start = at};
    buf_init(&s->text, CEILING_LINE + READ_SIZE);
    jsontape_init(&s->tape);
}

void ledger_scan_free(struct ledger_scan *s)
{
    buf_free(&s->text);
    jsontape_free(&s->tape);
}

const char *ledger_scan_key(struct jsontape *tape, const char *text, size_t len)
{
    static const char kind[] = "\"" DIGEST_MARK, digits[] = "0123456789abcdef";
    if (len > CEILING_LINE || jsontape_read(tape, text, len, NULL) < 0)
        return NULL;
    size_t size;
    const char *raw = jsontape_raw(tape, jsontape_get(tape, 0, "key"), &size);
    bool is = size == LEDGER_SCAN_KEY + 2 && strncmp(raw, kind, strlen(kind)) == 0 &&
              strspn(raw + strlen(kind), digits) == size - strlen(kind) - 1;
    return is ? raw + 1 : NULL;
}

/* Reads on, behind what is not handed out yet.  Returns as ledger_scan_next. */
static int fill(struct ledger_scan *s)
{
    buf_drop(&s->text, s->next);
    s->at += s->next;
    s->next = 0;
    uint64_t left = s->end - s->at - s->text.len;
    size_t size = left < READ_SIZE ? (size_t)left : READ_SIZE;
    char *room = buf_room(&s->text, size);
    ssize_t n;
    do
        n = pread(s->fd, room, size, (off_t)(s->at + s->text.len));
    while (n < 0 && errno == EINTR);
    if (n <= 0)
        return (int)n;
    s->text.len += (size_t)n;
    s->text.data[s->text.len] = '\0';
    return 1;
}

/* The line that begins at start, of which the last len bytes stand at next. */
static int hand_out(struct ledger_scan *s, size_t len, bool ended, struct ledger_scan_line *line)
{
    uint64_t end = s->at + s->next + len;
    *line = (struct ledger_scan_line){.at = s->start, .len = end - s->start, .ended = ended};
    if (!s->over) {
        line->text = s->text.data + s->next;
        line->key = ledger_scan_key(&s->tape, line->text, len);
    }
    s->next += len + ended;
    s->seen = 0;
    s->over = false;
    s->start = end + ended;
    return 1;
}

int ledger_scan_next(struct ledger_scan *s, struct ledger_scan_line *line)
{
    for (;;) {
        const char *text = s->text.data + s->next;
        size_t there = s->text.len - s->next;
        const char *newline = memchr(text + s->seen, '\n', there - s->seen);
        if (newline != NULL)
            return hand_out(s, (size_t)(newline - text), true, line);
        s->seen = there;
        if (there > CEILING_LINE) {
            s->over = true;
            s->next += there;
            s->seen = 0;
        }
        int got = fill(s);
        if (got < 0)
            return -1;
        if (got == 0)
            return s->start < s->at + s->text.len ? hand_out(s, s->text.len, false, line) : 0;
    }
}
