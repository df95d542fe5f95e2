#include "installed.h"

#include <libgen.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

/* What the variable says, and the path of one.yaml in share/casecraft; "@" is the folder of this program. */
static const struct {
    const char *set, *expected;
} rows[] = {
    {"/data", "/data/one.yaml"},
    {"a b/c", "a b/c/one.yaml"},
    {"", "@/../share/casecraft/one.yaml"},
    {NULL, "@/../share/casecraft/one.yaml"},
};

/* The folder and the program in it: found there; another name is left to PATH. */
static void check_command(const char *folder, const char *program)
{
    char expected[PATH_MAX + 64];
    snprintf(expected, sizeof expected, "%s/%s", folder, program);
    char *here = installed_command(program), *nowhere = installed_command("no-such-command");
    UNIT_CHECK(strcmp(here, expected) == 0, "beside us: %s", here);
    UNIT_CHECK(strcmp(nowhere, "no-such-command") == 0, "not beside us: %s", nowhere);
    free(here);
    free(nowhere);
}

int main(int argc, char **argv)
{
    char own[PATH_MAX], expected[PATH_MAX + 64];
    if (argc < 1 || realpath(argv[0], own) == NULL)
        return 1;
    const char *folder = dirname(own);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (rows[i].set != NULL)
            setenv("CASECRAFT_DATADIR", rows[i].set, 1);
        else
            unsetenv("CASECRAFT_DATADIR");
        bool beside = rows[i].expected[0] == '@';
        snprintf(expected, sizeof expected, "%s%s", beside ? folder : "",
                 rows[i].expected + (beside ? 1 : 0));
        char *path = installed_path("CASECRAFT_DATADIR", "share/casecraft", "one.yaml");
        UNIT_CHECK(path != NULL && strcmp(path, expected) == 0, "\"%s\": %s",
                   rows[i].set != NULL ? rows[i].set : "-", path != NULL ? path : "nowhere");
        free(path);
    }
    char program[PATH_MAX];
    if (realpath(argv[0], program) != NULL)
        check_command(folder, basename(program));
    return unit_end();
}
