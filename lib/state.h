/*
 * state: what an output directory holds, and from what it was made (casecraft-state(5)).  Floor 4.
 *
 * Of the file its keys are kept, and where their entries stand; an entry is read again when it is asked for.  So a
 * state of 100,000 operations takes 12 MB.  It may come with a cloned repository and is hostile: the names of files in
 * it never lead out of the directory.
 */
#ifndef STATE_H
#define STATE_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"
#include "state/scan.h"
#include "table.h"

#define STATE_FILE ".casecraft/state.json"

/* A member of a state that is not known here. */
struct state_other {
    struct state_span key, value;
};

struct state {
    char *path; /* of the file, for messages */
    int dir;    /* the output directory, open; -1: there is none */
    struct state_source source;
    size_t size;               /* bytes of it */
    struct table by_key;       /* key → 1 + index of span; the first of two alike */
    struct state_span *span;   /* by_key.count of them */
    struct state_other *other; /* members beside version, endpoints and providers, in their order */
    size_t others;
    size_t room, other_room;
    struct buf text;       /* of the entry that was asked for last */
    struct jsontape entry; /* of text */
};

enum state_outcome {
    STATE_UNREADABLE = -1, /* the environment: permissions, no regular file */
    STATE_READ,
    STATE_ABSENT,  /* there is no such file yet */
    STATE_REFUSED, /* what it says cannot be trusted: no JSON, another version, too large */
    STATE_OLDER, /* version "1.0", of the Python tool; otherwise as REFUSED, but its bytes can be read */
};

/*
 * Reads the state; path names the file or the output directory.  A file that stands in no folder
 * .casecraft has its own folder for the output directory.  UNREADABLE, REFUSED and OLDER fill err, which names
 * the file; all but READ leave a state without entries.  The caller frees it, whatever came of it.
 */
enum state_outcome state_read(struct state *s, const char *path, struct diag_error *err);
void state_free(struct state *s);
/* Puts a text in place of what was read; text is empty then.  Returns READ, REFUSED or OLDER. */
enum state_outcome state_take(struct state *s, struct buf *text, struct diag_error *err);

/* Adds bytes of the state's text as it was read, which the caller knows to be there.  Returns 0, or -1 with err. */
int state_bytes(const struct state *s, struct state_span span, struct buf *out,
                struct diag_error *err);

/* Adds the key of an operation: METHOD:/path, or METHOD:webhook NAME where the id begins with "webhook ". */
void state_key(const char *id, const char *method, const char *path, struct buf *out);
/* Whether a key is that of a webhook. */
bool state_is_webhook(const char *key);
/* The entry of the key, as the root of a tape that is valid until the next call; NULL where there is none. */
const struct jsontape *state_entry(struct state *s, const char *key);
/* The same of a key in by_key; NULL, with err, where the text cannot be read again. */
const struct jsontape *state_entry_of(struct state *s, const struct table_entry *key,
                                      struct diag_error *err);
/* Whether the `file` of the entry is a regular file with something in it, below the output directory and by
 * way of no symbolic link. */
bool state_has_file(const struct state *s, const struct jsontape *entry);

#endif
