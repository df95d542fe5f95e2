/*
 * breach: what a request breaks of what the operation states.  Pure.
 *
 * Parameters and body of a draft case are held against the record by lib/schema.  A member that only the server sets
 * (readOnly) breaks nothing by that alone; credentials are none of this, nor are parameters that nobody declares.
 */
#ifndef BREACH_H
#define BREACH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "buf.h"
#include "jsontape.h"
#include "record.h"
#include "schema/verdict.h"
#include "schema/view.h"

/* More are counted, but not kept: a case that breaks so much is not to be mended. */
#define BREACHES 8

struct breach {
    const char *in;      /* body, query, path, header, cookie or media: a text that stays */
    char *pointer;       /* as violates.pointer has it */
    const char *keyword; /* a text that stays; NULL: the body is no JSON */
    char *line;          /* for a person */
};

struct breach_list {
    enum schema_verdict verdict; /* of the whole request */
    struct breach item[BREACHES];
    size_t count;
};

/* Fills the list from the draft at a node of t; its body and body_text are absent where there is none.  The caller frees
 * it. */
void breach_find(struct breach_list *l, const struct record *r, const struct schema_view *v,
                 const struct jsontape *t, uint32_t draft);
void breach_free(struct breach_list *l);

/* Whether it is one of branches (anyOf, oneOf, not) that hold the place of the pointer: what breaks there breaks them. */
bool breach_holds(const struct breach *b, const char *in, const char *pointer);
/* The breach that says it all, or NULL: the only one but for branches that hold it, or of several at one place the one of
 * type, which the others follow from. */
const struct breach *breach_only(const struct breach_list *l);
/* Whether all that is broken is broken at the place of b, or holds it. */
bool breach_is_alone(const struct breach_list *l, const struct breach *b);

/* Whether a pointer (as violates.pointer has it) leads to a member that only the server sets. */
bool breach_is_read_only(const struct record *r, const struct schema_view *v, const char *pointer);

#endif
