/*
 * draft: what of a model's case is its author's to say, in the shape that a case has (case.schema.json).  Pure.
 *
 * Members without a value are left out: null, an empty text.  A text where a list of texts is wanted becomes one, a header
 * Content-Type becomes the content type, and a content type without a body goes.
 */
#ifndef DRAFT_H
#define DRAFT_H

#include <stdbool.h>
#include <stdint.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

/* A case as it was written, and what is known of it. */
struct draft_source {
    const struct jsontape *t;
    uint32_t at;
    const char *template; /* the operation's path */
    bool media;           /* it is about the content type */
    bool packed; /* its body is a text where none can stand: the object or array in it is meant */
};

/* Adds it as an object.  Parameters of the path that have no value have the one that its path shows (route).  Returns 0,
 * or -1 with err: a part of the request is not of its shape. */
int draft_write(const struct draft_source *s, struct buf *out, struct diag_error *err);

/* How the author found the case: a technique that cases have, or JSONTAPE_NONE. */
uint32_t draft_technique(const struct jsontape *t, uint32_t n);

#endif
