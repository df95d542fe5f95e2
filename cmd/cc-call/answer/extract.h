/*
 * extract: where in the text of an answer its JSON may be.  Pure; one pass.
 *
 * Fences, prose and marks of thinking are what stands between the values: each value is read as far as it goes, so
 * that a fence or a tag inside one of its strings is never taken for one.
 */
#ifndef EXTRACT_H
#define EXTRACT_H

#include <stdbool.h>
#include <stddef.h>

struct extract {
    const char *text; /* not owned */
    size_t at, len;   /* what is left is text[at, len) */
    bool thought;     /* a tag that ends thinking was passed: what came before it is no answer */
};

/*
 * Text that begins with thinking falls into that, up to the tag that ends it, and the answer.  Otherwise, or where no
 * tag ends it, thinking is empty and the answer all of it, from its first visible character on.
 */
void extract_begin(const char *text, size_t len, struct extract *answer, struct extract *thinking);

/* Goes on to the next { or [, and says whether there is one.  The caller sets `at` behind what it read. */
bool extract_next(struct extract *e);

#endif
