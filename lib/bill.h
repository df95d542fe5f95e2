/*
 * bill: whose prices hold: those of a person's file, and behind it those that came with the program.  Floor 4.
 */
#ifndef BILL_H
#define BILL_H

#include <stdbool.h>

#include "diag.h"
#include "price.h"

struct bill {
    struct price_list list[2]; /* the first that knows a model has its price */
    size_t lists;
};

/*
 * path: a file of prices, or NULL.  Ours come behind it where they are in the same currency.  Returns 0; or -1
 * with err, for a file that was named.  That ours are missing is warned of, and leaves prices unknown.
 */
int bill_open(struct bill *b, const char *path, struct diag_error *err);
void bill_close(struct bill *b);

/* The prices of a model, or false. */
bool bill_find(const struct bill *b, const char *provider, const char *model,
               struct price_model *out);
/* "USD"; "2026-08-01", or "" where it is not known. */
const char *bill_currency(const struct bill *b);
const char *bill_date(const struct bill *b);

#endif
