#include "split.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "diag.h"
#include "digest.h"
#include "jsontape.h"
#include "mem.h"

enum { OPTIONS = 4 };

int split_main(int argc, char **argv);

static _Noreturn void stop(const char *what)
{
    fprintf(stderr, "%s\n", what);
    abort();
}

char split_first(const uint8_t *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] == '\0' || strchr(" \t\r\n", text[i]) == NULL)
            return (char)text[i];
    return 0;
}

/* Puts a file that has no name in the place of the descriptor. */
static void replace(int fd)
{
    FILE *f = tmpfile();
    if (f == NULL || dup2(fileno(f), fd) < 0)
        stop("no file for stdin or stdout");
    fclose(f);
}

static void empty(int fd)
{
    if (ftruncate(fd, 0) < 0 || lseek(fd, 0, SEEK_SET) < 0)
        stop("stdin or stdout cannot be emptied");
}

static void give(const uint8_t *text, size_t size)
{
    static bool ready; /* libFuzzer calls, and keeps nothing for us */
    if (!ready) {
        replace(STDIN_FILENO);
        replace(STDOUT_FILENO);
        ready = true;
    }
    empty(STDIN_FILENO);
    empty(STDOUT_FILENO);
    if (pwrite(STDIN_FILENO, text, size, 0) != (ssize_t)size)
        stop("stdin cannot be filled");
}

static void check_line(const char *line, size_t len)
{
    struct jsontape tape;
    jsontape_init(&tape);
    if (jsontape_read(&tape, line, len, NULL) < 0 || jsontape_kind(&tape, 0) != '{')
        stop("a line of the output is no JSON object");
    jsontape_free(&tape);
}

static void check(int code)
{
    off_t size = lseek(STDOUT_FILENO, 0, SEEK_END);
    if (size < 0 || (code != DIAG_OK && code != DIAG_SOME && code != DIAG_INPUT))
        stop("an exit code that no description has");
    if (code == DIAG_INPUT && size > 0)
        stop("output in spite of bad input");
    char *text = mem_array((size_t)size + 1, 1);
    if (pread(STDOUT_FILENO, text, (size_t)size, 0) != size)
        stop("stdout cannot be read");
    char *end;
    for (char *line = text; line < text + size; line = end + 1) {
        end = memchr(line, '\n', (size_t)(text + size - line));
        if (end == NULL)
            stop("the output does not end with a line");
        check_line(line, (size_t)(end - line));
    }
    free(text);
}

void split_run(const uint8_t *text, size_t size)
{
    static const char *const options[OPTIONS][5] = {
        {NULL},
        {"--webhooks", NULL},
        {"--webhooks", "--max-bytes", "2000", NULL},
        {"--include-path=/a**,/{?}", "--exclude-tag=a,b", "--exclude-method=put", NULL},
    };
    char name[] = "cc-split";
    char *argv[6] = {name};
    int argc = 1;
    const char *const *chosen = options[digest_of(text, size).low % OPTIONS];
    while (*chosen != NULL)
        argv[argc++] = mem_text(*chosen++);
    give(text, size);
    check(split_main(argc, argv));
    while (argc > 1)
        free(argv[--argc]);
}
