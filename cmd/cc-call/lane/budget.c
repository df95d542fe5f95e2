#include "budget.h"

#include "job/estimate.h"

int budget_open(struct budget *b, double limit, const char *prices, struct diag_error *err)
{
    *b = (struct budget){.limit = limit};
    if (bill_open(&b->bill, prices, err) < 0)
        return -1;
    b->limited = true;
    return 0;
}

void budget_close(struct budget *b)
{
    if (b->limited)
        bill_close(&b->bill);
    b->limited = false;
}

bool budget_knows(const struct budget *b, const struct provider *p, struct diag_error *err)
{
    struct price_model price;
    if (!b->limited || p->vendor->protocol == VENDOR_BUILTIN ||
        bill_find(&b->bill, p->name, p->model, &price))
        return true;
    diag_fail(err,
              "%s: the price of %s is not known, so --max-cost cannot hold: name it in a file for "
              "--prices",
              p->name, p->model);
    return false;
}

enum budget_answer budget_ask(const struct budget *b, struct job *j, const struct prompt_wish *wish)
{
    if (!b->limited)
        return BUDGET_GO;
    j->estimate = estimate_of(j, wish, &b->bill).cost;
    if (j->estimate <= 0 || b->spent + b->flying + j->estimate <= b->limit)
        return BUDGET_GO;
    return b->flying > 0 && b->spent + j->estimate <= b->limit ? BUDGET_WAIT : BUDGET_OVER;
}

void budget_explain(const struct budget *b, const struct job *j, struct buf *out)
{
    const char *currency = bill_currency(&b->bill);
    buf_format(out,
               "not asked: of at most %.6g %s, %.6g are spent%s, and this call may take %.6g; run "
               "again with a larger --max-cost",
               b->limit, currency, b->spent + b->flying, b->flying > 0 ? " or in flight" : "",
               j->estimate);
}

void budget_start(struct budget *b, const struct job *j)
{
    if (b->limited)
        b->flying += j->estimate;
}

/* What the call has cost. */
static double cost_of(const struct budget *b, const struct job *j)
{
    const struct exchange *e = &j->exchange;
    const struct reply *r = &e->reply;
    struct price_model price;
    bool told = r->prompt >= 0 || r->completion >= 0;
    if (told && bill_find(&b->bill, j->provider->name, j->provider->model, &price))
        return price_cost(&price, &(struct price_usage){.prompt = r->prompt,
                                                        .completion = r->completion,
                                                        .cached = r->cached,
                                                        .cache_write = r->cache_write,
                                                        .reasoning = r->reasoning});
    bool answered = r->class == OUTCOME_OK || r->class == OUTCOME_TIMEOUT || e->first_ms >= 0;
    return answered ? j->estimate : 0;
}

void budget_end(struct budget *b, const struct job *j)
{
    if (!b->limited)
        return;
    b->flying -= j->estimate;
    b->spent += cost_of(b, j);
    /* Sums of fractions do not come back to nothing by themselves. */
    if (b->flying < 1e-9)
        b->flying = 0;
}
