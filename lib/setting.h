/*
 * setting: the settings of one provider, CASECRAFT_<NAME>_<SETTING>, read and judged.  Floor 4.
 *
 * Everything that is wrong is gathered, so that a person is told all of it at once.
 */
#ifndef SETTING_H
#define SETTING_H

#include <stdbool.h>

#include "buf.h"
#include "config.h"

struct setting {
    const struct config *config; /* not owned */
    const char *provider;        /* its name; not owned */
    struct buf problems;         /* what is wrong, each parted from the next by "; " */
};

/* The caller frees problems. */
struct setting setting_of(const struct config *c, const char *provider);

/* The variable of a setting, the caller's: upper case, '_' for '-'. */
char *setting_variable(const char *provider, const char *name);

/* The value, or NULL; source may be NULL. */
const char *setting_text(const struct setting *s, const char *name, enum config_source *source);

/* The same for a setting that .env has no say in. */
const char *setting_own(const struct setting *s, const char *name, enum config_source *source);

/* Each of these leaves *into as it is where the setting is not there, or is wrong, which is a problem. */
/* A whole number in [min, max].  Returns whether it was set. */
bool setting_count(struct setting *s, const char *name, long long min, long long max, int *into);
/* A decimal fraction in [0, max]. */
bool setting_real(struct setting *s, const char *name, double max, double *into);
/* Seconds, as a decimal fraction, from 0.05 to a day; *into is milliseconds. */
bool setting_seconds(struct setting *s, const char *name, int *into);
/* true or false. */
bool setting_flag(struct setting *s, const char *name, bool *into);

/* Adds a problem (printf). */
void setting_problem(struct setting *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/* Adds "<the setting's variable> <text>". */
void setting_wrong(struct setting *s, const char *name, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
