/*
 * token: the strings and words of JSON as models write it, written as strict JSON.  Pure.
 *
 * Functions that read return false where nothing of the kind stands, or it does not end, or cannot be meant; what they
 * wrote by then is the caller's to drop.
 */
#ifndef TOKEN_H
#define TOKEN_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct token {
    const char *p, *end; /* what is to be read */
    struct buf *out;     /* not owned */
};

/* Passes white space, of kinds that JSON does not know too, and comments. */
void token_skip(struct token *t);
/* Whether a quote stands there, straight or curved, double or single. */
bool token_is_quote(const struct token *t);
/*
 * A string in such quotes.  A straight one ends with the same, a curved one with any of its kind, where something follows
 * that can follow a string; any other quote is text.  name: of a member, which has no line ends in it.
 */
bool token_string(struct token *t, bool name);
/* The name of a member without quotes. */
bool token_name(struct token *t);
/* A number, or a word that stands for a value.  One at the end of the text may be half of one, and is none. */
bool token_word(struct token *t);
/* Copies n bytes, which are there. */
void token_copy(struct token *t, size_t n);

#endif
