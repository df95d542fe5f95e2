#include "bill.h"

#include <string.h>

/* Ours, unless a person's prices are in another currency: sums are of one. */
static void add_ours(struct bill *b)
{
    struct diag_error err;
    struct price_list *ours = &b->list[b->lists];
    if (price_load(ours, &err) < 0)
        diag_warn("%s", err.text);
    else if (b->lists > 0 && strcmp(ours->currency, b->list[0].currency) != 0)
        price_free(ours);
    else
        b->lists++;
}

int bill_open(struct bill *b, const char *path, struct diag_error *err)
{
    b->lists = 0;
    if (path != NULL && price_read(&b->list[0], path, err) < 0)
        return -1;
    b->lists += path != NULL;
    add_ours(b);
    return 0;
}

void bill_close(struct bill *b)
{
    while (b->lists > 0)
        price_free(&b->list[--b->lists]);
}

bool bill_find(const struct bill *b, const char *provider, const char *model,
               struct price_model *out)
{
    for (size_t i = 0; i < b->lists; i++)
        if (price_find_all(&b->list[i], provider, model, out))
            return true;
    return false;
}

const char *bill_currency(const struct bill *b)
{
    return b->lists > 0 ? b->list[0].currency : "USD";
}

const char *bill_date(const struct bill *b)
{
    return b->lists > 0 ? b->list[0].date : "";
}
