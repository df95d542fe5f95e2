/*
 * options: a command line from a table of rows.  Floor 1.
 *
 * One row an option yields parsing, --help, --list-options and, by the latter, the completions of shells.  Every
 * command also has -h/--help, --version, -v (repeatable), --log FILE and --list-options, which prints a line an
 * option: --name, -letter, name of the value, meaning, with tabs between; what is not there is empty.  Long options
 * take `--name value` or `--name=value`, short ones `-n value` or `-nvalue`; no abbreviations; an option given twice
 * is an error unless it is a list; `--` ends them; options and operands may be mixed.
 */
#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"

enum options_kind {
    OPTIONS_FLAG,   /* into: bool */
    OPTIONS_TEXT,   /* into: const char *; points into argv */
    OPTIONS_LIST,   /* into: struct options_list; commas or repetition */
    OPTIONS_NUMBER, /* into: long long, within min..max */
    OPTIONS_MAYBE, /* into: const char *; "" without a value, which stands with it: --name=value, -nvalue */
};

struct options_list {
    char **item; /* owned; freed by options_list_free */
    size_t count;
};

struct options_row {
    char letter;      /* 0: none */
    const char *name; /* without dashes */
    enum options_kind kind;
    void *into;
    const char *
        argument; /* name of the value in --help, "[=NAME]" of OPTIONS_MAYBE; NULL for flags.  Words with | between
                    * are completed, as are FILE, DIR, STATE, PROVIDER, PROVIDERS and CHAIN */
    const char *help;   /* one line */
    long long min, max; /* OPTIONS_NUMBER */
};

struct options {
    const char *program;
    const char *usage;    /* "[OPTION]... [SPEC | -]" */
    const char *purpose;  /* a line or a few, without the last newline */
    const char *examples; /* several lines, each indented by two blanks */
    const struct options_row *row;
    size_t rows;
    bool rest; /* everything after `--` is kept apart in options_given.rest */
};

struct options_given {
    char **operand; /* operands, NULL-terminated; owned array of pointers into argv */
    size_t operands;
    char **rest;  /* what stood after `--`, NULL-terminated, or NULL: points into argv */
    bool verbose; /* however often -v is given */
    const char *log;
};

/* What options_parse returns when the command is to go on; anything else is the exit code to end with. */
#define OPTIONS_GO (-1)

/*
 * Parses argv, fills the rows' targets and given, and opens diag.  --help, --version and --list-options
 * are printed on stdout and end with 0; a wrong command line is told on stderr and ends with 2.
 */
int options_parse(const struct options *o, int argc, char **argv, struct options_given *given);
void options_given_free(struct options_given *given);

/* Adds the comma-separated items of text (blanks around them and empty items dropped). */
void options_list_add(struct options_list *list, const char *text);
void options_list_free(struct options_list *list);

#endif
