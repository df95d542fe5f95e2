/*
 * misspelt: what is written in .env and config.yaml and is no setting, which would go unnoticed.  Floor 4.
 */
#ifndef MISSPELT_H
#define MISSPELT_H

#include "config.h"

/*
 * Warns on stderr: of each name that is no setting, with the one that was probably meant; of settings of the Python tool
 * of the same name; and of settings that only the environment has; in .env of those that begin with CASECRAFT_, and of
 * its first line that is no NAME=VALUE.
 * For the command to which a person says who is to answer: the others of its pipeline would say it again.
 */
void misspelt_tell(const struct config *c);

#endif
