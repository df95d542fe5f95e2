/*
 * names: where an operation's document goes.  cc-merge.
 *
 * Slugs and tags come from descriptions and are hostile: what leaves here is one safe path component, on any
 * file system.  A file name is lower case [a-z0-9._-], begins with neither dot nor dash, and carries a short
 * digest wherever the slug had to be changed, so that two slugs never become one name.  A folder name keeps
 * letters of any script.
 */
#ifndef NAMES_H
#define NAMES_H

#include <stdbool.h>

#include "filename.h"
#include "marks.h"
#include "record.h"
#include "table.h"

/* Bytes of a folder. */
#define NAMES_FOLDER 100

struct names {
    bool by_tag;
    bool alike;          /* by its form alone several operations may have one name */
    const char *form;    /* of file names; not owned */
    const char *end;     /* of file names: ".json" or ".ndjson" */
    struct table taken;  /* folder/file → digest of the id it belongs to */
    struct marks sealed; /* names_seal(): what is left of it */
};

struct names_place {
    char folder[NAMES_FOLDER + 1]; /* "" without by_tag */
    char file[FILENAME_MOST + sizeof ".ndjson"];
    size_t number; /* of the place in this run, from 0 */
};

/*
 * form: text with {slug}, {method} and {operation_id} in it, which stand for what the record says; the slug stands for
 * an operation id that is not there.
 */
void names_init(struct names *n, bool by_tag, const char *form, const char *end);
/* What is wrong with a form, for a message; NULL: nothing. */
const char *names_fault(const char *form);
void names_free(struct names *n);

/* The place of the record's document: the same record gets the same one in every run. */
void names_find(const struct names *n, const struct record *r, const char *id,
                struct names_place *place);
/* Makes it one of the id alone, with a digest of that. */
void names_apart(const struct names *n, const char *id, struct names_place *place);
/* Takes the place for the id.  False: it belongs to another id of this run already (two operations with the same
 * operation id, or two descriptions in one stream). */
bool names_take(struct names *n, struct names_place *place, const char *id);

/* Forgets all but which places are taken, in 8 bytes each; names_take() is asked no more. */
void names_seal(struct names *n);
/* Whether a document of this run has the place. */
bool names_has(const struct names *n, const struct names_place *place);

#endif
