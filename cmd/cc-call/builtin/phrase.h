/*
 * phrase: what is said of each technique, English and Chinese.
 *
 * In a phrase %p stands for the place, %l for the limit, %v for the value.
 */
#ifndef PHRASE_H
#define PHRASE_H

#include <stdbool.h>

/* What sets the case apart, for its name; "%p" where nothing is known of the technique. */
const char *phrase_find(const char *technique, const char *keyword, bool chinese);
/* What is sent, where the technique has a sentence of its own for that; else NULL: phrase_start and the name. */
const char *phrase_whole(const char *technique, bool chinese);
const char *phrase_start(bool accepted, bool chinese);
/* What must come of it. */
const char *phrase_end(const char *technique, bool accepted, bool chinese);

#endif
