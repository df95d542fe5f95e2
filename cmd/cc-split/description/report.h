/*
 * report: warnings about places in a description, on stderr.
 */
#ifndef REPORT_H
#define REPORT_H

#include <stddef.h>
#include <stdint.h>

#include "refs.h"

/* Warnings that are shown; those after them are only counted. */
#define REPORT_SHOWN 20

struct report {
    struct refs *refs;
    size_t warnings;
};

/* A warning about the node, with the name of its document and its JSON pointer; after the first
 * REPORT_SHOWN they are only counted. */
void report_warn(struct report *r, uint32_t node, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));
/* A warning that the reference (a string) leads nowhere, and why. */
void report_lost(struct report *r, uint32_t ref);

#endif
