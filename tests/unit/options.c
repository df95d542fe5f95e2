#include "options.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "buf.h"
#include "unit.h"

enum { MOST = 12, ROOM = 8192 };

/* What a command line says. */
static struct {
    bool flag, other;
    const char *text, *maybe;
    struct options_list list;
    long long number;
} said;

static const struct options_row rows[] = {
    {'f', "flag", OPTIONS_FLAG, &said.flag, NULL, "a flag", 0, 0},
    {'o', "other", OPTIONS_FLAG, &said.other, NULL, "another flag", 0, 0},
    {'t', "text", OPTIONS_TEXT, &said.text, "TEXT", "a text", 0, 0},
    {'l', "list", OPTIONS_LIST, &said.list, "ITEM,...", "a list", 0, 0},
    {'n', "number", OPTIONS_NUMBER, &said.number, "N", "a number", -5, 1000},
    {'m', "maybe", OPTIONS_MAYBE, &said.maybe, "[=TEXT]", "a text or none", 0, 0},
    {0, "long-only-and-rather-long", OPTIONS_TEXT, &said.text, "TEXT", "no letter", 0, 0},
};

static struct options table = {
    .program = "unit",
    .usage = "[OPTION]... [FILE]",
    .purpose = "Does nothing.",
    .examples = "  unit -n 5\n",
    .row = rows,
    .rows = sizeof rows / sizeof *rows,
};

/* A command line and what comes of it, as told by describe(). */
static const struct {
    const char *word[MOST];
    const char *result;
} good[] = {
    {{NULL}, ""},
    {{"-f"}, "f"},
    {{"--flag"}, "f"},
    {{"-fo"}, "f o"},
    {{"-f", "--other"}, "f o"},
    {{"-t", "x"}, "t=x"},
    {{"-tx"}, "t=x"},
    {{"-t=x"}, "t==x"},
    {{"--text", "x"}, "t=x"},
    {{"--text=x"}, "t=x"},
    {{"--text="}, "t="},
    {{"--text", ""}, "t="},
    {{"--text=a=b"}, "t=a=b"},
    {{"-t", "-f"}, "t=-f"},
    {{"--text", "--"}, "t=--"},
    {{"-ftx"}, "f t=x"},
    {{"-fot", "x"}, "f o t=x"},
    {{"-tfo"}, "t=fo"},
    {{"--long-only-and-rather-long", "x"}, "t=x"},
    {{"-n", "7"}, "n=7"},
    {{"-n7"}, "n=7"},
    {{"-n", "-5"}, "n=-5"},
    {{"-n-5"}, "n=-5"},
    {{"--number=1000"}, "n=1000"},
    {{"-fn7"}, "f n=7"},
    {{"-l", "a"}, "l=a;"},
    {{"-la,b"}, "l=a;b;"},
    {{"--list=a, b ,,\tc"}, "l=a;b;c;"},
    {{"-l", "a", "-l", "b,c", "--list=d"}, "l=a;b;c;d;"},
    {{"-l", ""}, ""},
    {{"-m"}, "m="},
    {{"--maybe", "x"}, "m= [x]"},
    {{"--maybe=x", "y"}, "m=x [y]"},
    {{"--maybe="}, "m="},
    {{"-mx"}, "m=x"},
    {{"-fm"}, "f m="},
    {{"-l", ",,"}, ""},
    {{"a", "b"}, "[a][b]"},
    {{"-"}, "[-]"},
    {{""}, "[]"},
    {{"a", "-f", "b"}, "f [a][b]"},
    {{"-t", "-", "-"}, "t=- [-]"},
    {{"--", "-f", "--text"}, "[-f][--text]"},
    {{"-f", "--", "--"}, "f [--]"},
    {{"a", "--", "b"}, "[a][b]"},
    {{"-v"}, "v"},
    {{"-vv"}, "v"},
    {{"-v", "--verbose", "-fv"}, "f v"},
};

