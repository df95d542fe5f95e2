/*
 * counts: how often each name came, in bounded memory.  cc-stats.
 *
 * Names come from records and may be anything: after COUNTS_NAMES different ones all others are counted
 * together, and a name is cut to COUNTS_NAME bytes.
 */
#ifndef COUNTS_H
#define COUNTS_H

#include <stddef.h>

#include "jsontape.h"
#include "table.h"

#define COUNTS_NAMES 100
#define COUNTS_NAME 160

struct counts {
    struct table name; /* in order of first appearance */
};

/* One line of counts_sorted. */
struct counts_row {
    const char *name; /* UTF-8, owned by counts */
    size_t count;
};

/* What names beyond the ceiling are counted as. */
extern const char counts_others[];

void counts_init(struct counts *c);
void counts_free(struct counts *c);

/* text: UTF-8.  Counts one. */
void counts_add(struct counts *c, const char *text, size_t len);
/* Counts the text of a node; `otherwise`, where it is not NULL, counts in place of what is no text. */
void counts_add_node(struct counts *c, const struct jsontape *tape, uint32_t node,
                     const char *otherwise);
/* Takes back what counts_add_node() has counted. */
void counts_take_node(struct counts *c, const struct jsontape *tape, uint32_t node,
                      const char *otherwise);
size_t counts_total(const struct counts *c);

/* The rows, the most frequent first, then by name; the caller's.  *rows says how many. */
struct counts_row *counts_sorted(const struct counts *c, size_t *rows);

/* The text of a node as it is counted, with its NUL, and its length; "" where it is none. */
size_t counts_name(const struct jsontape *tape, uint32_t node, char out[COUNTS_NAME + 1]);

#endif
