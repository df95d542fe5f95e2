#include "watch.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "ceiling.h"
#include "clock.h"
#include "gauge.h"
#include "linein.h"
#include "standing.h"
#include "stopping.h"

/* Between two drawings; between two of which nothing new was read; between two lines of text. */
enum { DRAW_MS = 100, IDLE_MS = 1000, PLAIN_MS = 10000 };

enum show { NOTHING, PLAIN, DRAWING };

struct watch {
    struct standing standing;
    enum show show;
    bool drawn; /* something stands below the cursor */
    bool news;  /* something was read that was not shown */
    int64_t shown_ms;
};

static enum show choose(bool plain)
{
    const char *term = getenv("TERM");
    if (plain)
        return PLAIN;
    if (!isatty(STDERR_FILENO))
        return NOTHING;
    return term == NULL || strcmp(term, "dumb") == 0 ? PLAIN : DRAWING;
}

/* A terminal that takes no more is drawn on no more. */
static void put(struct watch *w, const struct buf *text)
{
    for (size_t at = 0; at < text->len;) {
        ssize_t n = write(STDERR_FILENO, text->data + at, text->len - at);
        if (n < 0 && stopping_signal() == 0)
            w->show = NOTHING;
        if (n < 0)
            return;
        at += (size_t)n;
    }
}

static void erase(struct watch *w)
{
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    buf_text(&text, "\r\033[J");
    if (w->drawn)
        put(w, &text);
    w->drawn = false;
    buf_free(&text);
}

static void draw(struct watch *w, int64_t now)
{
    struct winsize size = {0};
    struct buf text;
    ioctl(STDERR_FILENO, TIOCGWINSZ, &size);
    size_t columns = size.ws_col > 0 ? size.ws_col : 80, rows = size.ws_row > 0 ? size.ws_row : 24;
    buf_init(&text, CEILING_TEXT);
    buf_text(&text, "\r\033[J");
    size_t lines = gauge_lines(&w->standing, now, columns, rows - 1, &text);
    if (lines > 0)
        buf_format(&text, "\r\033[%zuA", lines);
    if (lines > 0 || w->drawn)
        put(w, &text);
    w->drawn = lines > 0;
    buf_free(&text);
}

static void say(const struct watch *w, int64_t now)
{
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    gauge_plain(&w->standing, now, &text);
    diag_note("%s", text.data);
    buf_free(&text);
}

/* Milliseconds until there is something to show. */
static int64_t due(const struct watch *w, int64_t now)
{
    int64_t apart = w->show == PLAIN ? PLAIN_MS : w->news ? DRAW_MS : IDLE_MS;
    return w->shown_ms + apart > now ? w->shown_ms + apart - now : 0;
}

static void show(struct watch *w, int64_t now)
{
    standing_look(&w->standing, now);
    if (w->show == DRAWING)
        draw(w, now);
    else if (w->show == PLAIN && w->standing.all.figure[STANDING_EXPECTED] > 0)
        say(w, now);
    w->news = false;
    w->shown_ms = now;
}

/* One wait, and what it brought.  Returns 0, or -1 with err. */
static int turn(struct watch *w, struct linein *in, struct diag_error *err)
{
    char *line;
    size_t len;
    struct pollfd p = {.fd = in->fd, .events = POLLIN};
    if (poll(&p, 1, (int)due(w, clock_ms())) > 0 && linein_fill(in, err) < 0)
        return -1;
    while (linein_next(in, &line, &len)) {
        standing_read(&w->standing, line, len, clock_ms());
        w->news = true;
    }
    if (stopping_signal() != 0) {
        erase(w);
        w->show = NOTHING;
    }
    if (due(w, clock_ms()) == 0)
        show(w, clock_ms());
    return 0;
}

int watch_run(int fd, bool plain)
{
    struct watch w = {.show = choose(plain)};
    struct linein in;
    struct diag_error err;
    int code = DIAG_OK, result = 0;
    w.shown_ms = clock_ms();
    standing_init(&w.standing);
    linein_init(&in, fd, CEILING_TEXT);
    while (result == 0 && !linein_ended(&in))
        result = turn(&w, &in, &err);
    erase(&w);
    if (w.show == PLAIN && w.news)
        show(&w, clock_ms());
    if (result < 0) {
        diag_within(&err, "descriptor %d", fd);
        code = diag_exit(in.broken ? DIAG_ENVIRONMENT : DIAG_INPUT, &err);
    }
    linein_free(&in);
    standing_free(&w.standing);
    return code;
}
