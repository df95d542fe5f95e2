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
    /* An address is set and the kind of its server is not: the row is that of the first kind. */
    bool guess;
    char *name;
    char *base_url; /* no trailing slash */
    char *model;
    char *key; /* NULL: none */
    int workers;
    bool workers_said; /* by a setting or a flag */
    int rpm;           /* calls a minute; 0: as many as come */
    bool stream;
    int connect_ms;
    int first_ms;    /* of a stream: until its first token */
    int stall_ms;    /* of a stream: between two tokens */
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
    bool keyless; /* nothing is going to be sent: no key is missed */
};

/* c must outlive the registry. */
struct provider_registry *provider_open(const struct config *c, struct provider_flags flags);
void provider_close(struct provider_registry *reg);

/*
 * The provider of that name with its settings; owned by the registry.  NULL with err when there is no such
 * row and no CASECRAFT_NAME_BASE_URL, or when something it needs is missing or wrong: err names the
 * variable, and the provider that was probably meant.  Names are in lower case: GLM is none.
 */
const struct provider *provider_find(struct provider_registry *reg, const char *name,
                                     struct diag_error *err);

/*
 * The same provider, known now to be this kind of server, whose row holds for what no setting says; workers, if
 * > 0, too.  What provider_find gave before is this one now.  NULL with err: something that this kind needs is
 * missing; what was found before is as it was.
 */
const struct provider *provider_serving(struct provider_registry *reg, const char *name,
                                        const char *server, int workers, struct diag_error *err);

/* The address of its server, where a local one answers what belongs to no version of the protocol: the base URL
 * without /v1.  The caller's. */
char *provider_root(const struct provider *p);

/* Adds the name of every provider that a setting makes one, whether its settings are right or not: a key, or a base
 * URL where none is needed.  builtin, which needs none, is not among them. */
void provider_configured(struct provider_registry *reg, struct options_list *names);

/* Checks every name of the list, and tells each problem: an error; where a setting has the list, which may be meant for
 * another run, a warning that begins with the setting's name.  setting: NULL where it is none.  Returns 0, or -1 if any is
 * wrong. */
int provider_check(struct provider_registry *reg, const struct options_list *names,
                   const char *setting);

/* Adds "builtin (no key, no network), glm (set CASECRAFT_GLM_API_KEY), …": the choices, for a person who
 * named none; other names with a base URL set are among them, in lower case. */
void provider_choices(struct provider_registry *reg, struct buf *out);

#endif
