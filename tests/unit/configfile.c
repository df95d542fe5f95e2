#include "configfile.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ceiling.h"
#include "config.h"
#include "unit.h"

static const char path[] = "own/casecraft/config.yaml";

/* A file, and the value of A in it; NULL: it is not set. */
static const struct {
    const char *text, *value;
} values[] = {
    {"A: b", "b"},
    {"A: b c # d\n", "b c"},
    {"A: 'b: c'", "b: c"},
    {"A: \"b\\\"\\u001b\"", "b\"\033"},
    {"A: 1.10", "1.10"},
    {"A: 7 # row", "7"},
    {"A: true", "true"},
    {"A: no", "no"},
    {"A:", NULL},
    {"A: null", NULL},
    {"A: ''", NULL},
    {"", NULL},
    {"# A: b\n", NULL},
    {"---\nA: b\n...\n", "b"},
    {"{\"A\": \"b\"}", "b"},
    {"B: &x b\nA: *x", "b"},
    {"B: b", NULL},
    {"a: b", NULL},
    {"A: glm:2,qwen", "glm:2,qwen"},
};

/* A file that is not understood, and what is said of it. */
static const struct {
    const char *text, *why;
} faults[] = {
    {"A: b\nB: [", "line 3"},
    {"A: b\nA: c\n", "line 2"},
    {"A: b\n\tB: c\n", "line 2"},
    {"A=b", "must have lines such as"},
    {"- A: b", "must have lines such as"},
    {"7", "must have lines such as"},
    {"A: [b]", "A must be a text"},
    {"A: {b: c}", "A must be a text"},
    {"A: b\n---\nA: b\n", "line 2"},
};

static void write_file(const char *text, size_t len)
{
    FILE *f = fopen(path, "wb");
    if (UNIT_CHECK(f != NULL, "cannot write %s", path)) {
        fwrite(text, 1, len, f);
        fclose(f);
    }
}

static void check_value(const char *what, const char *expected)
{
    struct config c;
    struct diag_error err = {""};
    enum config_source source = CONFIG_DOTENV;
    if (!UNIT_CHECK(config_load(&c, &err) == 0, "%s: %s", what, err.text))
        return;
    const char *value = config_get(&c, "A", &source);
    UNIT_CHECK((value == NULL) == (expected == NULL) &&
                   (value == NULL || strcmp(value, expected) == 0),
               "%s gives '%s'", what, value != NULL ? value : "nothing");
    UNIT_CHECK(source == (value != NULL ? CONFIG_OWN : CONFIG_NONE), "%s is its source", what);
    config_free(&c);
}

static void check_refused(const char *what, const char *why)
{
    struct config c;
    struct diag_error err = {""};
    int result = config_load(&c, &err);
    UNIT_CHECK(result == -1 && strstr(err.text, path) != NULL && strstr(err.text, why) != NULL,
               "%s: '%s' says nothing of '%s'", what, err.text, why);
    if (result == 0)
        config_free(&c);
}

static void check_contents(void)
{
    for (size_t i = 0; i < sizeof values / sizeof *values; i++) {
        write_file(values[i].text, strlen(values[i].text));
        check_value(values[i].text, values[i].value);
    }
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        write_file(faults[i].text, strlen(faults[i].text));
        check_refused(faults[i].text, faults[i].why);
    }
    write_file("A: b\0c\n", 7);
    check_refused("a NUL", "line 1");
}

