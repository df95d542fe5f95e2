#include "textfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

/* What stands in the file, and the text under a ceiling of 5000 bytes; or what the message says. */
static const struct {
    const char *bytes;
    size_t len, times;
    const char *message;
} rows[] = {
    {"", 0, 0, NULL},
    {"a\n", 2, 1, NULL},
    {"abcde", 5, 1000, NULL},
    {"abcde", 5, 1001, "is larger than 4 KiB"},
    {"a\0b", 3, 1, "is not text"},
};

static void check_rows(const char *path)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        FILE *f = fopen(path, "w");
        for (size_t k = 0; k < rows[i].times; k++)
            fwrite(rows[i].bytes, 1, rows[i].len, f);
        fclose(f);
        struct buf text;
        struct diag_error err = {""};
        buf_init(&text, 5000);
        int result = textfile_read(path, &text, &err);
        if (rows[i].message == NULL)
            UNIT_CHECK(result == 0 && text.len == rows[i].len * rows[i].times &&
                           memcmp(text.data, rows[i].bytes, rows[i].times > 0 ? rows[i].len : 0) ==
                               0,
                       "row %zu: %zu bytes, %s", i, text.len, err.text);
        else
            UNIT_CHECK(result < 0 && strncmp(err.text, path, strlen(path)) == 0 &&
                           strstr(err.text, rows[i].message) != NULL,
                       "row %zu: %s", i, err.text);
        buf_free(&text);
    }
}

static void check_refused(const char *path, const char *message)
{
    struct buf text;
    struct diag_error err = {""};
    buf_init(&text, 5000);
    int result = textfile_read(path, &text, &err);
    UNIT_CHECK(result < 0 && strcmp(err.text, message) == 0, "%s: %s", path, err.text);
    buf_free(&text);
}

int main(void)
{
    char path[] = "/tmp/textfile.XXXXXX";
    close(mkstemp(path));
    check_rows(path);
    unlink(path);
    check_refused("/nowhere/at/all", "cannot open /nowhere/at/all: No such file or directory");
    check_refused("/", "cannot read /: Is a directory");
    return unit_end();
}
