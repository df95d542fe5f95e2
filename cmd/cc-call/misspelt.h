/*
 * misspelt: names in config.yaml that are no setting, which would go unnoticed.
 */
#ifndef MISSPELT_H
#define MISSPELT_H

#include "config.h"

/* Warns of each on stderr, with the name that was probably meant, and of settings that only the environment has. */
void misspelt_tell(const struct config *c);

#endif
