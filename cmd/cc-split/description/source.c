#include "source.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "mem.h"
#include "stopping.h"
#include "yamlread.h"

/* Bytes that are read at once; what a large file has at least; bytes of it that are looked at first. */
enum { READ_SIZE = 256 * 1024, LARGE = 256 * 1024, PEEKED = 4096 };
/* Bytes of YAML, blanks and all, that a key or value has at least in most files. */
enum { BYTES_A_NODE = 24 };

/* more: it is not the first file. */
static int fail_large(const char *name, bool more, struct diag_error *err)
{
    size_t most = CEILING_SPEC / CEILING_MIB;
    return more ? diag_fail(err, "%s and the files before it are larger than %zu MiB", name, most)
                : diag_fail(err, "%s is larger than %zu MiB", name, most);
}

/* *size: what the file holds. */
static int open_file(const char *path, const char *name, size_t *size, int *code,
                     struct diag_error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    struct stat st;
    if (fd < 0 || fstat(fd, &st) < 0) {
        *code = errno == ENOENT || errno == ENOTDIR ? DIAG_INPUT : DIAG_ENVIRONMENT;
        diag_fail(err, "cannot open %s: %s", name, strerror(errno));
    } else if (!S_ISREG(st.st_mode)) {
        diag_fail(err, "%s is %s", name,
                  S_ISDIR(st.st_mode)    ? "a directory, not an API description"
                  : S_ISFIFO(st.st_mode) ? "a pipe: only one on stdin is read, as -"
                                         : "no regular file, not an API description");
    } else {
        *size = (size_t)st.st_size;
        return fd;
    }
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Reads once.  Returns how many bytes, 0 at the end, or -1 with errno: EFBIG where there is more than text may hold. */
static ssize_t read_some(int fd, struct buf *text)
{
    size_t left = text->max - text->len;
    char beyond, *room = &beyond;
    if (left > 0)
        room = buf_room(text, left < READ_SIZE ? left : READ_SIZE);
    ssize_t n = -1;
    errno = EINTR;
    while (n < 0 && errno == EINTR && stopping_signal() == 0)
        n = read(fd, room, left > 0 ? text->room - 1 - text->len : sizeof beyond);
    if (n > 0 && left == 0) {
        errno = EFBIG;
        return -1;
    }
    text->len += n > 0 ? (size_t)n : 0;
    text->data[text->len] = '\0';
    return n;
}

/* expected: how many bytes there seem to be. */
static int read_all(int fd, const char *name, size_t expected, struct buf *text, int *code,
                    struct diag_error *err)
{
    size_t start = text->len, most = text->max - start;
    ssize_t n = expected > most ? -1 : 1;
    errno = EFBIG;
    if (n > 0)
        buf_room(text, expected + READ_SIZE < most ? expected + READ_SIZE : expected);
    while (n > 0 && stopping_signal() == 0)
        n = read_some(fd, text);
    int why = errno;
    if (stopping_signal() == 0 && n == 0)
        return 0;
    buf_cut(text, start);
    if (stopping_signal() != 0)
        return diag_fail(err, "%s was not read to its end: a signal came", name);
    if (why == EFBIG)
        return fail_large(name, start > 0, err);
    *code = why == EISDIR ? DIAG_INPUT : DIAG_ENVIRONMENT;
    return diag_fail(err, "cannot read %s: %s", name, strerror(why));
}

/* A mark that says UTF-16: what follows holds NULs and is text all the same. */
static bool is_wide(const char *text, size_t len)
{
    return len >= 2 && (memcmp(text, "\xff\xfe", 2) == 0 || memcmp(text, "\xfe\xff", 2) == 0);
}

/* JSON begins with a bracket, and behind it with what YAML would hardly put there: { a: 1 } and [a] are
 * YAML. */
static bool is_json(const char *start)
{
    if (*start != '{' && *start != '[')
        return false;
    const char *next = start + 1 + strspn(start + 1, " \t\r\n");
    return *next == '\0' || strchr(*start == '{' ? "\"}" : "\"{[]-0123456789tfn", *next) != NULL;
}

/* A file that is read piece by piece. */
struct pieces {
    int fd;
    size_t bytes; /* read so far */
};

static ssize_t take_piece(void *from, char *room, size_t size)
{
    struct pieces *p = from;
    ssize_t n = -1;
    errno = EINTR;
    while (n < 0 && errno == EINTR && stopping_signal() == 0 && p->bytes <= CEILING_SPEC)
        n = read(p->fd, room, size);
    p->bytes += n > 0 ? (size_t)n : 0;
    return n;
}

/* How a file begins, ASCII with a NUL behind it; false: it is small, or not YAML by the look of it. */
static bool peek_yaml(int fd, size_t size, char first[PEEKED + 1], size_t *len)
{
    ssize_t n = size < LARGE ? -1 : pread(fd, first, PEEKED, 0);
    if (n <= 0)
        return false;
    first[n] = '\0';
    *len = (size_t)n;
    return (unsigned char)first[0] < 0x80 && !is_json(first + strspn(first, " \t\r\n"));
}

/* Adds the JSON form of a large file of YAML, which is never in memory as a whole, and its nodes.  Returns -1 where
 * it is none, or where there is something to say about it; nothing was added then. */
static int stream_yaml(int fd, size_t size, struct buf *text, struct jsontape *tape)
{
    char first[PEEKED + 1];
    size_t start = text->len, nodes = tape->count, len;
    struct pieces pieces = {.fd = fd};
    if (!peek_yaml(fd, size, first, &len))
        return -1;
    mem_expect(3 * size); /* its JSON, the tape of that, and the records */
    /* Most JSON is no longer than its YAML, and most keys and values are longer: both grow once. */
    buf_room(text, size);
    jsontape_room(tape, size / BYTES_A_NODE);
    if (yamlread_stream(first, len, take_piece, &pieces, text, tape) == 0 &&
        is_json(text->data + start))
        return 0;
    tape->count = nodes;
    buf_cut(text, start);
    buf_fit(text);
    lseek(fd, 0, SEEK_SET);
    return -1;
}

/* Where byte `at` of the text stands, as people count: from 1. */
static void place(const char *bytes, size_t at, size_t *line, size_t *column)
{
    *line = 1;
    size_t start = 0;
    for (size_t i = 0; i < at; i++) {
        if (bytes[i] == '\n') {
            ++*line;
            start = i + 1;
        }
    }
    *column = at - start + 1;
}

static int from_json(struct buf *text, size_t at, const char *name, struct jsontape *tape,
                     struct diag_error *err)
{
    size_t line, column;
    if (jsontape_more(tape, text->data, at, text->len, err) == 0)
        return 0;
    place(text->data + at, tape->stopped > at ? tape->stopped - at : 0, &line, &column);
    return diag_within(err, "%s:%zu:%zu: not JSON", name, line, column);
}

/* Its JSON takes the place of the YAML. */
static int from_yaml(struct buf *text, size_t at, const char *name, struct jsontape *tape,
                     struct diag_error *err)
{
    struct buf yaml;
    buf_init(&yaml, text->max);
    if (at == 0) {
        struct buf empty = yaml;
        yaml = *text;
        *text = empty;
    } else {
        buf_add(&yaml, text->data + at, text->len - at);
        buf_cut(text, at);
    }
    int result = yamlread_json(yaml.data, yaml.len, text, tape, err);
    buf_free(&yaml);
    return result == 0 ? 0 : diag_within(err, "%s: neither JSON nor YAML", name);
}

static int convert(struct buf *text, size_t at, const char *name, struct jsontape *tape,
                   struct diag_error *err)
{
    if (text->len - at >= 3 && memcmp(text->data + at, "\xef\xbb\xbf", 3) == 0) {
        memmove(text->data + at, text->data + at + 3, text->len - at - 3 + 1);
        text->len -= 3;
    }
    const char *start = text->data + at;
    size_t len = text->len - at, blank = strspn(start, " \t\r\n");
    if (blank == len)
        return diag_fail(err, "%s is empty", name);
    if (is_wide(start, len))
        return from_yaml(text, at, name, tape, err);
    if (memchr(start, '\0', len) != NULL)
        return diag_fail(err, "%s:1: is not text", name);
    return is_json(start + blank) ? from_json(text, at, name, tape, err)
                                  : from_yaml(text, at, name, tape, err);
}

int source_nodes(struct buf *text, size_t at, const char *name, struct jsontape *tape,
                 struct diag_error *err)
{
    int result = convert(text, at, name, tape, err);
    if (result < 0)
        buf_cut(text, at);
    return result;
}

int source_file(const char *path, const char *name, struct buf *text, struct jsontape *tape,
                int *code, struct diag_error *err)
{
    size_t size = 0, at = text->len;
    *code = DIAG_INPUT;
    int fd = open_file(path, name, &size, code, err);
    if (fd < 0)
        return -1;
    bool ready = stream_yaml(fd, size, text, tape) == 0;
    int result = ready ? 0 : read_all(fd, name, size, text, code, err);
    close(fd);
    return ready || result < 0 ? result : source_nodes(text, at, name, tape, err);
}

int source_stdin(struct buf *text, struct jsontape *tape, int *code, struct diag_error *err)
{
    *code = DIAG_INPUT;
    if (read_all(STDIN_FILENO, "stdin", 0, text, code, err) < 0)
        return -1;
    return source_nodes(text, 0, "stdin", tape, err);
}
