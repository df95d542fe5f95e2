#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "number.h"
#include "utf8.h"

/* One command line being read. */
struct reading {
    const struct options *o;
    struct options_given *given;
    char **argv;
    int argc, at;
    bool *seen;        /* a flag for each row */
    const char *value; /* what stood behind `=` or a letter, or NULL */
    struct diag_error err;
};

void options_list_add(struct options_list *list, const char *text)
{
    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        const char *start = text;
        text += len + (text[len] == ',');
        while (len > 0 && (*start == ' ' || *start == '\t')) {
            start++;
            len--;
        }
        while (len > 0 && (start[len - 1] == ' ' || start[len - 1] == '\t'))
            len--;
        if (len == 0)
            continue;
        list->item = mem_resize(list->item, list->count + 1, sizeof *list->item);
        list->item[list->count++] = mem_copy(start, len);
    }
}

void options_list_free(struct options_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->item[i]);
    free(list->item);
    *list = (struct options_list){0};
}

void options_given_free(struct options_given *given)
{
    free(given->operand);
    *given = (struct options_given){0};
}

/* The value of an option: what stood with it, else the next argument. */
static const char *value_of(struct reading *r, const char *name)
{
    if (r->value == NULL && r->at < r->argc)
        r->value = r->argv[r->at++];
    if (r->value == NULL)
        diag_fail(&r->err, "option --%s needs a value", name);
    return r->value;
}

static int take_number(struct reading *r, const struct options_row *row, const char *value)
{
    long long number;
    if (number_parse(value, row->min, row->max, &number) < 0)
        return diag_fail(&r->err, "option --%s takes a whole number from %lld to %lld, not \"%s\"",
                         row->name, row->min, row->max, value);
    *(long long *)row->into = number;
    return 0;
}

static int take_row(struct reading *r, const struct options_row *row)
{
    size_t index = (size_t)(row - r->o->row);
    if (r->seen[index] && row->kind != OPTIONS_LIST)
        return diag_fail(&r->err, "option --%s is given twice", row->name);
    r->seen[index] = true;
    if (row->kind == OPTIONS_FLAG) {
        if (r->value != NULL)
            return diag_fail(&r->err, "option --%s takes no value", row->name);
        *(bool *)row->into = true;
        return 0;
    }
    bool bare = row->kind == OPTIONS_MAYBE && r->value == NULL;
    const char *value = bare ? "" : value_of(r, row->name);
    if (value == NULL)
        return -1;
    if (row->kind == OPTIONS_NUMBER)
        return take_number(r, row, value);
    if (row->kind == OPTIONS_LIST)
        options_list_add(row->into, value);
    else
        *(const char **)row->into = value;
    return 0;
}

static bool is(const char *name, size_t len, const char *word)
{
    return strlen(word) == len && memcmp(word, name, len) == 0;
}

static const struct options_row *find(const struct options *o, char letter, const char *name,
                                      size_t len)
{
    for (size_t i = 0; i < o->rows; i++) {
        const struct options_row *row = &o->row[i];
        if (name == NULL ? row->letter == letter : is(name, len, row->name))
            return row;
    }
    return NULL;
}

enum { HELP_COLUMN = 30, HELP_WIDTH = 79 };

/* Prints text from HELP_COLUMN on, broken at blanks so that no line is wider than a terminal. */
static void print_wrapped(const char *text)
{
    size_t room = HELP_WIDTH - HELP_COLUMN;
    while (strlen(text) > room) {
        size_t len = room;
        while (len > 0 && text[len] != ' ')
            len--;
        len = len > 0 ? len : strcspn(text, " ");
        printf("%.*s\n%*s", (int)len, text, HELP_COLUMN, "");
        text += len + (text[len] == ' ');
    }
    printf("%s\n", text);
}

static void print_row(char letter, const char *name, const char *argument, const char *help)
{
    char left[64];
    char mark[4] = "   ";
    if (letter != 0) {
        mark[0] = '-';
        mark[1] = letter;
        mark[2] = ',';
    }
    const char *value = argument != NULL ? argument : "";
    bool apart = value[0] != '\0' && value[0] != '[';
    snprintf(left, sizeof left, "  %s --%s%s%s", mark, name, apart ? " " : "", value);
    if (strlen(left) > HELP_COLUMN - 2)
        printf("%s\n%*s", left, HELP_COLUMN, "");
    else
        printf("%-*s", HELP_COLUMN, left);
    print_wrapped(help);
}

static void print_fields(char letter, const char *name, const char *argument, const char *help)
{
    char mark[3] = {letter != 0 ? '-' : '\0', letter, '\0'};
    printf("--%s\t%s\t%s\t%s\n", name, mark, argument != NULL ? argument : "", help);
}

