/*
 * apikey: the key of a provider, and where it may go.  Floor 4.
 *
 * `.env` comes with cloned repositories: an address of it gets a key only from the same `.env`, and a key file
 * is not taken from it.  config.yaml is the person's own, as the environment is.  Over plain http a key goes to this machine alone, unless a person says otherwise.
 */
#ifndef APIKEY_H
#define APIKEY_H

#include <stdbool.h>

#include "config.h"
#include "setting.h"

/*
 * The key: API_KEY, else the first line of API_KEY_FILE, which others must not be able to read.  The text is the
 * caller's; NULL where there is none.  What is wrong is a problem of s; so is no key where one is needed.
 */
char *apikey_read(struct setting *s, bool needed, enum config_source *source);

/* Whether the key (or NULL) may go to url; what is wrong with the address itself is a problem of s too. */
void apikey_check_url(struct setting *s, const char *url, enum config_source url_source,
                      const char *key, enum config_source key_source);

#endif
