/*
 * prompt/wanted: how many cases an operation deserves, by method and complexity: a model is asked for them, and
 * builtin writes so many, where nobody says otherwise.
 *
 * The table is that of CaseCraft, whose users know its numbers; up to 5 an operation is simple, up to 10 medium.
 */
#ifndef PROMPT_WANTED_H
#define PROMPT_WANTED_H

#include "record.h"

struct wanted {
    int positive, negative, boundary;
};

/* By the record's method and complexity; said, if > 0: so many in all, in the same proportion. */
struct wanted wanted_cases(const struct record *r, long long said);
/* All of them. */
int wanted_sum(const struct wanted *w);

#endif
