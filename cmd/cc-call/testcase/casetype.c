#include "casetype.h"

static const char *const names[CASETYPES] = {"positive", "negative", "boundary"};

const char *casetype_name(enum casetype type)
{
    return names[type];
}

enum casetype casetype_of(const struct jsontape *t, uint32_t n, enum casetype otherwise)
{
    for (int i = 0; i < CASETYPES; i++)
        if (jsontape_is(t, n, names[i]))
            return (enum casetype)i;
    return otherwise;
}
