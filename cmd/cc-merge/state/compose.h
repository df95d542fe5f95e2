/*
 * compose: the text of a state: what the older one says, and the news.  cc-merge.
 *
 * One entry a line, sorted by key, so that versions of it can be compared.
 */
#ifndef COMPOSE_H
#define COMPOSE_H

#include "diag.h"
#include "directory/files.h"
#include "document/prune.h"
#include "news.h"
#include "state.h"

/* prune: asked about each entry whose operation is not among the news, or has another one in them.
 * Adds the state to a file.  Returns 1; 0, and nothing was added, where that is the text of the older state,
 * byte for byte; -1 with err. */
int compose(struct state *older, const struct news *news, struct prune *prune, struct files_new *to,
            struct diag_error *err);

#endif
