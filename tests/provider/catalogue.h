/*
 * catalogue: scripts by name, read once and kept with their counts.
 *
 * A name is looked up as 1. the file NAME.script of the scripts' directory or a folder there
 * (v1/models), 2. a script itself (script_is_inline; "capture:DIR/FILE" is one), 3. "default", which
 * is `content ok`.
 */
#ifndef CATALOGUE_H
#define CATALOGUE_H

#include <stdbool.h>

#include "diag.h"
#include "script.h"
#include "table.h"

struct catalogue {
    const char *scripts;  /* directory, or NULL; not owned */
    const char *captures; /* directory, or NULL; not owned */
    struct table read;    /* name → struct script, owned */
};

void catalogue_init(struct catalogue *c, const char *scripts, const char *captures);
void catalogue_free(struct catalogue *c);
/* Forgets every script and its counts; files are read again. */
void catalogue_reset(struct catalogue *c);

/*
 * The script of that name, owned by the catalogue until it is reset.  NULL with err: no script is
 * called so (*unknown is true), a file that cannot be read, a directive that is none.
 */
struct script *catalogue_find(struct catalogue *c, const char *name, bool *unknown,
                              struct diag_error *err);

#endif
