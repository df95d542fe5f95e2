#include "author.h"

#include <stdlib.h>

bool author_made(const struct record *r, uint32_t call)
{
    char *provider = record_text(r, "provider");
    bool made = provider != NULL &&
                jsontape_is(&r->tape, jsontape_get(&r->tape, call, "provider"), provider);
    free(provider);
    return made;
}

uint32_t author_model(const struct record *r)
{
    uint32_t model = JSONTAPE_NONE;
    struct jsontape_walk w = jsontape_walk(&r->tape, record_get(r, "attempts"));
    while (jsontape_step(&r->tape, &w)) {
        if (author_made(r, w.value))
            model = jsontape_get(&r->tape, w.value, "model");
    }
    return model;
}
