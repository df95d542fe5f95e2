/*
 * documents: a description and the files that it refers to, all in one tape.
 *
 * Every document that a reference anywhere names is read before anything is made of them, so that the tape
 * does not change afterwards.  A node number alone says which document it belongs to.  One that cannot be had
 * is no failure yet: whoever follows the reference is told why.
 *
 * What may be had: files below the folder of the first document (after symbolic links), others with
 * `outside`; addresses with `remote`.  A document from an address never reaches a file.
 */
#ifndef DOCUMENTS_H
#define DOCUMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"
#include "remote.h"
#include "table.h"

struct document {
    char *uri;     /* its path from the folder of the first one, or its URL */
    char *name;    /* as a person would open it */
    uint32_t node; /* its root */
    bool names;    /* `$id`, `$self` or an anchor stands in it */
};

struct documents_rights {
    bool outside, remote;
    const char *header_file; /* for addresses; or NULL */
};

struct documents {
    struct documents_rights rights;
    struct buf text; /* JSON, one document behind the other */
    struct jsontape tape;
    struct document *doc; /* doc[0] is the description */
    size_t count, room;
    struct table by_uri;  /* → index + 1 */
    struct table by_file; /* path without links → index + 1 */
    struct table failed;  /* uri → owned message, why it cannot be had */
    char *folder; /* of the first one, links resolved; NULL where that came from an address */
    struct remote remote;
};

/*
 * Reads the description (a path, an address, or - for stdin) and what it refers to.  Returns 0, or -1 with err
 * when the description itself cannot be had or a signal came (stopping.h); *code is the exit code that fits.
 * documents_free() either way.
 */
int documents_read(struct documents *d, const char *path, const struct documents_rights *rights,
                   int *code, struct diag_error *err);
void documents_free(struct documents *d);

/* The document that the node belongs to. */
const struct document *documents_of(const struct documents *d, uint32_t node);
/* The document of that URI, or NULL. */
const struct document *documents_find(const struct documents *d, const char *uri, size_t len);
/* Why the document of that URI cannot be had, or NULL: nothing is known of it. */
const char *documents_why(const struct documents *d, const char *uri, size_t len);

#endif