/* A command line, and a word of the message with which it ends. */
static const struct {
    const char *word[MOST];
    const char *why;
} bad[] = {
    {{"-x"}, "unknown option -x"},
    {{"-fx"}, "unknown option -x"},
    {{"-f\u00e9"}, "unknown option -\u00e9 "},
    {{"--nothing"}, "unknown option --nothing"},
    {{"--nothing=1"}, "unknown option --nothing "},
    {{"--fla"}, "unknown option --fla "},
    {{"--flags"}, "unknown option --flags"},
    {{"--f"}, "unknown option --f "},
    {{"--Flag"}, "unknown option --Flag"},
    {{"--hel"}, "unknown option --hel"},
    {{"---flag"}, "unknown option ---flag"},
    {{"-f-"}, "unknown option --"},
    {{"--flag=1"}, "--flag takes no value"},
    {{"--flag="}, "--flag takes no value"},
    {{"--verbose=no"}, "--verbose takes no value"},
    {{"--help=me"}, "--help takes no value"},
    {{"--version=2"}, "--version takes no value"},
    {{"--list-options="}, "--list-options takes no value"},
    {{"-t"}, "--text needs a value"},
    {{"-ft"}, "--text needs a value"},
    {{"--text"}, "--text needs a value"},
    {{"--list"}, "--list needs a value"},
    {{"-n"}, "--number needs a value"},
    {{"--log"}, "--log needs a value"},
    {{"-t", "x", "-t", "x"}, "--text is given twice"},
    {{"-tx", "--text=y"}, "--text is given twice"},
    {{"-n1", "-n1"}, "--number is given twice"},
    {{"-f", "-f"}, "--flag is given twice"},
    {{"-m", "--maybe=x"}, "--maybe is given twice"},
    {{"-ff"}, "--flag is given twice"},
    {{"--log", "log", "--log", "log"}, "--log is given twice"},
    {{"-n", "1001"}, "--number takes a whole number from -5 to 1000, not \"1001\""},
    {{"-n", "-6"}, "from -5 to 1000"},
    {{"-n", ""}, "from -5 to 1000"},
    {{"-n", "1.5"}, "from -5 to 1000"},
    {{"-n", "1x"}, "from -5 to 1000"},
    {{"-n99999999999999999999"}, "from -5 to 1000"},
    {{"a", "-x"}, "unknown option -x"},
    {{"--a\x1b[31mb"}, "unknown option --a?[31mb"},
};

/* The words of the command line being looked at: what was given points into them. */
static char program[] = "unit", words[ROOM], *argv[MOST + 2];

static int fill_argv(const char *const *word)
{
    int argc = 1;
    size_t at = 0;
    argv[0] = program;
    for (; argc <= MOST && word[argc - 1] != NULL; argc++) {
        argv[argc] = words + at;
        at += (size_t)snprintf(words + at, sizeof words - at, "%s", word[argc - 1]) + 1;
    }
    argv[argc] = NULL;
    return argc;
}

/* Parses with stdout and stderr in files; their texts. */
static int parse(const char *const *word, struct options_given *given, char out[ROOM],
                 char err[ROOM])
{
    int argc = fill_argv(word);
    FILE *file[2] = {tmpfile(), tmpfile()};
    int saved[2];
    options_list_free(&said.list);
    memset(&said, 0, sizeof said);
    said.number = -77;
    fflush(stdout);
    for (int i = 0; i < 2; i++) {
        saved[i] = dup(i + 1);
        if (file[i] == NULL || saved[i] < 0 || dup2(fileno(file[i]), i + 1) < 0)
            exit(1);
    }
    int code = options_parse(&table, argc, argv, given);
    fflush(stdout);
    for (int i = 0; i < 2; i++) {
        char *text = i == 0 ? out : err;
        dup2(saved[i], i + 1);
        close(saved[i]);
        rewind(file[i]);
        text[fread(text, 1, ROOM - 1, file[i])] = '\0';
        fclose(file[i]);
    }
    return code;
}

