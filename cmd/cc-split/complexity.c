#include "complexity.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* Whether the header carries a credential. */
static bool is_credential(const struct jsontape *t, uint32_t name)
{
    char *text = jsontape_text(t, name);
    bool is = text != NULL &&
              (strcasecmp(text, "authorization") == 0 || strcasecmp(text, "x-api-key") == 0);
    free(text);
    return is;
}

void complexity_parameters(struct complexity *c, const struct jsontape *t,
                           const struct parameters *p, bool swagger)
{
    for (size_t i = 0; i < p->count; i++) {
        const struct parameter *item = &p->item[i];
        if (jsontape_is(t, item->in, "path"))
            c->path++;
        else if (!swagger || !item->in_body)
            c->others += jsontape_is(t, item->in, "header") && is_credential(t, item->name) ? 2 : 1;
    }
}

static size_t of_method(const char *method)
{
    bool writes = strcmp(method, "POST") == 0 || strcmp(method, "PUT") == 0 ||
                  strcmp(method, "PATCH") == 0;
    return writes ? 3 : strcmp(method, "DELETE") == 0 ? 2 : 1;
}

static size_t after_first(size_t n)
{
    return n > 0 ? n - 1 : 0;
}

/* How often n can be divided until nothing is left: its digits to that base. */
static size_t steps(size_t n, size_t base)
{
    size_t count = 0;
    for (; n > 0; n /= base)
        count++;
    return count;
}

long long complexity_score(const struct complexity *c)
{
    const struct holding *h = &c->holding;
    size_t score = of_method(c->method) + c->path + steps(c->others, 2);
    score += (c->body_required ? 2 : 0) + after_first(c->responses) + steps(c->requirements, 2);
    score += steps(h->fields, 2) + steps(2 * after_first(h->objects) + h->arrays, 2);
    score += steps(h->alternatives, 2) + steps(h->constraints, 4);
    return (long long)score;
}
