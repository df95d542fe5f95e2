/*
 * completion: the bodies of answers: chat completions, whole or as events, errors, models.
 */
#ifndef COMPLETION_H
#define COMPLETION_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"

struct completion {
    const char *model;
    long long number; /* makes the id */
    const char *content;
    size_t len;
    const char *reasoning; /* NULL: none */
    const char *finish;    /* finish_reason; "": left out */
    bool usage;            /* with the numbers below */
    long long prompt, completion;
    bool done; /* events end with [DONE] */
};

/* Adds one JSON object. */
void completion_whole(const struct completion *c, struct buf *out);
/* Adds server-sent events: the role, a delta a word (those of the reasoning first), the finish, the
 * usage with empty choices, [DONE]. Each event ends with an empty line and has no other. */
void completion_events(const struct completion *c, struct buf *out);
/* The length of the word that text begins with, blanks behind it included; 1 to len. */
size_t completion_word(const char *text, size_t len);
/* Adds {"error":{"message":…,"type":…,"code":…}}. */
void completion_error(const char *type, long long code, const char *message, struct buf *out);
/* Adds the list of models. */
void completion_models(struct buf *out);

#endif
