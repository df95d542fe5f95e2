/*
 * slug: names for operations that are safe as file names.
 */
#ifndef SLUG_H
#define SLUG_H

#include <stddef.h>

/* Longest slug before a digest is set behind it, in bytes. */
#define SLUG_MAX 100

/* "get_pets_petid" for GET /pets/{petId}: lower-case ASCII letters, digits and single underscores between
 * them, nothing where there are none; the caller's.  slug_unique() bounds its length. */
char *slug_of(const char *method, const char *path);

/*
 * Makes the n slugs unique.  All members of a clash, and every slug that is empty or has to be cut, get
 * eight hex digits of the digest of their id, and a repeated id its number too; so a slug does not change
 * when another operation comes or goes, unless that one clashes with it.
 */
void slug_unique(char **slug, const char *const *id, size_t n);

#endif
