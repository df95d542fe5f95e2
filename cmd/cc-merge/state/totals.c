#include "totals.h"

#include "ceiling.h"
#include "mem.h"
#include "number.h"

/* Figures of an entry that are summed, those of usage behind the others. */
static const char *const figure[] = {"cases",  "attempts",    "prompt",    "completion",
                                     "cached", "cache_write", "reasoning", "total"};
enum { FIGURES = sizeof figure / sizeof figure[0], USAGE = 2 };

struct totals_of {
    long long operations, failed;
    long long sum[FIGURES];
    bool told[FIGURES];
};

void totals_init(struct totals *t)
{
    table_init(&t->by_provider);
}

void totals_free(struct totals *t)
{
    table_free_values(&t->by_provider);
}

static struct totals_of *find(struct totals *t, const struct jsontape *entry)
{
    struct buf name;
    buf_init(&name, CEILING_STATE);
    jsontape_string(entry, jsontape_get(entry, 0, "provider"), &name);
    struct totals_of *of = NULL;
    if (name.len > 0) {
        struct table_entry *e = table_put(&t->by_provider, name.data, name.len);
        of = e->value.pointer != NULL ? e->value.pointer : mem_new(sizeof *of);
        e->value.pointer = of;
    }
    buf_free(&name);
    return of;
}

void totals_add(struct totals *t, const struct jsontape *entry)
{
    struct totals_of *of = find(t, entry);
    if (of == NULL)
        return;
    uint32_t usage = jsontape_get(entry, 0, "usage");
    of->operations++;
    of->failed += jsontape_true(entry, jsontape_get(entry, 0, "failed"));
    for (int i = 0; i < FIGURES; i++) {
        uint32_t node = jsontape_get(entry, i < USAGE ? 0 : usage, figure[i]);
        long long n = jsontape_count(entry, node, -1);
        of->told[i] = of->told[i] || n >= 0;
        if (n >= 0)
            of->sum[i] = number_sum(of->sum[i], n);
    }
}

static bool tells_usage(const struct totals_of *of)
{
    for (int i = USAGE; i < FIGURES; i++) {
        if (of->told[i])
            return true;
    }
    return false;
}

void totals_write(const struct totals *t, size_t at, struct jsonwrite *w)
{
    const struct totals_of *of = t->by_provider.entry[at].value.pointer;
    jsonwrite_open(w, '{');
    jsonwrite_member_int(w, "operations", of->operations);
    if (of->failed > 0)
        jsonwrite_member_int(w, "failed", of->failed);
    for (int i = 0; i < FIGURES; i++) {
        if (i == USAGE && tells_usage(of)) {
            jsonwrite_key(w, "usage");
            jsonwrite_open(w, '{');
        }
        if (of->told[i])
            jsonwrite_member_int(w, figure[i], of->sum[i]);
    }
    if (tells_usage(of))
        jsonwrite_close(w, '}');
    jsonwrite_close(w, '}');
}
