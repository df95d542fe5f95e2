#include "linein.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ceiling.h"
#include "unit.h"

/* Input, and the lines of it as "NUMBER:LINE|". */
static const struct {
    const char *text;
    const char *lines;
    size_t number; /* lines in all, blank ones included */
} inputs[] = {
    {"", "", 0},
    {"\n", "", 1},
    {"a", "1:a|", 1},
    {"a\n", "1:a|", 1},
    {"a\nb", "1:a|2:b|", 2},
    {"a\nb\n", "1:a|2:b|", 2},
    {"\n\na\n\nb\n\n", "3:a|5:b|", 6},
    {" \t\r\na\n \t", "2:a|", 3},
    {"a\r\nb\r\n", "1:a\r|2:b\r|", 2},
    {" a \n", "1: a |", 1},
    {"\n\n\n", "", 3},
    {"a\n\n\n   ", "1:a|", 4},
};

/* A child that writes the text, `step` bytes at a time, and the end to read from. */
static int feed(const char *text, size_t len, size_t step, pid_t *pid)
{
    int end[2];
    if (pipe(end) < 0 || (*pid = fork()) < 0)
        exit(1);
    if (*pid == 0) {
        close(end[0]);
        for (size_t at = 0; at < len;) {
            size_t most = len - at < step ? len - at : step;
            ssize_t n = write(end[1], text + at, most);
            if (n <= 0)
                _exit(1);
            at += (size_t)n;
        }
        _exit(0);
    }
    close(end[1]);
    return end[0];
}

static void end_feed(int fd, pid_t pid)
{
    close(fd);
    waitpid(pid, NULL, 0);
}

/* Reads all lines into out; the result of the last fill. */
static int read_all(struct linein *in, struct buf *out, struct diag_error *err)
{
    for (;;) {
        char *line;
        size_t len;
        while (linein_next(in, &line, &len)) {
            UNIT_CHECK(line[len] == '\0', "a line ends with NUL");
            buf_format(out, "%zu:", linein_number(in));
            buf_add(out, line, len);
            buf_char(out, '|');
        }
        if (linein_ended(in))
            return 1;
        int got = linein_fill(in, err);
        if (got < 0)
            return got;
    }
}

static void check_inputs(void)
{
    struct buf out;
    buf_init(&out, CEILING_MIB);
    for (size_t i = 0; i < sizeof inputs / sizeof *inputs; i++) {
        for (size_t step = 1; step <= 4; step += 3) {
            pid_t pid;
            struct linein in;
            struct diag_error err = {""};
            int fd = feed(inputs[i].text, strlen(inputs[i].text), step, &pid);
            linein_init(&in, fd, CEILING_KIB);
            buf_reset(&out);
            int result = read_all(&in, &out, &err);
            UNIT_CHECK(result == 1 && strcmp(out.data, inputs[i].lines) == 0,
                       "input %zu, %zu at a time: %s, not %s (%s)", i, step, out.data,
                       inputs[i].lines, err.text);
            UNIT_CHECK(linein_number(&in) == inputs[i].number && linein_ended(&in),
                       "input %zu has %zu lines", i, linein_number(&in));
            linein_free(&in);
            end_feed(fd, pid);
        }
    }
    buf_free(&out);
}

/* NUL is a byte of a line. */
static void check_nul(void)
{
    pid_t pid;
    struct linein in;
    char *line;
    size_t len = 0;
    int fd = feed("a\0b\nc", 5, 5, &pid);
    linein_init(&in, fd, CEILING_KIB);
    bool got = false;
    while (!got && linein_fill(&in, NULL) >= 0)
        got = linein_next(&in, &line, &len);
    UNIT_CHECK(got && len == 3 && memcmp(line, "a\0b", 4) == 0, "a line of 3 bytes, not %zu", len);
    linein_free(&in);
    end_feed(fd, pid);
}

