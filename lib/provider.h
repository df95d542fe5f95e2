/*
 * provider: the registry.  One row a provider, its settings, its quirks.  Floor 4.
 *
 * Nothing else in the program knows a provider by name.
 */
#ifndef PROVIDER_H
#define PROVIDER_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "config.h"
#include "diag.h"
#include "options.h"

enum provider_protocol { PROVIDER_OPENAI, PROVIDER_BUILTIN };

/* The standing facts of a provider: its quirks, as data. */
struct provider_row {
    const char *name;
    enum provider_protocol protocol;
    const char *base_url;
    const char *model;
    int workers;
    bool key;           /* it wants one */
    double temperature; /* < 0: not to be sent */
    double hottest;     /* top of the temperature range */
    const char *cap;    /* request member that carries max_tokens */
    const char *extra;  /* request members it always gets, as JSON without braces; "" for none */
};

/* A provider as configured.  Texts are owned by it. */
struct provider {
    const struct provider_row *row;
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

/* Adds "builtin, glm (CASECRAFT_GLM_API_KEY is not set), …": the choices, for a person who named none. */
void provider_choices(struct provider_registry *reg, struct buf *out);

#endif
