/*
 * jsonwrite: writes JSON, append-only.  Floor 3; no look-up, no editing.
 *
 * The caller opens, adds and closes in the right order; commas are set here.  All text goes out as valid
 * UTF-8 (what is not becomes U+FFFD), control characters escaped.
 */
#ifndef JSONWRITE_H
#define JSONWRITE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct jsonwrite {
    struct buf *out; /* not owned */
    bool comma;      /* the next key or item wants one before it */
};

struct jsonwrite jsonwrite_to(struct buf *out);

/* bracket: '{' or '['. */
void jsonwrite_open(struct jsonwrite *w, char bracket);
/* bracket: '}' or ']'. */
void jsonwrite_close(struct jsonwrite *w, char bracket);
void jsonwrite_key(struct jsonwrite *w, const char *key);
/* A key that is a JSON string already, quotes included, as it stands. */
void jsonwrite_key_raw(struct jsonwrite *w, const char *json, size_t len);
void jsonwrite_key_bytes(struct jsonwrite *w, const char *key, size_t len);

void jsonwrite_text(struct jsonwrite *w, const char *text);
void jsonwrite_bytes(struct jsonwrite *w, const char *bytes, size_t len);
void jsonwrite_int(struct jsonwrite *w, long long value);
void jsonwrite_bool(struct jsonwrite *w, bool value);
void jsonwrite_null(struct jsonwrite *w);
/* Begins a value that the caller adds to w->out. */
void jsonwrite_begin(struct jsonwrite *w);
/* A value that is JSON already, as it stands. */
void jsonwrite_raw(struct jsonwrite *w, const char *json, size_t len);

/* A member in one call; a NULL text is left out. */
void jsonwrite_member(struct jsonwrite *w, const char *key, const char *text);
void jsonwrite_member_int(struct jsonwrite *w, const char *key, long long value);

#endif
