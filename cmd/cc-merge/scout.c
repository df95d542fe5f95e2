#include "scout.h"

#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "linein.h"

static bool can_be_read_twice(char *const *file, size_t files)
{
    struct stat st;
    for (size_t i = 0; i < files; i++) {
        if (strcmp(file[i], "-") == 0 || stat(file[i], &st) < 0 || !S_ISREG(st.st_mode))
            return false;
    }
    return files > 0;
}

static bool offer_line(struct best *best, const char *line, size_t len, size_t *number)
{
    struct record r;
    if (record_read(&r, line, len, NULL) < 0)
        return false;
    size_t rank = best_rank(best, &r);
    ++*number;
    if (rank != BEST_PASSED)
        best_offer(best, &r, rank, *number);
    record_free(&r);
    return true;
}

static void scout_file(int fd, struct best *best, size_t *number)
{
    struct linein in;
    char *line;
    size_t len;
    linein_init(&in, fd, CEILING_LINE);
    for (bool more = true; more;) {
        while (more && linein_next(&in, &line, &len))
            more = offer_line(best, line, len, number);
        more = more && !linein_ended(&in) && linein_fill(&in, NULL) >= 0;
    }
    linein_free(&in);
}

size_t scout(char *const *file, size_t files, struct best *best)
{
    size_t number = 0;
    if (!can_be_read_twice(file, files))
        return 0;
    for (size_t i = 0; i < files; i++) {
        int fd = open(file[i], O_RDONLY | O_CLOEXEC);
        if (fd < 0)
            continue;
        scout_file(fd, best, &number);
        close(fd);
    }
    return number;
}
