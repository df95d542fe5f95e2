/*
 * listing: the settings that hold, as YAML: each with where it comes from.  --print-config.
 *
 * A line is NAME: VALUE # SOURCE, the name being that of the setting in the environment, and the source one of flag,
 * environment, .env, config.yaml and row (what casecraft knows of the provider).  Keys stand in comments, and only that they are
 * set.  What is written can stand in config.yaml.
 */
#ifndef LISTING_H
#define LISTING_H

#include <stdbool.h>

#include "config.h"
#include "lineout.h"
#include "provider.h"

struct listing {
    struct provider_registry *providers; /* opened keyless, with the flags below */
    const struct config *config;
    const char *names; /* of -p: a list, or NULL */
    const char *model; /* of --model, or NULL */
    bool workers;      /* -j was given */
};

/*
 * Writes the settings of all providers that are named, by -p or a setting, or configured.  Returns an exit code:
 * DIAG_ENVIRONMENT where those of one are wrong, which is told on stderr and by a comment.
 */
int listing_run(const struct listing *l, struct lineout *out);

#endif
