/*
 * glob: path patterns.  Floor 1.
 *
 * A pattern is matched whole.  `*` stands for any characters but `/`, `**` for any characters, `?` for
 * one character but `/`; everything else, `[`, `{` and `}` included, stands for itself (path templates
 * are full of braces).
 */
#ifndef GLOB_H
#define GLOB_H

#include <stdbool.h>

/* Bounded: time O(pattern × text). */
bool glob_match(const char *pattern, const char *text);

#endif
