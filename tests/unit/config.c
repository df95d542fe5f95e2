#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "unit.h"

/* A line of .env, and the value of A afterwards; NULL: it is not set. */
static const struct {
    const char *line, *value;
} values[] = {
    {"A=b", "b"},
    {"A=", NULL},
    {"", NULL},
    {"#A=b", NULL},
    {"  # A=b", NULL},
    {"export A=b", "b"},
    {"  export\tA=b", "b"},
    {"exportA=b", NULL},
    {"export export=b\nA=b", "b"},
    {"export=1\nA=b", "b"},
    {"  A  =  b  ", "b"},
    {"A=b c d", "b c d"},
    {"A=b # c", "b"},
    {"A=b\t#c", "b"},
    {"A=b#c", "b#c"},
    {"A=#c", NULL},
    {"A= # c", NULL},
    {"A=b=c", "b=c"},
    {"A=\"b # c\"", "b # c"},
    {"A='b # c'", "b # c"},
    {"A=\"b\" # c", "b"},
    {"A='b'#c", "b"},
    {"A=\" b \"", " b "},
    {"A=\"\"", NULL},
    {"A=''", NULL},
    {"A=\"b\\\"c\\\\d\\n\\t\\$e\"", "b\"c\\d\n\t$e"},
    {"A='b\\nc'", "b\\nc"},
    {"A=it's", "it's"},
    {"A=b\"c\"", "b\"c\""},
    {"A=${HOME}", "${HOME}"},
    {"A=$(id)", "$(id)"},
    {"A=`id`", "`id`"},
    {"A=b\r", "b"},
    {"A=\"b\"\r", "b"},
    {"\r\nA=b\r\n\r\n", "b"},
    {"A=1\nA=2", "2"},
    {"A=1\nA=", NULL},
    {"A=b\n\n", "b"},
    {"B=b", NULL},
    {"a=b", NULL},
    {"AA=b", NULL},
    {"A=caf\xc3\xa9", "caf\xc3\xa9"},
    /* Lines of other programs that we do not understand. */
    {"nonsense\nA=b", "b"},
    {"KEY=\"-----BEGIN\nabc\n-----END\"\nA=b", "b"},
    {"A B=c\nA=b", "b"},
};

/* A line that is ours and cannot be understood, and where. */
static const struct {
    const char *text, *where, *why;
} faults[] = {
    {"A=b\nCASECRAFT_nonsense\n", ".env:2: ", "NAME=VALUE"},
    {"CASECRAFT_A", ".env:1: ", "NAME=VALUE"},
    {"=CASECRAFT_b", ".env:1: ", "NAME=VALUE"},
    {"CASECRAFT_A.B=c", ".env:1: ", "NAME=VALUE"},
    {"CASECRAFT_A-B=c", ".env:1: ", "NAME=VALUE"},
    {"CASECRAFT_A B=c", ".env:1: ", "NAME=VALUE"},
    {"export CASECRAFT_A\n", ".env:1: ", "NAME=VALUE"},
    {"\n\n\nCASECRAFT_A=\"b\n\"\n", ".env:4: ", "closing quote"},
    {"CASECRAFT_A='b", ".env:1: ", "closing quote"},
    {"CASECRAFT_A=\"b\\\"", ".env:1: ", "closing quote"},
    {"CASECRAFT_A=\"b\"c", ".env:1: ", "behind the closing quote"},
    {"# one\r\nCASECRAFT_A='b' 'c'\r\n", ".env:2: ", "behind the closing quote"},
};

/* A .env, and its first line that sets nothing. */
static const struct {
    const char *text;
    size_t line;
} odd[] = {
    {"", 0},
    {"# a\n\nA=b\nexport C=d\nE-F=g\nH.I=j\n", 0},
    {"A=b\n\njunk\nmore\n", 3},
    {"A B=c\njunk", 2},
    {"export A\r\n", 1},
    {"KEY=\"-----BEGIN\nabc\n-----END\"\n", 0},
    {"junk\nKEY='-----BEGIN\nabc\n-----END'\n", 1},
};

static void write_env(const char *text, size_t len)
{
    FILE *f = fopen(".env", "wb");
    if (UNIT_CHECK(f != NULL, "cannot write .env")) {
        fwrite(text, 1, len, f);
        fclose(f);
    }
}

static void check_values(void)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        struct config c;
        struct diag_error err = {""};
        const char *line = values[i].line;
        write_env(line, strlen(line));
        if (!UNIT_CHECK(config_load(&c, &err) == 0, "'%s': %s", line, err.text))
            continue;
        enum config_source source = CONFIG_ENVIRONMENT;
        const char *value = config_get(&c, "A", &source);
        const char *expected = values[i].value;
        UNIT_CHECK((value == NULL) == (expected == NULL) &&
                       (value == NULL || strcmp(value, expected) == 0),
                   "'%s' gives '%s'", line, value != NULL ? value : "nothing");
        UNIT_CHECK(source == (value != NULL ? CONFIG_DOTENV : CONFIG_NONE), "'%s' is its source",
                   line);
        config_free(&c);
    }
}

static void check_faults(void)
{
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        struct config c;
        struct diag_error err = {""};
        write_env(faults[i].text, strlen(faults[i].text));
        UNIT_CHECK(config_load(&c, &err) == -1 &&
                       strncmp(err.text, faults[i].where, strlen(faults[i].where)) == 0 &&
                       strstr(err.text, faults[i].why) != NULL,
                   "'%s': '%s', not '%s…%s'", faults[i].text, err.text, faults[i].where,
                   faults[i].why);
    }
}

