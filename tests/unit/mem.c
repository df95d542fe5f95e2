#include "mem.h"

#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "diag.h"
#include "unit.h"

static void check_memory(void)
{
    char *bytes = mem_new(1000);
    size_t wrong = 0;
    for (size_t i = 0; i < 1000; i++)
        wrong += bytes[i] != 0;
    UNIT_CHECK(wrong == 0, "new bytes are zero");
    free(bytes);
    free(mem_new(0));
    free(mem_array(0, 8));
    free(mem_resize(NULL, 0, 8));
    bytes = mem_resize(NULL, 3, 2);
    memcpy(bytes, "abcdef", 6);
    bytes = mem_resize(bytes, 1000, 3);
    UNIT_CHECK(memcmp(bytes, "abcdef", 6) == 0, "bytes move along");
    free(bytes);
    bytes = mem_copy("abcdef", 3);
    UNIT_CHECK(strcmp(bytes, "abc") == 0, "a copy ends with NUL: %s", bytes);
    free(bytes);
    bytes = mem_copy(NULL, 0);
    UNIT_CHECK(bytes[0] == '\0', "a copy of nothing is an empty text");
    free(bytes);
    bytes = mem_text("abc");
    UNIT_CHECK(strcmp(bytes, "abc") == 0, "a text is copied: %s", bytes);
    free(bytes);
}

static void check_growth(void)
{
    size_t room = 0, moves = 0, wrong = 0;
    int *item = NULL;
    for (int i = 0; i < 10000; i++) {
        size_t before = room;
        item = mem_grow(item, (size_t)i, &room, sizeof *item);
        moves += room != before;
        item[i] = i;
    }
    for (int i = 0; i < 10000; i++)
        wrong += item[i] != i;
    UNIT_CHECK(wrong == 0 && room >= 10000, "%zu items are wrong", wrong);
    UNIT_CHECK(moves < 20, "it doubles: %zu moves", moves);
    free(item);
}

/* A hint changes nothing that can be seen. */
static void check_hint(void)
{
    static const size_t sizes[] = {0, 1, 8 << 20, SIZE_MAX};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        mem_expect(sizes[i]);
    char *bytes = mem_new(4 << 20);
    UNIT_CHECK(bytes[0] == 0 && bytes[(4 << 20) - 1] == 0, "new bytes are zero after a hint");
    free(bytes);
    bytes = mem_new(4 << 20);
    UNIT_CHECK(bytes[0] == 0 && bytes[(4 << 20) - 1] == 0, "those that were used before too");
    free(bytes);
}

/* A product that does not fit ends the process, which says so. */
static void huge_resize(void)
{
    free(mem_resize(NULL, SIZE_MAX / 2 + 2, 2));
}

static void check_end(const char *what, void (*ask)(void))
{
    int end[2], status = 0;
    char said[500];
    if (pipe(end) < 0)
        exit(1);
    pid_t pid = fork();
    if (pid == 0) {
        dup2(end[1], STDERR_FILENO);
        ask();
        _exit(0);
    }
    close(end[1]);
    ssize_t n = read(end[0], said, sizeof said - 1);
    said[n > 0 ? n : 0] = '\0';
    close(end[0]);
    waitpid(pid, &status, 0);
    UNIT_CHECK(WIFEXITED(status) && WEXITSTATUS(status) == DIAG_ENVIRONMENT,
               "%s ends the process with 4, not %d", what, status);
    UNIT_CHECK(strstr(said, "out of memory") != NULL, "%s says '%s'", what, said);
}

int main(void)
{
    check_memory();
    check_growth();
    check_hint();
    check_end("a huge resize", huge_resize);
    return unit_end();
}
