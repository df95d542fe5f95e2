/*
 * news: what this run says of each operation, for the state.  cc-merge.
 */
#ifndef NEWS_H
#define NEWS_H

#include <stdbool.h>
#include <stddef.h>

#include "directory/spill.h"
#include "table.h"

enum news_kind {
    NEWS_SEEN,   /* it is there: not changed, or without a result that counts */
    NEWS_FAILED, /* its text is the class of the error */
    NEWS_MADE,   /* its text is its entry in the state, a JSON object */
};

struct news_item {
    enum news_kind kind;
    struct spill_span span;
};

struct news {
    struct table by_key;    /* key → 1 + index of item */
    struct news_item *item; /* by_key.count of them */
    size_t room;
    size_t told; /* items that are more than seen */
    struct spill spill;
    struct diag_error lost; /* why news could not be kept; empty: all were */
};

/* where: the directory for a temporary file; it need not be open yet. */
void news_init(struct news *n, const struct files *where);
void news_free(struct news *n);
/* The latest of the best kind stands for the operation. */
void news_put(struct news *n, const char *key, enum news_kind kind, const struct buf *text);
/* Whether the operation is in this run. */
bool news_has(const struct news *n, const char *key);
/* What there is to the entry of by_key. */
const struct news_item *news_of(const struct news *n, const struct table_entry *e);
/* Adds the text of the item to out.  Returns 0, or -1 with err. */
int news_read(const struct news *n, const struct news_item *item, struct buf *out,
              struct diag_error *err);

#endif
