/*
 * prompt: what a model is asked.
 */
#ifndef PROMPT_H
#define PROMPT_H

#include <stdbool.h>

#include "buf.h"
#include "jsonwrite.h"
#include "record.h"

struct template;

struct prompt_wish {
    long long cases;            /* how many are wanted; 0: as many as the operation deserves */
    bool chinese;               /* names and descriptions in Chinese */
    const struct template *own; /* in place of our prompt (prompt/template); or NULL */
};

/*
 * Adds the messages (a JSON array) that ask for test cases of the record's operation.  The system message is
 * the same for all records of a run, so that providers can cache it; the user message begins with
 * "METHOD /path" and holds the operation.  Over their ceiling, out is over too.
 */
void prompt_messages(const struct record *r, const struct prompt_wish *wish, struct buf *out);

/* Writes one message, {"role":…,"content":…}; where the text is over its ceiling, what is written to is over too. */
void prompt_message(struct jsonwrite *w, const char *role, const struct buf *text);

/* How many cases the messages ask for; 0: they name no number. */
long long prompt_wanted(const struct record *r, const struct prompt_wish *wish);

/* The JSON Schema of an answer, for providers that take one: {"cases":[…]} with what a case must have. */
const char *prompt_schema(void);

#endif
