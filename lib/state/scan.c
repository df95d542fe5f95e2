#include "state/scan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "ceiling.h"

enum { READ_SIZE = 64 * 1024 };

long state_scan_source(const struct state_source *s, size_t at, char *to, size_t n)
{
    if (s->fd < 0) {
        size_t rest = at < s->text.len ? s->text.len - at : 0;
        n = n < rest ? n : rest;
        if (n > 0)
            memcpy(to, s->text.data + at, n);
        return (long)n;
    }
    size_t done = 0;
    while (done < n) {
        ssize_t got = pread(s->fd, to + done, n - done, (off_t)(at + done));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return (long)done;
}

void state_scan_init(struct state_scan *s, const struct state_source *from)
{
    *s = (struct state_scan){.from = from};
    buf_init(&s->window, CEILING_STATE + READ_SIZE);
    jsontape_init(&s->tape);
}

void state_scan_free(struct state_scan *s)
{
    buf_free(&s->window);
    jsontape_free(&s->tape);
}

/* Reads on, and forgets what stands before the next byte.  Returns false at the end. */
static bool fill(struct state_scan *s)
{
    buf_drop(&s->window, s->at);
    s->base += s->at;
    s->at = 0;
    char *room = buf_room(&s->window, READ_SIZE);
    if (room == NULL || s->base + s->window.len > CEILING_STATE)
        return false;
    long got = state_scan_source(s->from, s->base + s->window.len, room, READ_SIZE);
    if (got < 0)
        s->broken = errno;
    if (got <= 0)
        return false;
    s->window.len += (size_t)got;
    return true;
}

char state_scan_peek(struct state_scan *s)
{
    for (;; s->at++) {
        if (s->at >= s->window.len && !fill(s))
            return 0;
        char c = s->window.data[s->at];
        if (c != ' ' && c != '\n' && c != '\r' && c != '\t')
            return c;
    }
}

bool state_scan_ended(struct state_scan *s)
{
    return state_scan_peek(s) == 0 && s->at >= s->window.len;
}

void state_scan_enter(struct state_scan *s)
{
    s->at++;
}

/* How long the value is that begins here, as far as brackets and quotes tell. */
static size_t length(struct state_scan *s)
{
    size_t depth = 0, i = 0;
    bool quoted = false;
    for (;; i++) {
        if (s->at + i >= s->window.len && !fill(s))
            return s->window.len - s->at;
        char c = s->window.data[s->at + i];
        if (quoted && c == '\\') {
            i++;
        } else if (c == '"') {
            quoted = !quoted;
            if (!quoted && depth == 0)
                return i + 1;
        } else if (quoted) {
            continue;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            if (depth <= 1)
                return i + depth;
            depth--;
        } else if (depth == 0 &&
                   (c == ',' || c == ':' || c == ' ' || c == '\n' || c == '\r' || c == '\t')) {
            return i;
        }
    }
}

static int fault(const struct state_scan *s, const char *why, struct diag_error *err)
{
    return diag_fail(err, "at byte %zu: %s", s->base + s->at, why);
}

int state_scan_value(struct state_scan *s, struct state_span *span, struct diag_error *err)
{
    if (state_scan_peek(s) == 0)
        return fault(s, "the text ends where a value is expected", err);
    size_t len = length(s);
    *span = (struct state_span){(uint32_t)(s->base + s->at), (uint32_t)len};
    if (jsontape_read(&s->tape, s->window.data + s->at, len, err) < 0)
        return diag_within(err, "in what begins at byte %zu", s->base + s->at);
    s->at += len;
    return 0;
}

int state_scan_member(struct state_scan *s, bool *first, struct state_span *key, struct buf *text,
                      struct diag_error *err)
{
    char c = state_scan_peek(s);
    if (c == '}') {
        s->at++;
        return 0;
    }
    if (!*first && c != ',')
        return fault(s, "a comma or } is expected", err);
    s->at += !*first;
    *first = false;
    if (state_scan_peek(s) != '"')
        return fault(s, "a member name in quotes is expected", err);
    if (state_scan_value(s, key, err) < 0)
        return -1;
    jsontape_string(&s->tape, 0, text);
    if (state_scan_peek(s) != ':')
        return fault(s, "a colon is expected", err);
    s->at++;
    return 1;
}