static void describe(const struct options_given *given, struct buf *out)
{
    buf_reset(out);
    if (said.flag)
        buf_text(out, " f");
    if (said.other)
        buf_text(out, " o");
    if (said.text != NULL)
        buf_format(out, " t=%s", said.text);
    if (said.maybe != NULL)
        buf_format(out, " m=%s", said.maybe);
    if (said.number != -77)
        buf_format(out, " n=%lld", said.number);
    if (said.list.count > 0)
        buf_text(out, " l=");
    for (size_t i = 0; i < said.list.count; i++)
        buf_format(out, "%s;", said.list.item[i]);
    if (given->verbose)
        buf_text(out, " v");
    if (given->operands > 0)
        buf_char(out, ' ');
    for (size_t i = 0; i < given->operands; i++)
        buf_format(out, "[%s]", given->operand[i]);
    buf_drop(out, 1);
}

static void check_lines(void)
{
    struct options_given given;
    struct buf result;
    char out[ROOM], err[ROOM];
    buf_init(&result, ROOM);
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        int code = parse(good[i].word, &given, out, err);
        describe(&given, &result);
        UNIT_CHECK(code == OPTIONS_GO && strcmp(result.data, good[i].result) == 0,
                   "line %zu is '%s', not '%s' (%d %s)", i, good[i].result, result.data, code, err);
        UNIT_CHECK(out[0] == '\0' && err[0] == '\0', "line %zu says nothing: %s%s", i, out, err);
        UNIT_CHECK(given.operand[given.operands] == NULL && given.rest == NULL,
                   "line %zu: operands end with NULL", i);
        options_given_free(&given);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        int code = parse(bad[i].word, &given, out, err);
        UNIT_CHECK(code == DIAG_USAGE && out[0] == '\0', "bad line %zu ends with %d", i, code);
        UNIT_CHECK(strncmp(err, "unit: ", 6) == 0 && strstr(err, bad[i].why) != NULL &&
                       strchr(err, '\n') == err + strlen(err) - 1,
                   "bad line %zu: '%s' says nothing of '%s'", i, err, bad[i].why);
    }
    buf_free(&result);
}

/* What is printed on stdout, and a few things it says. */
static void check_printed(const char *option, const char *const *say, size_t count)
{
    struct options_given given;
    char out[ROOM], err[ROOM];
    const char *const word[] = {"-f", option, "--nothing", NULL};
    int code = parse(word, &given, out, err);
    UNIT_CHECK(code == DIAG_OK && err[0] == '\0', "%s ends with %d: %s", option, code, err);
    for (size_t i = 0; i < count; i++)
        UNIT_CHECK(strstr(out, say[i]) != NULL, "%s says nothing of '%s': %s", option, say[i], out);
}

static void check_common(void)
{
    static const char *const help[] = {
        "usage: unit [OPTION]... [FILE]\n",
        "\nDoes nothing.\n",
        "  -f, --flag  ",
        "a flag\n",
        "  -l, --list ITEM,...  ",
        "  -n, --number N  ",
        "  -m, --maybe[=TEXT]  ",
        "      --long-only-and-rather-long TEXT\n",
        "  -v, --verbose",
        "      --log FILE",
        "      --list-options",
        "      --version",
        "  -h, --help",
        "\nExamples:\n  unit -n 5\n",
    };
    static const char *const version[] = {"unit (casecraft) " VERSION "\n"};
    static const char *const names[] = {"--flag\t-f\t\ta flag\n--other\t-o\t\t",
                                        "\n--number\t-n\tN\t",
                                        "\n--maybe\t-m\t[=TEXT]\t",
                                        "\n--long-only-and-rather-long\t\tTEXT\t",
                                        "\n--verbose\t-v\t\t",
                                        "\n--log\t\tFILE\t",
                                        "\n--list-options\t",
                                        "\n--version\t",
                                        "\n--help\t-h\t"};
    check_printed("--help", help, sizeof help / sizeof *help);
    check_printed("-h", help, sizeof help / sizeof *help);
    check_printed("-oh", help, sizeof help / sizeof *help);
    check_printed("--version", version, 1);
    check_printed("--list-options", names, sizeof names / sizeof *names);
}

