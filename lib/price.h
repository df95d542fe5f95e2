/*
 * price: what models cost, from share/casecraft/prices.yaml.  Floor 4.
 */
#ifndef PRICE_H
#define PRICE_H

#include <stdbool.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

struct price_list {
    struct buf json; /* the file as JSON */
    struct jsontape tape;
};

/* Dollars for a million tokens of prompts and of answers, where prompts are short. */
struct price {
    double in, out;
};

/*
 * Reads prices.yaml from CASECRAFT_DATADIR, or from beside the program.  Returns 0, or -1 with err and nothing
 * held: it cannot be read, is no YAML, or says something else than prices.
 */
int price_load(struct price_list *l, struct diag_error *err);
void price_free(struct price_list *l);

/* The price of a model of a provider (or of `*`, every model of it).  False where it is not known. */
bool price_find(const struct price_list *l, const char *provider, const char *model,
                struct price *out);

#endif
