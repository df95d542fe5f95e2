#include "diag.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "utf8.h"

enum level { ERROR, WARNING, NOTE, INFO };

/* Set once by diag_open(): where messages go is the process's own, as stderr is. */
static struct {
    const char *name;
    const char *before; /* each message on stderr */
    bool verbose;
    int log;
} diag = {"casecraft", "", false, -1};

int diag_fail(struct diag_error *err, const char *fmt, ...)
{
    if (err == NULL)
        return -1;
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(err->text, sizeof err->text, fmt, ap);
    va_end(ap);
    return -1;
}

int diag_within(struct diag_error *err, const char *fmt, ...)
{
    if (err == NULL)
        return -1;
    char outer[sizeof err->text];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(outer, sizeof outer, fmt, ap);
    va_end(ap);
    size_t before = strlen(outer), room = sizeof err->text - 1;
    if (before + 2 > room)
        before = room - 2;
    size_t after = strlen(err->text);
    if (after > room - before - 2)
        after = room - before - 2;
    memmove(err->text + before + 2, err->text, after);
    memcpy(err->text, outer, before);
    memcpy(err->text + before, ": ", 2);
    err->text[before + 2 + after] = '\0';
    return -1;
}

/* What erases a drawing, where there is one: it stands below the cursor. */
static const char *eraser(void)
{
    const char *drawn = getenv("CASECRAFT_DRAWING"), *term = getenv("TERM");
    bool drawing = drawn != NULL && drawn[0] != '\0' && term != NULL && strcmp(term, "dumb") != 0 &&
                   isatty(STDERR_FILENO);
    return drawing ? "\033[J" : "";
}

int diag_open(const char *name, bool verbose, const char *log_path, struct diag_error *err)
{
    diag.name = name;
    diag.before = eraser();
    diag.verbose = verbose;
    if (log_path == NULL)
        return 0;
    int fd = open(log_path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK,
                  0600);
    /* Not in the place of a standard descriptor that is closed: output would go into the log. */
    diag.log = fd < 0 ? -1 : fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    int why = errno;
    if (fd >= 0)
        close(fd);
    errno = why;
    if (diag.log < 0)
        return diag_fail(err, "cannot open the log %s: %s", log_path, strerror(errno));
    return 0;
}

/* The ends of lines and what turns the direction of writing. */
static bool is_turn(uint32_t code)
{
    return (code >= 0x2028 && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
}

/* Control characters never reach a terminal, nor do bytes that are no UTF-8: some take 0x9b for one. */
static void make_inert(char *text)
{
    const size_t len = strlen(text);
    for (size_t i = 0, n; i < len; i += n) {
        const size_t length = utf8_length(text + i, len - i);
        n = length > 0 ? length : 1;
        const uint32_t code = length > 0 ? utf8_code(text + i, length) : 0;
        if (code < 0x20 || (code >= 0x7f && code < 0xa0) || is_turn(code))
            memset(text + i, '?', n);
    }
}

static void put(int fd, const char *line, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, line, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return;
        line += n;
        len -= (size_t)n;
    }
}

__attribute__((format(printf, 2, 0))) static void say(enum level level, const char *fmt, va_list ap)
{
    bool on_stderr = level <= NOTE || diag.verbose;
    if (!on_stderr && diag.log < 0)
        return;
    static const char *const mark[] = {"", "warning: ", "", ""};
    char text[1200];
    char line[1400];
    int saved = errno;
    vsnprintf(text, sizeof text, fmt, ap);
    make_inert(text);
    if (on_stderr) {
        snprintf(line, sizeof line, "%s%s: %s%s\n", diag.before, diag.name, mark[level], text);
        put(STDERR_FILENO, line, strlen(line));
    }
    if (diag.log >= 0) {
        static const char *const word[] = {"error", "warning", "note", "info"};
        char stamp[CLOCK_STAMP];
        clock_stamp(stamp);
        snprintf(line, sizeof line, "%s %s %s: %s\n", stamp, diag.name, word[level], text);
        put(diag.log, line, strlen(line));
    }
    errno = saved;
}

void diag_error(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(ERROR, fmt, ap);
    va_end(ap);
}

void diag_warn(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(WARNING, fmt, ap);
    va_end(ap);
}

void diag_note(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(NOTE, fmt, ap);
    va_end(ap);
}

void diag_info(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    say(INFO, fmt, ap);
    va_end(ap);
}

int diag_exit(enum diag_exit code, const struct diag_error *err)
{
    diag_error("%s", err->text);
    return (int)code;
}
