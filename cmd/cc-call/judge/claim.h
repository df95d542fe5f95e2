/*
 * claim: what a model's case says of itself, and what the record knows of it.  Pure.
 */
#ifndef CLAIM_H
#define CLAIM_H

#include "diag.h"
#include "jsontape.h"
#include "label.h"
#include "quote.h"
#include "record.h"

/* A case as it was written, its draft (draft_write) and what they are held against. */
struct claim_source {
    const struct record *record;
    const struct schema_view *view;
    const struct quote_words *words;
    const struct jsontape *t;
    uint32_t at;
};

struct claim {
    struct label_claim label; /* its texts are those below */
    char *in, *pointer, *keyword, *quote;
};

/* Whether the case says that it breaks the place of that name. */
bool claim_is_about(const struct jsontape *t, uint32_t at, const char *in);

/* Reads what the case says.  Returns 0, or -1 with err: no name, type or status, or another operation's.  To be freed in both
 * cases. */
int claim_read(struct claim *c, const struct claim_source *s, struct diag_error *err);
/* Sets what its draft, as a tape of its own, tells: preconditions and credentials. */
void claim_look(struct claim *c, const struct claim_source *s, const struct jsontape *draft);
void claim_free(struct claim *c);

#endif