/* A stdout that takes nothing is told. */
static void check_full(void)
{
    struct options_given given;
    const char *const word[] = {"--help", NULL};
    FILE *quiet = tmpfile();
    int full = open("/dev/full", O_WRONLY), saved[2] = {dup(STDOUT_FILENO), dup(STDERR_FILENO)};
    int argc = fill_argv(word);
    if (quiet == NULL)
        exit(1);
    fflush(stdout);
    dup2(full, STDOUT_FILENO);
    dup2(fileno(quiet), STDERR_FILENO);
    int code = options_parse(&table, argc, argv, &given);
    dup2(saved[0], STDOUT_FILENO);
    dup2(saved[1], STDERR_FILENO);
    clearerr(stdout);
    UNIT_CHECK(code == DIAG_ENVIRONMENT, "--help to a full disk ends with %d", code);
    close(full);
    close(saved[0]);
    close(saved[1]);
    fclose(quiet);
}

/* What stands behind `--` kept apart. */
static void check_rest(void)
{
    struct options_given given;
    char out[ROOM], err[ROOM];
    const char *const apart[] = {"a", "-f", "--", "cmd", "-f", "--", "b", NULL};
    const char *const nothing[] = {"a", "--", NULL}, *const none[] = {"a", NULL};
    table.rest = true;
    int code = parse(apart, &given, out, err);
    UNIT_CHECK(code == OPTIONS_GO && said.flag && given.operands == 1, "one operand, and a rest");
    UNIT_CHECK(given.rest != NULL && strcmp(given.rest[0], "cmd") == 0 &&
                   strcmp(given.rest[1], "-f") == 0 && strcmp(given.rest[2], "--") == 0 &&
                   strcmp(given.rest[3], "b") == 0,
               "the rest is as it stood");
    options_given_free(&given);
    code = parse(nothing, &given, out, err);
    UNIT_CHECK(code == OPTIONS_GO && given.operands == 1 && given.rest != NULL, "an empty rest");
    options_given_free(&given);
    code = parse(none, &given, out, err);
    UNIT_CHECK(code == OPTIONS_GO && given.rest == NULL, "no rest");
    options_given_free(&given);
    table.rest = false;
}

static void check_log(void)
{
    struct options_given given;
    char out[ROOM], err[ROOM];
    const char *const closed[] = {"--log", "/nowhere/log", NULL};
    UNIT_CHECK(parse(closed, &given, out, err) == DIAG_ENVIRONMENT &&
                   strstr(err, "/nowhere/log") != NULL,
               "a log that cannot be opened: %s", err);
    char path[] = "/tmp/options.XXXXXX";
    int fd = mkstemp(path);
    const char *const open_one[] = {"--log", path, "-v", NULL};
    UNIT_CHECK(parse(open_one, &given, out, err) == OPTIONS_GO && given.log != NULL &&
                   strcmp(given.log, path) == 0 && given.verbose,
               "a log is opened: %s", err);
    options_given_free(&given);
    const char *const noted[] = {"--nothing", NULL};
    parse(noted, &given, out, err);
    ssize_t n = pread(fd, out, ROOM - 1, 0);
    out[n > 0 ? n : 0] = '\0';
    UNIT_CHECK(strstr(out, "Z unit error: unknown option --nothing") != NULL, "the log says '%s'",
               out);
    close(fd);
    unlink(path);
}

int main(void)
{
    check_lines();
    check_common();
    check_full();
    check_rest();
    check_log();
    options_list_free(&said.list);
    return unit_end();
}
