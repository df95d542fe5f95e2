/*
 * price: what models cost, from share/casecraft/prices.yaml or a file of the same form.  Floor 4.
 */
#ifndef PRICE_H
#define PRICE_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "diag.h"
#include "jsontape.h"

/* The most prices of one model, by the length of the prompt: vendors have up to four. */
#define PRICE_TIERS 8
/* "2026-08-01" and "USD", each with its NUL. */
#define PRICE_DATE 11
#define PRICE_CURRENCY 4

struct price_list {
    struct buf json; /* the file as JSON */
    struct jsontape tape;
    char date[PRICE_DATE];         /* as of when the prices are; "" where the file does not say */
    char currency[PRICE_CURRENCY]; /* USD where the file does not say */
};

/* For a million tokens, of prompts of up to `to` tokens. */
struct price {
    double in, out;
    /* Of prompt tokens that the provider had seen before, and that it keeps for calls to come; in where they have no
     * other price. */
    double cached, cache_write;
    double reasoning; /* of answer tokens that are thoughts; out where they have no other price */
    long long to;
};

struct price_model {
    struct price tier[PRICE_TIERS]; /* at least one, the shortest prompts first */
    size_t tiers;
    char date[PRICE_DATE]; /* its own, or the list's */
};

/* Tokens of one call; -1 where it did not tell. */
struct price_usage {
    long long prompt, completion;
    long long cached, reasoning; /* parts of prompt and completion */
    long long cache_write;       /* another part of prompt */
};

/*
 * Reads prices.yaml from CASECRAFT_DATADIR, or from beside the program.  Returns 0, or -1 with err and nothing
 * held: it cannot be read, is no YAML, or says something else than prices.
 */
int price_load(struct price_list *l, struct diag_error *err);
/* The same of a named file. */
int price_read(struct price_list *l, const char *path, struct diag_error *err);
void price_free(struct price_list *l);

/* The price of short prompts of a model of a provider (or of `*`, every model of it).  False where it is not
 * known. */
bool price_find(const struct price_list *l, const char *provider, const char *model,
                struct price *out);
/* The same, of prompts of any length. */
bool price_find_all(const struct price_list *l, const char *provider, const char *model,
                    struct price_model *out);
/* Whether its calls cost nothing, whatever they use. */
bool price_is_free(const struct price_model *m);

/* What a call costs, in the list's currency: by the tier of its prompt, the last one beyond all.  What it did not
 * tell counts as 0. */
double price_cost(const struct price_model *m, const struct price_usage *u);

#endif
