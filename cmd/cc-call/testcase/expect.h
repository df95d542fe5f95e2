/*
 * expect: the status a case expects, from what the operation documents.
 */
#ifndef EXPECT_H
#define EXPECT_H

#include <stdbool.h>

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
    EXPECT_CLASS,    /* what the class of a status says, and no more */
};

/*
 * Writes the members status, status_in where more than one will do, documented, and resp_schema where the
 * response that applies has a schema by reference.  A status nobody documented is flagged, and status_in then
 * holds its class ("4XX").
 */
void expect_write(const struct record *r, enum expect what, struct jsonwrite *w);

/*
 * The same for a case whose author has said a status, which stays where it fits and is documented.  Else the
 * documented one that stands for the same takes its place: the only 2xx, 422 for 400, 403 for 401… in either
 * direction; where there are several all of them are in status_in, and where there is none the class is.  Returns the
 * status that was written.
 */
int expect_write_said(const struct record *r, enum expect what, int said, struct jsonwrite *w);

/* What a refusal with that status is about, where nothing else tells. */
enum expect expect_of(int status);

/* Whether the operation documents the status itself; not by its class or `default`. */
bool expect_is_documented(const struct record *r, int status);

#endif
