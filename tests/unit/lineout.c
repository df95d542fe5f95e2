#include "lineout.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "unit.h"

static void make_pipe(int end[2])
{
    if (pipe(end) < 0)
        exit(1);
}

/* Everything that waits in a pipe, whose other end is open; its length. */
static size_t drain(int fd, char *out, size_t room)
{
    size_t len = 0;
    fcntl(fd, F_SETFL, O_NONBLOCK);
    for (ssize_t n; len < room - 1 && (n = read(fd, out + len, room - 1 - len)) > 0;)
        len += (size_t)n;
    out[len] = '\0';
    return len;
}

static void check_flush(void)
{
    int end[2];
    char got[100];
    struct lineout out;
    struct diag_error err = {""};
    make_pipe(end);
    lineout_init(&out, end[1]);
    UNIT_CHECK(lineout_waiting(&out) == 0 && lineout_flush(&out, &err) == 0, "nothing to write");
    lineout_line(&out, "abcdef", 3);
    lineout_line(&out, "", 0);
    lineout_line(&out, "x\0y", 3);
    UNIT_CHECK(lineout_waiting(&out) == 9, "%zu bytes wait", lineout_waiting(&out));
    UNIT_CHECK(drain(end[0], got, sizeof got) == 0, "nothing goes out by itself");
    UNIT_CHECK(lineout_flush(&out, &err) == 0 && lineout_waiting(&out) == 0, "all is written");
    UNIT_CHECK(drain(end[0], got, sizeof got) == 9 && memcmp(got, "abc\n\nx\0y\n", 9) == 0,
               "the lines are '%s'", got);
    lineout_line(&out, "again", 5);
    UNIT_CHECK(lineout_flush(&out, &err) == 0 && drain(end[0], got, sizeof got) == 6 &&
                   strcmp(got, "again\n") == 0,
               "and again: '%s'", got);
    lineout_free(&out);
    close(end[0]);
    close(end[1]);
}

/* A push is at most PIPE_BUF bytes; all together they are the lines. */
static void check_ceiling(void)
{
    struct lineout out;
    char text[4096];
    memset(text, 'x', sizeof text);
    lineout_init(&out, -1);
    lineout_line(&out, text, sizeof text);
    /* The buffer has room for more than the line may have. */
    buf_add(lineout_begin(&out, 10), text, 10);
    UNIT_CHECK(lineout_end(&out) && lineout_waiting(&out) == 4108, "ten bytes of ten");
    buf_add(lineout_begin(&out, 10), text, 11);
    UNIT_CHECK(!lineout_end(&out) && lineout_waiting(&out) == 4108, "eleven bytes of ten");
    lineout_free(&out);
}

static void check_push(void)
{
    enum { LINES = 300, WIDTH = 99 };
    int end[2];
    struct lineout out;
    struct diag_error err = {""};
    char line[WIDTH + 1], got[2 * PIPE_BUF];
    size_t total = 0, most = 0, wrong = 0, added = 0;
    make_pipe(end);
    lineout_init(&out, end[1]);
    while (added < LINES || lineout_waiting(&out) > 0) {
        for (size_t i = 0; i < 7 && added < LINES; i++, added++) {
            memset(line, (int)('a' + added % 26), WIDTH);
            lineout_line(&out, line, WIDTH);
        }
        UNIT_CHECK(lineout_push(&out, &err) == 0, "%s", err.text);
        size_t n = drain(end[0], got, sizeof got);
        for (size_t i = 0; i < n; i++) {
            size_t at = total + i;
            char expected = at % (WIDTH + 1) == WIDTH ? '\n' : (char)('a' + at / (WIDTH + 1) % 26);
            wrong += got[i] != expected;
        }
        most = n > most ? n : most;
        total += n;
    }
    UNIT_CHECK(total == LINES * (WIDTH + 1) && wrong == 0, "%zu bytes, %zu wrong", total, wrong);
    UNIT_CHECK(most <= PIPE_BUF, "at most %zu bytes at once", most);
    for (size_t i = 0; i < 100; i++)
        lineout_line(&out, line, WIDTH);
    UNIT_CHECK(lineout_push(&out, &err) == 0 && drain(end[0], got, sizeof got) == PIPE_BUF &&
                   lineout_waiting(&out) == 10000 - PIPE_BUF,
               "a push is PIPE_BUF bytes where there are more: %zu wait", lineout_waiting(&out));
    lineout_free(&out);
    close(end[0]);
    close(end[1]);
}

/* More than a pipe holds, to a reader that takes its time; O_NONBLOCK, which somebody else has set. */
static void check_slow_reader(int flags)
{
    enum { SIZE = 1000 * 1000 };
    int end[2];
    struct lineout out;
    struct diag_error err = {""};
    make_pipe(end);
    pid_t pid = fork();
    if (pid == 0) {
        char got[5000];
        size_t total = 0;
        close(end[1]);
        for (ssize_t n; (n = read(end[0], got, sizeof got)) > 0; usleep(100))
            total += (size_t)n;
        _exit(total == SIZE + 1 ? 0 : 1);
    }
    close(end[0]);
    fcntl(end[1], F_SETFL, flags);
    char *line = calloc(SIZE, 1);
    lineout_init(&out, end[1]);
    lineout_line(&out, line, SIZE);
    UNIT_CHECK(lineout_flush(&out, &err) == 0 && lineout_waiting(&out) == 0, "%s", err.text);
    lineout_free(&out);
    close(end[1]);
    int status = 1;
    waitpid(pid, &status, 0);
    UNIT_CHECK(status == 0, "every byte arrives");
    free(line);
}

static void check_failure(void)
{
    struct lineout out;
    struct diag_error err = {""};
    int end[2], full = open("/dev/full", O_WRONLY);
    lineout_init(&out, full);
    lineout_line(&out, "lost", 4);
    UNIT_CHECK(lineout_flush(&out, &err) == -1 && out.failed == ENOSPC &&
                   strstr(err.text, "cannot write to stdout") != NULL,
               "a full disk: %s", err.text);
    lineout_line(&out, "more", 4);
    UNIT_CHECK(lineout_waiting(&out) == 0, "nothing is added behind a failure");
    UNIT_CHECK(lineout_push(&out, &err) == -1 && lineout_flush(&out, NULL) == -1,
               "the failure stays");
    lineout_free(&out);
    close(full);

    make_pipe(end);
    close(end[0]);
    lineout_init(&out, end[1]);
    lineout_line(&out, "lost", 4);
    UNIT_CHECK(lineout_push(&out, &err) == -1 && out.failed == EPIPE, "no reader: %s", err.text);
    lineout_free(&out);
    close(end[1]);

    lineout_init(&out, end[1]);
    lineout_line(&out, "lost", 4);
    UNIT_CHECK(lineout_flush(&out, &err) == -1 && out.failed == EBADF, "closed: %s", err.text);
    lineout_free(&out);
}

int main(void)
{
    signal(SIGPIPE, SIG_IGN);
    check_flush();
    check_ceiling();
    check_push();
    check_slow_reader(0);
    check_slow_reader(O_NONBLOCK);
    check_failure();
    return unit_end();
}
