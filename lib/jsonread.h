/*
 * jsonread: JSON trees that are built, and the only file that includes cJSON.  Floor 3.
 *
 * A tree is a cJSON tree whose values from elsewhere are kept as their text: cJSON's own printing is lossy even
 * below 2^53 (9007199254740991 leaves as …990), and its texts end at U+0000.  They come from a tape, so that text is
 * checked once and strictly.  Every function that takes a child owns it from then on.
 */
#ifndef JSONREAD_H
#define JSONREAD_H

#include <stdint.h>

#include "buf.h"
#include "jsontape.h"

struct cJSON;

/* What is made is the caller's until it is a child of another; jsonread_free frees it (NULL is fine). */
struct cJSON *jsonread_object(void);
struct cJSON *jsonread_array(void);
struct cJSON *jsonread_text(const char *text);
/* A value of a tape, whatever it is, without its white space. */
struct cJSON *jsonread_value(const struct jsontape *t, uint32_t n);
void jsonread_free(struct cJSON *tree);

/* Adds a member at the end; that there is none of that name is for the caller to know. */
void jsonread_add(struct cJSON *object, const char *key, struct cJSON *value);
/* The same by the name of a member of a tape; U+0000 in it becomes U+FFFD. */
void jsonread_add_member(struct cJSON *object, const struct jsontape *t, uint32_t key);
void jsonread_append(struct cJSON *array, struct cJSON *value);

/* Adds the tree as compact JSON. */
void jsonread_print(const struct cJSON *tree, struct buf *out);

#endif
