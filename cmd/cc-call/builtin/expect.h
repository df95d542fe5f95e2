/*
 * expect: the status a case expects, from what the operation documents.
 */
#ifndef EXPECT_H
#define EXPECT_H

#include "jsonwrite.h"
#include "record.h"

enum expect {
    EXPECT_ACCEPTED, /* valid: the first 2xx that is documented */
    EXPECT_REFUSED,  /* breaks the description: 400, 422 */
    EXPECT_STOPPED,  /* no or bad credentials: 401, 403 */
    EXPECT_UNKNOWN,  /* names something that does not exist: 404 */
    EXPECT_METHOD,   /* another method: 405 */
    EXPECT_MEDIA,    /* another media type: 415, 400 */
    EXPECT_BORNE,    /* valid, and so hard to take that it may be refused */
    EXPECT_IGNORED,  /* refused, or taken as if it were not there */
};

/*
 * Writes the members status, status_in where more than one will do, documented, and resp_schema where the
 * response that applies has a schema by reference.  A status nobody documented is flagged, and status_in then
 * holds its class ("4XX").
 */
void expect_write(const struct record *r, enum expect what, struct jsonwrite *w);

#endif