static void check_odd(void)
{
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        struct config c;
        write_env(odd[i].text, strlen(odd[i].text));
        if (!UNIT_CHECK(config_load(&c, NULL) == 0, "'%s' is read", odd[i].text))
            continue;
        UNIT_CHECK(c.odd == odd[i].line, "'%s': line %zu, not %zu", odd[i].text, c.odd,
                   odd[i].line);
        config_free(&c);
    }
}

static void check_refused(const char *what, const char *why)
{
    struct config c;
    struct diag_error err = {""};
    int result = config_load(&c, &err);
    UNIT_CHECK(result == -1 && strstr(err.text, why) != NULL, "%s: '%s' says nothing of '%s'", what,
               err.text, why);
    if (result == 0)
        config_free(&c);
}

static void check_files(void)
{
    struct config c;
    unlink(".env");
    UNIT_CHECK(config_load(&c, NULL) == 0 && config_get(&c, "A", NULL) == NULL, "no .env is fine");
    config_free(&c);
    config_free(&c);

    UNIT_CHECK(mkfifo(".env", 0600) == 0, "a FIFO is made");
    check_refused("a FIFO", "regular file");
    unlink(".env");
    UNIT_CHECK(mkdir(".env", 0700) == 0, "a directory is made");
    struct config of_folder;
    UNIT_CHECK(config_load(&of_folder, NULL) == 0, "a folder is somebody else's");
    config_free(&of_folder);
    rmdir(".env");
    UNIT_CHECK(symlink("/dev/zero", ".env") == 0, "a link is made");
    check_refused("a device", "regular file");
    unlink(".env");
    write_env("A=b\0c\n", 6);
    check_refused("a NUL", "not text");
    write_env("A=b\n", 4);
    if (geteuid() != 0) {
        chmod(".env", 0);
        check_refused("a file that cannot be read", "cannot open .env");
        chmod(".env", 0600);
    }
}

static void check_size(void)
{
    struct config c;
    struct diag_error err = {""};
    char *text = malloc(CEILING_ENV + 1);
    memset(text, '#', CEILING_ENV + 1);
    memcpy(text + CEILING_ENV - 4, "\nA=b", 4);
    write_env(text, CEILING_ENV);
    if (UNIT_CHECK(config_load(&c, &err) == 0, "a file of the ceiling: %s", err.text)) {
        const char *value = config_get(&c, "A", NULL);
        UNIT_CHECK(value != NULL && strcmp(value, "b") == 0, "is read to its end");
        config_free(&c);
    }
    text[CEILING_ENV] = 'c';
    write_env(text, CEILING_ENV + 1);
    check_refused("a byte more", "larger than 256 KiB");
    free(text);
}

static void check_environment(void)
{
    struct config c;
    enum config_source source = CONFIG_NONE;
    static const char text[] = "UNIT_A=dotenv\nUNIT_B=dotenv\nUNIT_C=\nUNIT_L= x , y ,, \n";
    write_env(text, strlen(text));
    setenv("UNIT_A", "environment", 1);
    setenv("UNIT_B", "", 1);
    UNIT_CHECK(config_load(&c, NULL) == 0, "it is read");
    const char *value = config_get(&c, "UNIT_A", &source);
    UNIT_CHECK(value != NULL && strcmp(value, "environment") == 0 && source == CONFIG_ENVIRONMENT,
               "the environment wins");
    value = config_get(&c, "UNIT_B", &source);
    UNIT_CHECK(value != NULL && strcmp(value, "dotenv") == 0 && source == CONFIG_DOTENV,
               "an empty value counts as not set");
    UNIT_CHECK(config_get(&c, "UNIT_C", &source) == NULL && source == CONFIG_NONE, "in .env too");
    UNIT_CHECK(getenv("UNIT_L") == NULL, "nothing is put into the environment");
    struct options_list list = {0};
    config_list(&c, "UNIT_NONE", &list);
    UNIT_CHECK(list.count == 0, "a list that is not set adds nothing");
    config_list(&c, "UNIT_L", &list);
    UNIT_CHECK(list.count == 2 && strcmp(list.item[0], "x") == 0 && strcmp(list.item[1], "y") == 0,
               "a list has its items");
    config_list(&c, "UNIT_A", &list);
    UNIT_CHECK(list.count == 2, "a list that has items keeps them alone");
    options_list_free(&list);
    config_free(&c);
}

static void note(void *state, const char *name)
{
    char *names = state;
    snprintf(names + strlen(names), 200 - strlen(names), "%s ", name);
}

static void check_each(void)
{
    struct config c;
    char names[200] = "";
    static const char text[] = "UNITS_B=1\nOTHER=1\nUNITS_C=1\n";
    write_env(text, strlen(text));
    setenv("UNITS_A", "1", 1);
    UNIT_CHECK(config_load(&c, NULL) == 0, "it is read");
    config_each(&c, "UNITS_", note, names);
    UNIT_CHECK(strcmp(names, "UNITS_A UNITS_B UNITS_C ") == 0, "the names are %s", names);
    config_free(&c);
}

int main(void)
{
    char folder[] = "/tmp/config.XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) < 0)
        return 1;
    setenv("XDG_CONFIG_HOME", folder, 1);
    unsetenv("A");
    check_values();
    check_faults();
    check_odd();
    check_files();
    check_size();
    check_environment();
    check_each();
    unlink(".env");
    rmdir(folder);
    return unit_end();
}
