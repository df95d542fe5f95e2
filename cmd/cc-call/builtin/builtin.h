/*
 * builtin: test cases from a record's schemas alone, no model, no network.
 *
 * Deterministic: the same record and options give the same bytes.  Every case is put before lib/schema: what is
 * shown to be valid, or to break just what it says, is `checked`; what is shown to be otherwise is dropped.
 */
#ifndef BUILTIN_H
#define BUILTIN_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "record.h"

struct builtin_options {
    unsigned long long seed;
    size_t limit; /* most cases, the most useful first; 0: as many as the operation deserves */
    bool chinese; /* the names and descriptions */
};

/* Adds a JSON array of cases to out; *count: how many.  Returns 0, or -1 with err when the cases do not fit
 * into out. */
int builtin_cases(const struct record *r, const struct builtin_options *o, struct buf *out,
                  size_t *count, struct diag_error *err);

#endif
