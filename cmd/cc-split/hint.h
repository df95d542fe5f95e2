/*
 * hint: the path pattern that was probably meant.
 */
#ifndef HINT_H
#define HINT_H

#include "walk.h"

/*
 * A pattern like this one, which matches nothing, that does match a path: what lies below it, without a
 * slash at its end, with one before it, spelled as a path is, or only a part of one.  The caller's, or NULL
 * where none does.  Bounded: looks at so many operations, and at no long paths.
 */
char *hint_glob(const char *glob, const struct walk *w);

#endif
