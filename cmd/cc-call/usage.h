/*
 * usage: the command line of cc-call.
 */
#ifndef USAGE_H
#define USAGE_H

#include <stdbool.h>

#include "options.h"

/* Texts point into argv; NULL and 0: not given. */
struct usage {
    const char *provider, *model, *cases, *lang, *ledger, *prompt, *prices, *max_cost, *check,
        *save;
    const char *rehearse; /* "" or "sums" */
    long long workers, seed;
    double most;        /* of --max-cost; < 0: not given */
    long long progress; /* a descriptor */
    long long wanted;   /* cases; 0: as many as there are to write */
    bool errors, force, with_builtin, print_config;
};

/* Returns OPTIONS_GO, or the exit code to end with: help was asked for, or the line is wrong, which is told. */
int usage_read(struct usage *u, int argc, char **argv);

#endif
