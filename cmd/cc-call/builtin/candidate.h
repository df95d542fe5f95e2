/*
 * candidate: what might become a case, in order of worth.
 */
#ifndef CANDIDATE_H
#define CANDIDATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "request.h"
#include "schema/vary.h"

struct candidate {
    const char *technique, *keyword;
    const char *in; /* violates.in, where it is not the part's; else NULL */
    bool violates;
    bool proven;                       /* the description itself shows it: no schema has to */
    size_t part;                       /* the request's part that differs; request.parts: none */
    bool full;                         /* all parts are sent */
    bool left_out;                     /* the part is */
    bool raw;                          /* the instance is the body's text, no JSON */
    bool again;                        /* the same request was sent before */
    const char *method, *content_type; /* in place of the operation's; or NULL */
    const char *credential;            /* what stands in place of the credentials; or NULL */
    unsigned worth;                    /* the smaller the better */
    size_t order;
    /* Offsets into the list's text; each ends with a NUL. */
    size_t pointer, limit, value, instance, form;
    bool has_limit, has_value, has_form;
    size_t instance_len;
};

struct candidate_list {
    struct candidate *item;
    size_t count, room;
    struct buf text;
};

void candidate_init(struct candidate_list *l);
void candidate_free(struct candidate_list *l);
/* Adds c with the texts of v, which may be NULL; false when the list is full. */
bool candidate_add(struct candidate_list *l, struct candidate c, const struct schema_variation *v);
/* Adds a candidate that is about one part as a whole: c with the part's new value. */
bool candidate_add_value(struct candidate_list *l, struct candidate c, const char *value,
                         size_t len);

/* Best first; of one technique each after the first is worth less and less, so that a few cases are of many
 * kinds. */
void candidate_rank(struct candidate_list *l);

#endif
