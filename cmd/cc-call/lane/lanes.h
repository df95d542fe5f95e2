/*
 * lanes: one lane for each provider that a run names, opened when it is first named.
 */
#ifndef LANES_H
#define LANES_H

#include <stdbool.h>
#include <stddef.h>

#include "budget.h"
#include "diag.h"
#include "lane.h"
#include "provider.h"
#include "table.h"

struct lanes {
    /* set by the caller before the first lane */
    struct provider_registry *providers;
    const char *slot_path; /* CASECRAFT_SLOT_DIR, or NULL */
    const struct budget *budget;
    /* its own */
    int slot_dir;         /* opened for the first provider that takes slots; -1 before */
    bool no_slots;        /* the slot directory cannot be used */
    struct table lane;    /* provider name → struct lane */
    struct table refused; /* provider name → why it has none: owned text */
};

void lanes_init(struct lanes *l);
/* Frees the jobs in them too. */
void lanes_free(struct lanes *l);

/* The lane of a provider, NULL with err where there can be none.  Opening it may ask a local server what it is, and
 * warns on stderr of a model that is known to be retired. */
struct lane *lanes_open(struct lanes *l, const char *name, struct diag_error *err);
/* Whether it is known already that a provider can have none, or too many are for this one to be remembered. */
bool lanes_refused(const struct lanes *l, const char *name);
/* The lane of a provider if it was opened, or NULL. */
struct lane *lanes_find(const struct lanes *l, const char *name);
size_t lanes_count(const struct lanes *l);
/* The i-th lane that was opened, or NULL. */
struct lane *lanes_at(const struct lanes *l, size_t i);

#endif
