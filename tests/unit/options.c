#include "options.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

enum { MOST = 12, ROOM = 8192 };

/* What a command line says. */
static struct {
    bool flag, other;
    const char *text;
    struct options_list list;
    long long number;
} said;

static const struct options_row rows[] = {
    {'f', "flag", OPTIONS_FLAG, &said.flag, NULL, "a flag", 0, 0},
    {'o', "other", OPTIONS_FLAG, &said.other, NULL, "another flag", 0, 0},
    {'t', "text", OPTIONS_TEXT, &said.text, "TEXT", "a text", 0, 0},
    {'l', "list", OPTIONS_LIST, &said.list, "ITEM,...", "a list", 0, 0},
    {'n', "number", OPTIONS_NUMBER, &said.number, "N", "a number", -5, 1000},
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
    {{"-l", ",,"}, ""},
    {{"a", "b"}, "[a][b]"},
    {{"-"}, "[-]"},
    {{""}, "[]"},
    {{"a", "-f", "b"}, "f [a][b]"},
    {{"-t", "-", "-"}, "t=- [-]"},
    {{"--", "-f", "--text"}, "[-f][--text]"},
    {{"-f", "--", "--"}, "f [--]"},
    {{"a", "--", "b"}, "[a][b]"},
    {{"-v"}, "v1"},
    {{"-vv"}, "v2"},
    {{"-v", "--verbose", "-fv"}, "f v3"},
};

/* A command line, and a word of the message with which it ends. */
static const struct {
    const char *word[MOST];
    const char *why;
} bad[] = {
    {{"-x"}, "unknown option -x"},
    {{"-fx"}, "unknown option -x"},
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

/* Parses with stdout and stderr in files; their texts. */
static int parse(const char *const *word, struct options_given *given, char out[ROOM],
                 char err[ROOM])
{
    char *argv[MOST + 2] = {(char[]){"unit"}};
    int argc = 1;
    for (; argc <= MOST && word[argc - 1] != NULL; argc++)
        argv[argc] = strdup(word[argc - 1]);
    FILE *file[2] = {tmpfile(), tmpfile()};
    int saved[2];
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
    for (int i = 1; i < argc; i++) {
        bool kept = said.text != NULL && strstr(argv[i], said.text) != NULL;
        for (size_t j = 0; code == OPTIONS_GO && j < given->operands; j++)
            kept = kept || given->operand[j] == argv[i];
        /* A text points into argv: what is still looked at stays until the process ends. */
        if (!kept && given->rest == NULL)
            free(argv[i]);
    }
    return code;
}

static void forget(void)
{
    options_list_free(&said.list);
    memset(&said, 0, sizeof said);
    said.number = -77;
}

static void describe(const struct options_given *given, char *out, size_t room)
{
    struct {
        char *data;
        size_t room;
    } to = {out, room};
    out[0] = '\0';
#define TELL(...) snprintf(to.data + strlen(to.data), to.room - strlen(to.data), __VA_ARGS__)
    if (said.flag)
        TELL("f ");
    if (said.other)
        TELL("o ");
    if (said.text != NULL)
        TELL("t=%s ", said.text);
    if (said.number != -77)
        TELL("n=%lld ", said.number);
    if (said.list.count > 0)
        TELL("l=");
    for (size_t i = 0; i < said.list.count; i++)
        TELL("%s;", said.list.item[i]);
    if (given->verbose > 0)
        TELL("v%d", given->verbose);
    for (size_t i = 0; i < given->operands; i++)
        TELL("[%s]", given->operand[i]);
#undef TELL
    size_t len = strlen(out);
    if (len > 0 && out[len - 1] == ' ')
        out[len - 1] = '\0';
}
