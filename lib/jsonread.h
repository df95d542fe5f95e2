/*
 * jsonread: JSON trees that are built or edited, and the only file that includes cJSON.  Floor 3.
 *
 * A tree is a cJSON tree, but numbers are kept as their text: cJSON's own printing is lossy even below 2^53
 * (9007199254740991 leaves as …990).  Trees are read from a tape, so that text is checked once and strictly.
 * Every function that takes a child owns it from then on.
 */
#ifndef JSONREAD_H
#define JSONREAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "jsontape.h"

struct cJSON;

/* The tree of a tape's value; the caller frees it with jsonread_free (NULL is fine). */
struct cJSON *jsonread_tree(const struct jsontape *t, uint32_t n);
void jsonread_free(struct cJSON *tree);
struct cJSON *jsonread_copy(const struct cJSON *tree);

struct cJSON *jsonread_object(void);
struct cJSON *jsonread_array(void);
/* U+0000 cannot stand in a tree: jsonread_tree makes it U+FFFD. */
struct cJSON *jsonread_string(const char *text);
struct cJSON *jsonread_number(const char *text);
struct cJSON *jsonread_bool(bool value);
struct cJSON *jsonread_null(void);

/* Sets a member, in place where it exists, else at the end. */
void jsonread_set(struct cJSON *object, const char *key, struct cJSON *value);
void jsonread_remove(struct cJSON *object, const char *key);
/* Appends to an array. */
void jsonread_append(struct cJSON *array, struct cJSON *value);
/* The member, still owned by the object, or NULL. */
struct cJSON *jsonread_get(const struct cJSON *object, const char *key);
bool jsonread_is_object(const struct cJSON *tree);

/* Adds the tree as compact JSON. */
void jsonread_print(const struct cJSON *tree, struct buf *out);

#endif
