#include "diag.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "unit.h"

/* A message, and how it stands on stderr: nothing in it reaches a terminal as a command. */
static const struct {
    const char *text, *line;
} messages[] = {
    {"plain", "unit: plain\n"},
    {"", "unit: \n"},
    {"two\nlines", "unit: two?lines\n"},
    {"\x1b[31mred\x1b[0m", "unit: ?[31mred?[0m\n"},
    {"a\tb\rc\x07\x08\x7f", "unit: a?b?c???\n"},
    {"\xc2\x9b"
     "31m",
     "unit: ??31m\n"},
    {"\xc2\x80\xc2\x9f\xc2\xa0", "unit: ????\xc2\xa0\n"},
    {"\x9b"
     "31mred",
     "unit: ?31mred\n"},
    {"\xe4\xb8\xad\xe6\x96\x87", "unit: \xe4\xb8\xad\xe6\x96\x87\n"},
    {"\xe4\xb8\xad\xe6\x96", "unit: \xe4\xb8\xad??\n"},
    {"caf\xc3\xa9 \xe4\xb8\xad\xf0\x9f\x98\x80",
     "unit: caf\xc3\xa9 \xe4\xb8\xad\xf0\x9f\x98\x80\n"},
    {"100%s", "unit: 100%s\n"},
    {"a\xe2\x80\xae\xe2\x80\xa8z\xe2\x81\xa6\xe2\x80\xa7\xe2\x81\xaa\xe2\x80",
     "unit: a??????z???\xe2\x80\xa7\xe2\x81\xaa??\n"},
};

static void check_fail(void)
{
    struct diag_error err;
    UNIT_CHECK(diag_fail(&err, "%s:%d", "file", 7) == -1 && strcmp(err.text, "file:7") == 0,
               "a message is '%s'", err.text);
    UNIT_CHECK(diag_within(&err, "%s", "outer") == -1 && strcmp(err.text, "outer: file:7") == 0,
               "within another '%s'", err.text);
    UNIT_CHECK(diag_fail(NULL, "%d", 1) == -1 && diag_within(NULL, "%d", 1) == -1,
               "err may be NULL");
    char longer[3000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    diag_fail(&err, "%s", longer);
    UNIT_CHECK(strlen(err.text) == sizeof err.text - 1, "a long one is cut");
    diag_within(&err, "outer");
    UNIT_CHECK(strncmp(err.text, "outer: xxx", 10) == 0 && strlen(err.text) == sizeof err.text - 1,
               "and keeps its beginning");
    diag_fail(&err, "inner");
    diag_within(&err, "%s", longer);
    UNIT_CHECK(strlen(err.text) == sizeof err.text - 1 && err.text[0] == 'x',
               "a long place is cut too");
    diag_fail(&err, "inner");
    longer[1000] = '\0';
    diag_within(&err, "%s", longer);
    UNIT_CHECK(strcmp(err.text + 1000, ": inner") == 0, "what fits is kept: %s", err.text + 1000);
}

/* stderr goes to a file between these; its text. */
static int divert(FILE *file)
{
    int saved = dup(STDERR_FILENO);
    if (file == NULL || saved < 0 || dup2(fileno(file), STDERR_FILENO) < 0)
        exit(1);
    return saved;
}

static void restore(int saved, FILE *file, char *out, size_t room)
{
    dup2(saved, STDERR_FILENO);
    close(saved);
    rewind(file);
    out[fread(out, 1, room - 1, file)] = '\0';
    fclose(file);
}

static void check_messages(void)
{
    for (size_t i = 0; i < sizeof messages / sizeof *messages; i++) {
        char out[500];
        FILE *file = tmpfile();
        int saved = divert(file);
        errno = 77;
        diag_error("%s", messages[i].text);
        int kept = errno;
        restore(saved, file, out, sizeof out);
        UNIT_CHECK(strcmp(out, messages[i].line) == 0, "message %zu is '%s'", i, out);
        UNIT_CHECK(kept == 77, "errno is kept");
    }
    char longer[5000], out[5000];
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    FILE *file = tmpfile();
    int saved = divert(file);
    diag_error("%s", longer);
    restore(saved, file, out, sizeof out);
    UNIT_CHECK(strlen(out) > 1000 && strchr(out, '\n') == out + strlen(out) - 1,
               "a long message is one line");
}

/* What is said at every level of -v, and in the log. */
static void check_levels(void)
{
    static const char *const expected[] = {
        "unit: e\nunit: warning: w\nunit: n\nunit: x\n",
        "unit: e\nunit: warning: w\nunit: n\nunit: i\nunit: x\n",
    };
    struct diag_error err = {"x"};
    char out[5000], path[] = "/tmp/diag.XXXXXX", link[sizeof path + 5];
    int fd = mkstemp(path);
    unlink(path);
    close(fd);
    for (int verbose = 0; verbose < 2; verbose++) {
        UNIT_CHECK(diag_open("unit", verbose, verbose == 1 ? path : NULL, &err) == 0, "%s",
                   err.text);
        FILE *file = tmpfile();
        int saved = divert(file);
        diag_error("e");
        diag_warn("w");
        diag_note("n");
        diag_info("i");
        int code = diag_exit(DIAG_INPUT, &err);
        restore(saved, file, out, sizeof out);
        UNIT_CHECK(strcmp(out, expected[verbose]) == 0, "-v %d times: %s", verbose, out);
        UNIT_CHECK(code == DIAG_INPUT, "the code is handed on");
    }
    struct stat st;
    UNIT_CHECK(stat(path, &st) == 0 && (st.st_mode & 07777) == 0600, "a log is ours alone");
    FILE *log = fopen(path, "r");
    if (UNIT_CHECK(log != NULL, "there is a log")) {
        out[fread(out, 1, sizeof out - 1, log)] = '\0';
        fclose(log);
        UNIT_CHECK(strstr(out, "Z unit error: e\n") != NULL &&
                       strstr(out, "Z unit warning: w\n") != NULL &&
                       strstr(out, "Z unit note: n\n") != NULL &&
                       strstr(out, "Z unit info: i\n") != NULL,
                   "the log says %s", out);
    }
    snprintf(link, sizeof link, "%s.link", path);
    UNIT_CHECK(symlink(path, link) == 0 && diag_open("unit", 0, link, &err) == -1 &&
                   strstr(err.text, link) != NULL,
               "a log is no link: %s", err.text);
    unlink(link);
    unlink(path);
}

int main(void)
{
    struct diag_error err;
    UNIT_CHECK(diag_open("unit", 0, NULL, &err) == 0, "no log");
    check_fail();
    check_messages();
    check_levels();
    return unit_end();
}
