/*
 * configfile: a person's own settings, $XDG_CONFIG_HOME/casecraft/config.yaml.  Floor 4.
 *
 * One YAML mapping of names to texts, numbers, true and false, as cc-call --print-config writes it.  It may say what
 * the environment may, keys included; so nobody else may write to it, nor read it where a key stands in it.
 */
#ifndef CONFIGFILE_H
#define CONFIGFILE_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "table.h"

/*
 * Puts each setting into values: name → text, to be freed by the caller.  The folder is ~/.config where the variable is
 * not set or no absolute path, as the XDG base directory specification has it.  Returns 0, also where there is no file
 * or it cannot be looked for; or -1 with err, which names the file: it is no regular file, another person's, open to
 * others, over CEILING_CONFIG, not YAML (with the line), or no such mapping.
 */
int configfile_read(struct table *values, struct diag_error *err);

/* Whether the setting of that name is the key of a provider. */
bool configfile_is_key(const char *name, size_t len);

#endif
