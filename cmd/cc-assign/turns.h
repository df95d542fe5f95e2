/*
 * turns: providers that take turns, each as often as its weight says.
 */
#ifndef TURNS_H
#define TURNS_H

#include <stdbool.h>
#include <stddef.h>

#include "diag.h"
#include "random.h"

struct turns_member {
    char *provider;
    long long weight; /* from 1 */
    long long due;    /* how far the next turn is its own */
};

struct turns {
    struct turns_member *member;
    size_t count;
    long long total; /* of the weights */
};

void turns_free(struct turns *t);
/* Adds a provider, "glm", or "glm:2" with its weight.  Returns 0, or -1 with err and nothing added. */
int turns_add(struct turns *t, const char *item, struct diag_error *err);
/* Whether some weight is not 1. */
bool turns_weighted(const struct turns *t);

/*
 * Whose turn it is; NULL where there is nobody.  In any `total` turns that follow one another each provider has
 * exactly as many as its weight, and they lie as far apart as they can.
 */
const char *turns_next(struct turns *t);
/* One of them by chance, weights counting; NULL where there is nobody. */
const char *turns_draw(const struct turns *t, struct random *chance);

#endif
