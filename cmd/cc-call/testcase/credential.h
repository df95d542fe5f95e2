/*
 * credential: placeholders in the places where an operation wants its credentials.
 *
 * A case takes the first alternative of the record's security: `Bearer ${AUTH_TOKEN}` (http bearer, oauth2,
 * openIdConnect), `Basic ${BASIC_CREDENTIALS}`, `${API_KEY}` under its declared name.
 */
#ifndef CREDENTIAL_H
#define CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>

#include "record.h"
#include "table.h"

/* Whether a request without credentials is refused: there are alternatives, and none is empty. */
bool credential_needed(const struct record *r);
/* Puts the names of the credentials for a place ("header", "query", "cookie") into names; value.number is
 * what credential_placeholder takes. */
void credential_names(const struct record *r, const char *place, struct table *names);
const char *credential_placeholder(size_t number);
/* The same of all alternatives, the first one's first. */
void credential_names_of_all(const struct record *r, const char *place, struct table *names);

/* A value that is not of the form which the first credential must have (an Authorization without a scheme, an empty
 * key), and one that is but belongs to nobody; NULL where the operation has no credential. */
const char *credential_malformed(const struct record *r);
const char *credential_unknown(const struct record *r);

#endif
