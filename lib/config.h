/*
 * config: settings by name, from the environment, .env and config.yaml.  Floor 4.
 *
 * The environment wins over `.env` in the working directory, and that over the person's own config.yaml (configfile).
 * `.env` is parsed, never sourced, and hostile: a cloned repository brings one.  config_get() says where a value came
 * from, and apikey.c keeps the rule that a base URL of `.env` goes only with a key of the same `.env`.
 */
#ifndef CONFIG_H
#define CONFIG_H

#include "diag.h"
#include "options.h"
#include "table.h"

enum config_source { CONFIG_NONE, CONFIG_ENVIRONMENT, CONFIG_DOTENV, CONFIG_OWN };

struct config {
    struct table dotenv; /* name → owned text */
    struct table own;    /* the same, of config.yaml */
    size_t odd;          /* the first line of .env that sets nothing, from 1; 0: there is none */
};

/*
 * Reads ./.env where there is one and it is no folder (KEY=VALUE, `export`, single and double quotes, # comments).
 * A line that cannot be understood is passed over, unless CASECRAFT stands in it.  Returns 0, or -1 with err naming
 * such a line, or why the file cannot be read.  `odd` is left at a line without "=", but not behind a value of another
 * program whose quote is not closed on its line: that may go on over lines.  Then reads config.yaml, as
 * configfile_read() does.
 */
int config_load(struct config *c, struct diag_error *err);
void config_free(struct config *c);

/* The value of a setting, or NULL; empty values count as not set.  source may be NULL. */
const char *config_get(const struct config *c, const char *name, enum config_source *source);
/* The same for a setting that .env has no say in: it names a place to write to, or a file with a key. */
const char *config_get_own(const struct config *c, const char *name, enum config_source *source);
/* A setting that is a comma list, added to list when list is empty: the default of -p and -c. */
void config_list(const struct config *c, const char *name, struct options_list *list);
/* Calls each for every setting whose name starts with prefix: of the environment, of .env, of config.yaml. */
void config_each(const struct config *c, const char *prefix,
                 void (*each)(void *state, const char *name), void *state);

/* Takes the providers' keys out of the environment, for a program whose children have no business with them. */
void config_forget_keys(void);

#endif
