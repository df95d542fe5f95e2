/*
 * candidate: what might become a case, in order of worth.
 */
#ifndef CANDIDATE_H
#define CANDIDATE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "request.h"

struct candidate {
    const char *technique, *keyword;
    bool violates;
    size_t part;    /* the request's part that differs; request.parts: none */
    bool full;      /* all parts are sent */
    bool left_out;  /* the part is */
    unsigned worth; /* the smaller the better */
    size_t order;
    /* Offsets into the list's text; each ends with a NUL. */
    size_t pointer, limit, value, instance;
    bool has_limit, has_value;
    size_t instance_len;
};

struct candidate_list {
    struct candidate *item;
    size_t count, room;
    struct buf text;
};

void candidate_init(struct candidate_list *l);
void candidate_free(struct candidate_list *l);

/* Fills the list with all that can be said of a request, best first. */
void candidate_gather(struct candidate_list *l, const struct request *q, unsigned long long seed);

#endif
