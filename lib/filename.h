/*
 * filename: a text as the name of a file, on any file system.  Floor 1.
 */
#ifndef FILENAME_H
#define FILENAME_H

#include <stdbool.h>

/* Bytes a name may have: with an end such as .json and the marks of a temporary file it stays under 255. */
#define FILENAME_MOST 200

/*
 * Writes a name for the slug, which is hostile: lower case [a-z0-9._-], beginning with neither dot nor dash, with a
 * short digest wherever the slug had to be changed, so that two slugs never become one name.  name has room for
 * FILENAME_MOST bytes and a NUL.
 */
void filename_of(const char *slug, char *name);
/* Whether such a name may have the character; first: at its begin. */
bool filename_takes(char c, bool first);
/* Adds the short digest of a text to such a name, which loses its end where there is no room. */
void filename_mark(char *name, const char *of);
/* Names that Windows keeps for devices, whatever stands behind a dot. */
bool filename_is_device(const char *name);

#endif