/* Who may read and write it, and whether that will do without a key and with one. */
static void check_modes(void)
{
    static const struct {
        mode_t mode;
        bool plain, key;
    } rows[] = {{0600, true, true},   {0400, true, true},   {0700, true, true},
                {0644, true, false},  {0640, true, false},  {0604, true, false},
                {0664, false, false}, {0660, false, false}, {0602, false, false},
                {0666, false, false}};
    static const char plain[] = "A: b\nCASECRAFT_GLM_API_KEY:\n",
                      key[] = "A: b\nCASECRAFT_GLM_API_KEY: k\n";
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char what[20];
        snprintf(what, sizeof what, "mode %o", rows[i].mode);
        write_file(plain, sizeof plain - 1);
        chmod(path, rows[i].mode);
        if (rows[i].plain)
            check_value(what, "b");
        else
            check_refused(what, "others can write to it");
        chmod(path, 0600);
        write_file(key, sizeof key - 1);
        chmod(path, rows[i].mode);
        if (rows[i].key)
            check_value(what, "b");
        else
            check_refused(what, rows[i].plain ? "others can read it: chmod 600" : "write to it");
        chmod(path, 0600);
    }
}

static void check_files(void)
{
    unlink(path);
    check_value("no file", NULL);
    UNIT_CHECK(mkfifo(path, 0600) == 0, "a FIFO is made");
    check_refused("a FIFO", "is not a regular file");
    unlink(path);
    UNIT_CHECK(mkdir(path, 0700) == 0, "a folder is made");
    check_refused("a folder", "is not a regular file");
    rmdir(path);
    UNIT_CHECK(symlink("/dev/zero", path) == 0, "a link is made");
    check_refused("a device", "is not a regular file");
    unlink(path);
    UNIT_CHECK(symlink("nowhere", path) == 0, "a link is made");
    check_value("a link to nothing", NULL);
    unlink(path);
    UNIT_CHECK(symlink("other", path) == 0, "a link is made");
    write_file("A: b", 4);
    check_value("a link to a file", "b");
    unlink(path);
    unlink("own/casecraft/other");
    write_file("A: b", 4);
    if (geteuid() != 0) {
        chmod(path, 0);
        check_refused("a file that cannot be read", "cannot be opened");
        chmod(path, 0600);
    } else if (chown(path, 1234, 0) == 0) {
        check_refused("another's", "belongs to somebody else");
        chown(path, 0, 0);
    }
}

static void check_size(void)
{
    char *text = malloc(CEILING_CONFIG + 1);
    memset(text, '#', CEILING_CONFIG + 1);
    memcpy(text + CEILING_CONFIG - 5, "\nA: b", 5);
    write_file(text, CEILING_CONFIG);
    check_value("a file of the ceiling", "b");
    text[CEILING_CONFIG] = 'c';
    write_file(text, CEILING_CONFIG + 1);
    check_refused("a byte more", "larger than 256 KiB");
    /* Aliases that would make it larger than that. */
    memset(text, 'x', CEILING_CONFIG);
    memcpy(text, "A: &a ", 6);
    size_t at = CEILING_CONFIG / 2;
    for (int i = 0; i < 8; i++)
        at += (size_t)snprintf(text + at, 16, "\nB%d: *a", i);
    text[at++] = '\n';
    write_file(text, at);
    check_refused("what expands", "");
    free(text);
}

/* Which folder it is looked for in: the values of the two variables, NULL: not set. */
static void check_places(void)
{
    char here[200], home[220];
    if (!UNIT_CHECK(getcwd(here, sizeof here - 20) != NULL, "there is a folder"))
        return;
    snprintf(home, sizeof home, "%s/home", here);
    mkdir("home", 0700);
    mkdir("home/.config", 0700);
    mkdir("home/.config/casecraft", 0700);
    FILE *f = fopen("home/.config/casecraft/config.yaml", "w");
    if (UNIT_CHECK(f != NULL, "it is written")) {
        fputs("A: home\n", f);
        fclose(f);
    }
    write_file("A: own\n", 7);
    char *own = getenv("XDG_CONFIG_HOME");
    const char *const rows[][3] = {
        {own, home, "own"}, {NULL, home, "home"}, {"", home, "home"},   {"own", home, "home"},
        {NULL, NULL, NULL}, {NULL, "", NULL},     {NULL, "home", NULL}, {"/nowhere", home, NULL}};
    own = strdup(own);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *folder = i == 0 ? own : rows[i][0];
        char what[20];
        snprintf(what, sizeof what, "row %zu", i);
        unsetenv("XDG_CONFIG_HOME");
        unsetenv("HOME");
        if (folder != NULL)
            setenv("XDG_CONFIG_HOME", folder, 1);
        if (rows[i][1] != NULL)
            setenv("HOME", rows[i][1], 1);
        check_value(what, rows[i][2]);
    }
    setenv("XDG_CONFIG_HOME", own, 1);
    free(own);
    unlink("home/.config/casecraft/config.yaml");
    rmdir("home/.config/casecraft");
    rmdir("home/.config");
    rmdir("home");
}

