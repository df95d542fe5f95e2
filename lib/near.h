/*
 * near: the word that was probably meant.  Floor 0.
 *
 * Of the words offered it keeps the one with the fewest changes (a byte more, less or another, two that have
 * changed places; case does not count) from the one that was given, when they are few for its length.  Words
 * may be hostile: those over 64 bytes are passed over, and so are those after the first thousand.
 */
#ifndef NEAR_H
#define NEAR_H

#include <stddef.h>

#define NEAR_BYTES 64
#define NEAR_WORDS 1000

struct near {
    const char *given; /* not owned */
    const char *found; /* a word that was offered, or NULL */
    size_t changes;    /* more than this are too many */
    size_t offered;
};

struct near near_to(const char *given);
/* word must stay there as long as n->found is used. */
void near_offer(struct near *n, const char *word);

#endif
