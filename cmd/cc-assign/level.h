/*
 * level: operations by how complex they are, and who answers those of a level.
 */
#ifndef LEVEL_H
#define LEVEL_H

#include <stddef.h>

#include "buf.h"
#include "options.h"
#include "price.h"
#include "provider.h"
#include "record.h"
#include "turns.h"

enum { LEVEL_SIMPLE, LEVEL_MEDIUM, LEVEL_COMPLEX, LEVEL_COUNT };

struct level_set {
    long long top[LEVEL_COMPLEX]; /* the highest score of a level; above them all is complex */
    struct turns provider[LEVEL_COUNT]; /* those of a level take turns */
};

/* The thresholds that hold without others, and nobody to answer. */
void level_init(struct level_set *l);
void level_free(struct level_set *l);

/* Two scores, "5" and "10".  Returns 0, or -1 with err. */
int level_thresholds(struct level_set *l, const struct options_list *scores,
                     struct diag_error *err);
/* "simple=local+builtin", "medium=qwen"…  Tells each problem with diag_error; returns 0, or -1 if there is one:
 * every level needs a provider. */
int level_read(struct level_set *l, const struct options_list *items);
/*
 * Spreads the providers over the levels, the cheapest for what is simple; those whose price is not known come after
 * the others, as they stand.  Providers that are not configured are passed over.
 */
void level_spread(struct level_set *l, const struct turns *providers,
                  const struct price_list *prices, struct provider_registry *reg);
/* "simple (up to 5): local, builtin; …": for a person. */
void level_describe(const struct level_set *l, struct buf *out);

/* The provider of the record, by its complexity; one that has none is of medium complexity. */
const char *level_choose(struct level_set *l, const struct record *r);

#endif
