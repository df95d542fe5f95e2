/*
 * quote: whether a rule that a case quotes is one of the description's.  Pure.
 */
#ifndef QUOTE_H
#define QUOTE_H

#include <stdbool.h>

#include "buf.h"
#include "record.h"

/* Characters that a quote must have to show anything. */
#define QUOTE_CHARACTERS 4

struct quote_words {
    struct buf text; /* all that is said, folded */
};

/* Gathers the words of the operation: its summary and description, and those of its parameters, body, responses and the
 * schemas that these reach; as they stand, and as a model gets them, without markup. */
void quote_open(struct quote_words *q, const struct record *r);
void quote_close(struct quote_words *q);

/* Whether the words stand in one of these texts.  White space, the case of ASCII letters, code marks and kinds of quotes
 * and dashes do not count, nor do quotes around the words, a full stop and an ellipsis. */
bool quote_occurs(const struct quote_words *q, const char *words);

#endif