/* Calls print for each option, those that every command has last. */
static void each_row(const struct options *o,
                     void (*print)(char, const char *, const char *, const char *))
{
    for (size_t i = 0; i < o->rows; i++)
        print(o->row[i].letter, o->row[i].name, o->row[i].argument, o->row[i].help);
    print('v', "verbose", NULL, "say more on stderr");
    print(0, "log", "FILE", "append every message to FILE, with the time");
    print(0, "list-options", NULL,
          "print the options for programs, one a line: name, letter, value, meaning");
    print(0, "version", NULL, "print the version");
    print('h', "help", NULL, "print this text");
}

static void print_help(const struct options *o)
{
    printf("usage: %s %s\n\n%s\n\n", o->program, o->usage, o->purpose);
    each_row(o, print_row);
    if (o->examples != NULL)
        printf("\nExamples:\n%s", o->examples);
}

static int finish_stdout(void)
{
    bool bad = fflush(stdout) != 0 || ferror(stdout);
    if (bad)
        diag_error("cannot write to stdout");
    return bad ? DIAG_ENVIRONMENT : DIAG_OK;
}

static int take_log(struct reading *r)
{
    if (r->given->log != NULL)
        diag_fail(&r->err, "option --log is given twice");
    else
        r->given->log = value_of(r, "log");
    return r->err.text[0] == '\0' ? OPTIONS_GO : DIAG_USAGE;
}

/* The options every command has.  Returns OPTIONS_GO, or the exit code that the command ends with. */
static int take_common(struct reading *r, const char *name, size_t len)
{
    if (is(name, len, "log"))
        return take_log(r);
    bool verbose = is(name, len, "verbose"), help = is(name, len, "help"),
         version = is(name, len, "version"), list = is(name, len, "list-options");
    bool known = verbose || help || version || list;
    if (!known || r->value != NULL) {
        diag_fail(&r->err, known ? "option --%.*s takes no value" : "unknown option --%.*s",
                  (int)len, name);
        return DIAG_USAGE;
    }
    if (verbose) {
        r->given->verbose = true;
        return OPTIONS_GO;
    }
    if (help)
        print_help(r->o);
    else if (version)
        printf("%s (casecraft) %s\n", r->o->program, VERSION);
    else
        each_row(r->o, print_fields);
    return finish_stdout();
}

static int take_long(struct reading *r, const char *name)
{
    size_t len = strcspn(name, "=");
    r->value = name[len] == '=' ? name + len + 1 : NULL;
    const struct options_row *row = find(r->o, 0, name, len);
    if (row == NULL)
        return take_common(r, name, len);
    return take_row(r, row) < 0 ? DIAG_USAGE : OPTIONS_GO;
}

/* The bytes of a letter that may be any character. */
static int letter_length(const char *letter)
{
    size_t len = utf8_length(letter, strlen(letter));
    return len > 0 ? (int)len : 1;
}

static int take_letters(struct reading *r, const char *letters)
{
    int code = OPTIONS_GO;
    while (*letters != '\0' && code == OPTIONS_GO) {
        char letter = *letters++;
        const struct options_row *row = find(r->o, letter, NULL, 0);
        r->value = NULL;
        if (row != NULL && row->kind != OPTIONS_FLAG && *letters != '\0') {
            r->value = letters;
            letters = "";
        }
        if (row != NULL)
            code = take_row(r, row) < 0 ? DIAG_USAGE : OPTIONS_GO;
        else if (letter == 'v')
            r->given->verbose = true;
        else if (letter == 'h')
            code = take_common(r, "help", strlen("help"));
        else {
            diag_fail(&r->err, "unknown option -%.*s", letter_length(letters - 1), letters - 1);
            code = DIAG_USAGE;
        }
    }
    return code;
}

static int take_all(struct reading *r)
{
    int code = OPTIONS_GO;
    bool options_over = false;
    while (r->at < r->argc && code == OPTIONS_GO) {
        char *word = r->argv[r->at++];
        if (options_over || word[0] != '-' || word[1] == '\0') {
            r->given->operand[r->given->operands++] = word;
        } else if (strcmp(word, "--") == 0) {
            options_over = true;
            if (r->o->rest) {
                r->given->rest = r->argv + r->at;
                r->at = r->argc;
            }
        } else if (word[1] == '-') {
            code = take_long(r, word + 2);
        } else {
            code = take_letters(r, word + 1);
        }
    }
    return code;
}

int options_parse(const struct options *o, int argc, char **argv, struct options_given *given)
{
    *given = (struct options_given){0};
    given->operand = mem_array((size_t)argc + 1, sizeof *given->operand);
    struct reading r = {.o = o, .given = given, .argv = argv, .argc = argc, .at = 1};
    r.seen = mem_array(o->rows + 1, sizeof *r.seen);
    struct diag_error err;
    diag_open(o->program, false, NULL, &err);
    int code = take_all(&r);
    free(r.seen);
    if (code == OPTIONS_GO && diag_open(o->program, given->verbose, given->log, &err) < 0)
        code = diag_exit(DIAG_ENVIRONMENT, &err);
    if (r.err.text[0] != '\0')
        diag_error("%s (%s --help tells the options)", r.err.text, o->program);
    if (code != OPTIONS_GO)
        options_given_free(given);
    return code;
}
