/*
 * plan: from what a person says to a strategy that can be followed.
 */
#ifndef PLAN_H
#define PLAN_H

#include <stdbool.h>

#include "config.h"
#include "options.h"
#include "strategy.h"

/* The command line. */
struct plan_wishes {
    struct options_list providers, fallback, levels, thresholds;
    const char *strategy, *map; /* NULL: not given */
    long long seed;             /* < 0: not given */
    bool keyless;               /* nothing is going to be sent: no key is missed */
};

/*
 * Fills the strategy, whose texts are its own, from the wishes and the settings, and checks every provider that is
 * named.  Tells all problems with diag_error; returns DIAG_OK, or DIAG_USAGE before DIAG_ENVIRONMENT.
 */
int plan_make(struct strategy *s, const struct plan_wishes *wishes, const struct config *config);
/* Whatever plan_make returned. */
void plan_free(struct strategy *s);

#endif
