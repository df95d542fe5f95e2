/*
 * jsonpointer: the tokens of JSON pointers (RFC 6901), alone and in the fragment of a URI.  Floor 3.
 *
 * A token is the name of a member between two slashes.
 */
#ifndef JSONPOINTER_H
#define JSONPOINTER_H

#include <stddef.h>

#include "buf.h"

/* Adds the name as a token: ~ and / escaped. */
void jsonpointer_token(const char *name, size_t len, struct buf *out);
/* Adds the name as a token of a reference (`$ref`): % escaped too. */
void jsonpointer_fragment(const char *name, size_t len, struct buf *out);
/* Adds the name that a token of a reference means: %xx first (RFC 3986), then ~1 and ~0; what is no escape
 * stands for itself. */
void jsonpointer_name(const char *token, size_t len, struct buf *out);

#endif
