/*
 * record: one line of a stream (cc-record(5)).  Floor 4.
 *
 * A record is kept as its bytes.  Stages look at members through the tape and splice bytes in; what they do
 * not own passes through byte-identical and in place.
 */
#ifndef RECORD_H
#define RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

struct record {
    char *line; /* owned copy, NUL-terminated */
    size_t len;
    struct jsontape tape; /* of line */
};

/*
 * Copies and reads the line.  Returns 0, or -1 with err: not JSON, not an object, no `id` that is a string
 * and not empty, one of our members twice.  On failure nothing is held.
 */
int record_read(struct record *r, const char *line, size_t len, struct diag_error *err);
void record_free(struct record *r);

/* The node of a top-level member, or JSONTAPE_NONE. */
uint32_t record_get(const struct record *r, const char *member);
bool record_has(const struct record *r, const char *member);
/* A top-level member that is a string, decoded, the caller's; NULL where there is none. */
char *record_text(const struct record *r, const char *member);
/* Carries an outcome already (cases, reply, error or unchanged): cc-call hands it on untouched. */
bool record_is_done(const struct record *r);

/* One change: a new JSON value for a member (in place, or at the end where it is new), or removal. */
struct record_edit {
    const char *member;
    const char *json; /* NULL: remove */
    size_t len;
};

/* Adds the record with the edits done to out; a member may be named once.  No newline. */
void record_splice(const struct record *r, const struct record_edit *edit, size_t edits,
                   struct buf *out);

#endif
