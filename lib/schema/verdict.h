/*
 * schema/verdict: what can be said of an instance.  Floor 4.
 *
 * Unknown is an answer: a keyword or pattern we do not read never makes a value valid or invalid.
 */
#ifndef SCHEMA_VERDICT_H
#define SCHEMA_VERDICT_H

#include <stdbool.h>

enum schema_verdict { SCHEMA_INVALID, SCHEMA_UNKNOWN, SCHEMA_VALID };

/* Both must hold. */
static inline enum schema_verdict schema_verdict_and(enum schema_verdict a, enum schema_verdict b)
{
    return a < b ? a : b;
}

/* One is enough. */
static inline enum schema_verdict schema_verdict_or(enum schema_verdict a, enum schema_verdict b)
{
    return a > b ? a : b;
}

static inline enum schema_verdict schema_verdict_not(enum schema_verdict a)
{
    return (enum schema_verdict)(SCHEMA_VALID - a);
}

static inline enum schema_verdict schema_verdict_of(bool holds)
{
    return holds ? SCHEMA_VALID : SCHEMA_INVALID;
}

#endif