/* Lines of many sizes around those of reads and pipes, every byte of them there. */
static void check_long(void)
{
    static const size_t sizes[] = {1, 4095, 4096, 65535, 65536, 65537, 200000, 2, 1000000, 3};
    size_t count = sizeof sizes / sizeof *sizes, at = 0, wrong = 0, total = 0;
    for (size_t i = 0; i < count; i++)
        total += sizes[i] + 1;
    char *text = malloc(total);
    for (size_t i = 0, pos = 0; i < count; i++) {
        memset(text + pos, (int)('a' + i), sizes[i]);
        text[pos + sizes[i]] = '\n';
        pos += sizes[i] + 1;
    }
    pid_t pid;
    struct linein in;
    char *line;
    size_t len;
    int fd = feed(text, total - 1, total, &pid);
    linein_init(&in, fd, CEILING_MIB);
    while (!linein_ended(&in) && linein_fill(&in, NULL) >= 0)
        while (linein_next(&in, &line, &len)) {
            for (size_t i = 0; i < len; i++)
                wrong += line[i] != (char)('a' + at);
            wrong += at >= count || len != sizes[at];
            at++;
        }
    UNIT_CHECK(at == count && wrong == 0, "%zu lines, %zu bytes wrong", at, wrong);
    linein_free(&in);
    end_feed(fd, pid);
    free(text);
}

/* A line far over the ceiling ends the reading; what came before it was handed out. */
static void check_ceiling(void)
{
    size_t len = 300 * CEILING_KIB;
    char *text = malloc(len);
    memset(text, 'x', len);
    memcpy(text, "first\n\n", 7);
    for (size_t max = 100 * CEILING_KIB; max <= CEILING_MIB;
         max += CEILING_MIB - 100 * CEILING_KIB) {
        pid_t pid;
        struct linein in;
        struct buf out;
        struct diag_error err = {""};
        int fd = feed(text, len, len, &pid);
        linein_init(&in, fd, max);
        buf_init(&out, CEILING_MIB);
        int result = read_all(&in, &out, &err);
        if (max < len)
            UNIT_CHECK(result == -1 && strcmp(out.data, "1:first|") == 0 && !in.broken &&
                           strstr(err.text, "line 3 is longer") != NULL && buf_over(&in.buf),
                       "over the ceiling: %d, %.20s, %s", result, out.data, err.text);
        else
            UNIT_CHECK(result == 1 && linein_number(&in) == 3, "below it: %s", err.text);
        buf_free(&out);
        linein_free(&in);
        close(fd);
        end_feed(-1, pid);
    }
    free(text);
}

static void check_waiting(void)
{
    int end[2];
    struct linein in;
    char *line;
    size_t len;
    struct diag_error err = {""};
    if (pipe2(end, O_NONBLOCK) < 0)
        exit(1);
    linein_init(&in, end[0], CEILING_KIB);
    UNIT_CHECK(!linein_next(&in, &line, &len) && !linein_ended(&in), "nothing was read yet");
    UNIT_CHECK(linein_fill(&in, &err) == 0, "nothing is there yet: %s", err.text);
    UNIT_CHECK(write(end[1], "par", 3) == 3 && linein_fill(&in, &err) == 1 &&
                   !linein_next(&in, &line, &len),
               "half a line is none");
    UNIT_CHECK(write(end[1], "t\nrest", 6) == 6 && linein_fill(&in, &err) == 1 &&
                   linein_next(&in, &line, &len) && strcmp(line, "part") == 0,
               "two halves are one");
    UNIT_CHECK(!linein_next(&in, &line, &len), "the rest may go on");
    close(end[1]);
    UNIT_CHECK(linein_fill(&in, &err) == 1 && !linein_ended(&in), "the end is read");
    UNIT_CHECK(linein_next(&in, &line, &len) && strcmp(line, "rest") == 0 && linein_ended(&in),
               "the last line needs no newline");
    UNIT_CHECK(!linein_next(&in, &line, &len), "and is handed out once");
    close(end[0]);
    linein_free(&in);
}

static void check_broken(void)
{
    struct linein in;
    struct diag_error err = {""};
    linein_init(&in, -1, CEILING_KIB);
    UNIT_CHECK(linein_fill(&in, &err) == -1 && in.broken && strstr(err.text, "cannot read") != NULL,
               "a descriptor that is none: %s", err.text);
    linein_free(&in);
    int fd = open("/tmp", O_RDONLY | O_DIRECTORY);
    linein_init(&in, fd, CEILING_KIB);
    UNIT_CHECK(linein_fill(&in, &err) == -1 && in.broken, "a directory: %s", err.text);
    linein_free(&in);
    close(fd);
}

int main(void)
{
    signal(SIGPIPE, SIG_DFL);
    check_inputs();
    check_nul();
    check_long();
    check_ceiling();
    check_waiting();
    check_broken();
    return unit_end();
}
