#include "estimate.h"

#include "prompt/wanted.h"
#include "utf8.h"

/* A token is about four bytes of English and notation (3.5 to 4.9 over our corpus), a character of others; a case that
 * a model writes takes some 160. */
enum { BYTES_PER_TOKEN = 4, TOKENS_PER_CASE = 160 };

static long long tokens_of(const char *text, size_t len)
{
    size_t characters = utf8_count(text, len), ascii = 0;
    for (size_t i = 0; i < len; i++)
        ascii += (unsigned char)text[i] < 0x80;
    return (long long)(ascii / BYTES_PER_TOKEN + (characters - ascii) + 1);
}

struct estimate estimate_of(const struct job *j, const struct prompt_wish *wish,
                            const struct bill *bill)
{
    const struct provider *p = j->provider;
    struct wanted w = wanted_cases(&j->record, wish->cases);
    long long cases = wanted_sum(&w);
    struct estimate e = {.prompt = tokens_of(j->exchange.body.data, j->exchange.body.len),
                         .completion = job_is_chat(j) ? p->max_tokens : cases * TOKENS_PER_CASE};
    if (e.completion > p->max_tokens)
        e.completion = p->max_tokens;
    struct price_model price;
    e.priced = bill_find(bill, p->name, p->model, &price);
    if (e.priced)
        e.cost = price_cost(&price, &(struct price_usage){.prompt = e.prompt,
                                                          .completion = e.completion,
                                                          .cached = -1,
                                                          .reasoning = -1});
    return e;
}
