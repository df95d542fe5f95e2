#include "marks.h"

#include <stdlib.h>

#include "digest.h"
#include "mem.h"

void marks_free(struct marks *m)
{
    free(m->mark);
    *m = (struct marks){0};
}

void marks_add(struct marks *m, const char *text, size_t len)
{
    m->mark = mem_grow(m->mark, m->count, &m->room, sizeof *m->mark);
    m->mark[m->count++] = digest_short(text, len, 0);
}

static int by_value(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

void marks_sort(struct marks *m)
{
    if (m->count > 0)
        qsort(m->mark, m->count, sizeof *m->mark, by_value);
}

bool marks_has(const struct marks *m, const char *text, size_t len)
{
    uint64_t is = digest_short(text, len, 0);
    return m->count > 0 && bsearch(&is, m->mark, m->count, sizeof is, by_value) != NULL;
}
