/*
 * wording: names and descriptions of cases, as a tester would write them, English or Chinese.
 */
#ifndef WORDING_H
#define WORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "record.h"

struct wording {
    const char *technique;
    const char *keyword;
    bool chinese;
    bool accepted;     /* what is sent must be */
    bool proven;       /* see candidate.h; tells two kinds of bad credentials apart */
    const char *place; /* "quantity", "query parameter limit" */
    const char *limit; /* or NULL */
    const char *value; /* JSON, or NULL */
    size_t len;
};

/* Adds what the operation is called: the first sentence of its summary, else its operation id, else method and path. */
void wording_operation(const struct record *r, struct buf *out);
/* Adds a spot in words: in: "path", "query"… or "body"; name: of the parameter; pointer below it. */
void wording_place(const struct wording *w, const char *in, const char *name, const char *pointer,
                   struct buf *out);
/* Adds the name of a case, behind the operation's: "quantity above its maximum of 10". */
void wording_name(const struct wording *w, struct buf *out);
/* Adds one or two sentences: what is sent and what must come of it. */
void wording_description(const struct wording *w, struct buf *out);

#endif