static void note(void *state, const char *name)
{
    char *names = state;
    snprintf(names + strlen(names), 200 - strlen(names), "%s ", name);
}

/* What wins where a setting stands in several places. */
static void check_order(void)
{
    struct config c;
    char names[200] = "";
    static const char text[] = "UNIT_A: own\nUNIT_B: own\nUNIT_C: own\nUNIT_D: own\n";
    static const struct {
        const char *name, *value;
        enum config_source source;
        const char *own; /* where .env has no say */
    } rows[] = {{"UNIT_A", "environment", CONFIG_ENVIRONMENT, "environment"},
                {"UNIT_B", "dotenv", CONFIG_DOTENV, "own"},
                {"UNIT_C", "own", CONFIG_OWN, "own"},
                {"UNIT_D", "own", CONFIG_OWN, "own"},
                {"UNIT_E", "dotenv", CONFIG_DOTENV, NULL},
                {"UNIT_F", NULL, CONFIG_NONE, NULL}};
    write_file(text, sizeof text - 1);
    FILE *f = fopen(".env", "w");
    if (UNIT_CHECK(f != NULL, "it is written")) {
        fputs("UNIT_A=dotenv\nUNIT_B=dotenv\nUNIT_C=\nUNIT_E=dotenv\n", f);
        fclose(f);
    }
    setenv("UNIT_A", "environment", 1);
    setenv("UNIT_C", "", 1);
    UNIT_CHECK(config_load(&c, NULL) == 0, "it is read");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        enum config_source source = CONFIG_NONE;
        const char *value = config_get(&c, rows[i].name, &source);
        UNIT_CHECK(source == rows[i].source && (value == NULL) == (rows[i].value == NULL) &&
                       (value == NULL || strcmp(value, rows[i].value) == 0),
                   "%s is %s", rows[i].name, value != NULL ? value : "not set");
        value = config_get_own(&c, rows[i].name, &source);
        UNIT_CHECK(source != CONFIG_DOTENV && (value == NULL) == (rows[i].own == NULL) &&
                       (value == NULL || strcmp(value, rows[i].own) == 0),
                   "%s is %s without .env", rows[i].name, value != NULL ? value : "not set");
    }
    unsetenv("UNIT_A");
    unsetenv("UNIT_C");
    config_each(&c, "UNIT_", note, names);
    UNIT_CHECK(strcmp(names, "UNIT_A UNIT_B UNIT_C UNIT_E UNIT_A UNIT_B UNIT_C UNIT_D ") == 0,
               "the names are %s", names);
    config_free(&c);
    unlink(".env");
}

int main(void)
{
    char folder[] = "/tmp/configfile.XXXXXX", own[60];
    umask(077);
    if (mkdtemp(folder) == NULL || chdir(folder) < 0 || mkdir("own", 0700) < 0 ||
        mkdir("own/casecraft", 0700) < 0)
        return 1;
    snprintf(own, sizeof own, "%s/own", folder);
    setenv("XDG_CONFIG_HOME", own, 1);
    unsetenv("A");
    check_contents();
    check_modes();
    check_files();
    check_size();
    check_places();
    check_order();
    unlink(path);
    rmdir("own/casecraft");
    rmdir("own");
    rmdir(folder);
    return unit_end();
}
