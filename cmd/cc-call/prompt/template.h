/*
 * prompt/template: a prompt that a person wrote, in place of ours.
 *
 * A line that is `---` parts the system message from the user's; without one the file is the system message, and the
 * user's stays ours.  {{operation}} is the operation in short notation (prompt/sketch), {{method}} and {{path}} its
 * name, {{cases}}, {{positive}}, {{negative}} and {{boundary}} how many are wanted, {{lang}} English or Chinese,
 * {{schema}} the JSON Schema of an answer.
 */
#ifndef PROMPT_TEMPLATE_H
#define PROMPT_TEMPLATE_H

#include <stdbool.h>

#include "buf.h"
#include "diag.h"

struct template
{
    char *system, *user; /* user NULL: ours stays */
};

/* What stands in the places: pairs of a name and its text, the last name NULL. */
struct template_place {
    const char *name, *text;
};

/*
 * Reads the file.  Returns 0, or -1 with err: it cannot be read, is not UTF-8 or over CEILING_PROMPT, names a place
 * that there is not, or has a user's message without {{operation}}.
 */
int template_read(struct template *t, const char *path, struct diag_error *err);
void template_free(struct template *t);

/* Whether it says how many cases are wanted. */
bool template_counts(const struct template *t);

/* Adds the text with its places filled. */
void template_fill(const char *text, const struct template_place *place, struct buf *out);

#endif
