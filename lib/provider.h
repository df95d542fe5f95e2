/*
 * provider: providers as configured: the vendor's row with the settings over it.  Floor 4.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "config.h"
#include "diag.h"
#include "options.h"
#include "vendor.h"

/* A provider as configured.  Texts are owned by it. */
struct provider {
    const struct vendor *vendor;
    char *name;
    char *base_url; /* no trailing slash */
    char *model;
    char *key; /* NULL: none */
    int workers;
    int timeout_ms;  /* of one call, in all */
    int max_retries; /* tries after the first */
    double temperature;
    int max_tokens; /* of the answer */
};

struct provider_registry;

/* What flags say, over every setting: NULL and 0 say nothing. */
struct provider_flags {
    const char *model;
    int workers;
};

/* c must outlive the registry. */
struct provider_registry *provider_open(const struct config *c, struct provider_flags flags);
void provider_close(struct provider_registry *reg);

/*
 * The provider of that name with its settings; owned by the registry.  NULL with err when there is no such
 * row and no CASECRAFT_NAME_BASE_URL, or when something it needs is missing or wrong: err names the
 * variable.
 */
const struct provider *provider_find(struct provider_registry *reg, const char *name,
                                     struct diag_error *err);

/* Checks every name of the list; tells each problem with diag_error.  Returns 0, or -1 if any is wrong. */
int provider_check(struct provider_registry *reg, const struct options_list *names);

/* Adds "builtin (no key, no network), glm (set CASECRAFT_GLM_API_KEY), …": the choices, for a person who
 * named none; other names with a base URL set are among them, in lower case. */
void provider_choices(struct provider_registry *reg, struct buf *out);

#endif
