/*
 * models: the list of models that a server gives, and whether one is in it.
 */
#ifndef MODELS_H
#define MODELS_H

#include <stdbool.h>
#include <stddef.h>

#include "buf.h"
#include "jsontape.h"
#include "provider.h"

struct models {
    size_t count;
    bool listed; /* the provider's model is in it */
    char *near;  /* of the others, one with nearly its name, or with more behind it; or NULL */
    char *first; /* of the others, one, or NULL */
};

/* Adds the address of the list. */
void models_url(const struct provider *p, struct buf *out);
/* Reads the list.  Returns false when the object holds none; m is empty then. */
bool models_read(const struct provider *p, const struct jsontape *t, struct models *m);
void models_free(struct models *m);

#endif
