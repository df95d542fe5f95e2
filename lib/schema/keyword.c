#include "schema/keyword.h"

#include <stdlib.h>
#include <string.h>

struct wanted {
    const char *name;
    size_t len;
};

static int compare(const void *key, const void *row)
{
    const struct wanted *wanted = key;
    const char *name = *(const char *const *)row;
    int order = strncmp(wanted->name, name, wanted->len);
    return order == 0 && name[wanted->len] != '\0' ? -1 : order;
}

const void *schema_keyword_find(const void *rows, size_t count, size_t size, const char *name,
                                size_t len)
{
    struct wanted wanted = {name, len};
    return bsearch(&wanted, rows, count, size, compare);
}
