#include "unite.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "mem.h"
#include "mingle.h"

struct unite_part {
    struct spill_span span; /* of the record's line */
    size_t rank;
    size_t provider; /* its place in providers */
    size_t before;   /* 1 + index of another part of the id; 0: there is none */
};

void unite_init(struct unite *u, const struct files *where)
{
    *u = (struct unite){0};
    table_init(&u->by_id);
    table_init(&u->providers);
    spill_init(&u->spill, where);
}

void unite_free(struct unite *u)
{
    table_free(&u->by_id);
    table_free(&u->providers);
    spill_free(&u->spill);
    free(u->part);
    u->part = NULL;
}

static size_t provider_of(struct unite *u, const struct record *r)
{
    char *name = record_text(r, "provider");
    const struct table_entry *e = table_put(&u->providers, name != NULL ? name : "",
                                            name != NULL ? strlen(name) : 0);
    free(name);
    return (size_t)(e - u->providers.entry);
}

/* The provider's part of the id, made where there is none. */
static struct unite_part *part_of(struct unite *u, const char *id, size_t provider)
{
    struct table_entry *e = table_put(&u->by_id, id, strlen(id));
    for (size_t i = e->value.number; i != 0; i = u->part[i - 1].before) {
        if (u->part[i - 1].provider == provider)
            return &u->part[i - 1];
    }
    u->part = mem_grow(u->part, u->parts, &u->room, sizeof *u->part);
    u->part[u->parts] = (struct unite_part){.provider = provider, .before = e->value.number};
    e->value.number = ++u->parts;
    return &u->part[u->parts - 1];
}

int unite_add(struct unite *u, const struct record *r, const char *id, size_t rank,
              struct diag_error *err)
{
    const struct buf line = {.data = r->line, .len = r->len};
    struct unite_part *part = part_of(u, id, provider_of(u, r));
    part->rank = rank;
    return spill_add(&u->spill, &line, &part->span, err);
}

static bool goes_before(const struct unite *u, const struct unite_part *a,
                        const struct unite_part *b)
{
    if (a->rank != b->rank)
        return a->rank > b->rank;
    return strcmp(u->providers.entry[a->provider].key, u->providers.entry[b->provider].key) < 0;
}

/* The parts of the id in their order: the caller's array of `count`.  They are few. */
static const struct unite_part **parts_of(const struct unite *u, const char *id, size_t *count)
{
    const struct table_entry *e = table_get(&u->by_id, id, strlen(id));
    const struct unite_part **all = NULL;
    size_t room = 0;
    *count = 0;
    for (size_t i = e != NULL ? e->value.number : 0; i != 0; i = u->part[i - 1].before) {
        all = mem_grow(all, *count, &room, sizeof *all);
        size_t at = (*count)++;
        for (; at > 0 && goes_before(u, &u->part[i - 1], all[at - 1]); at--)
            all[at] = all[at - 1];
        all[at] = &u->part[i - 1];
    }
    return all;
}

static int read_part(const struct unite *u, const struct unite_part *part, struct record *r,
                     struct diag_error *err)
{
    struct buf line;
    buf_init(&line, CEILING_LINE);
    int result = spill_read(&u->spill, part->span, &line, err);
    if (result == 0)
        result = record_read(r, line.data, line.len, err);
    buf_free(&line);
    return result;
}

static void write_providers(const struct unite *u, const struct unite_part **part, size_t count,
                            struct jsonwrite *w)
{
    jsonwrite_key(w, "providers");
    jsonwrite_open(w, '[');
    for (size_t i = 0; i < count; i++) {
        const struct table_entry *e = &u->providers.entry[part[i]->provider];
        jsonwrite_bytes(w, e->key, e->len);
    }
    jsonwrite_close(w, ']');
}

static void mingle_record(struct mingle *m, const struct record *r)
{
    mingle_cases(m, &r->tape, record_get(r, "cases"), record_get(r, "provider"));
}

int unite_join(const struct unite *u, const char *id, struct unite_joined *joined,
               struct diag_error *err)
{
    size_t count;
    const struct unite_part **part = parts_of(u, id, &count);
    struct mingle mingle;
    struct record other;
    *joined = (struct unite_joined){.best = {.line = NULL}};
    buf_init(&joined->text, count * CEILING_LINE + CEILING_MIB);
    struct jsonwrite w = jsonwrite_to(&joined->text);
    jsonwrite_open(&w, '{');
    jsonwrite_key(&w, "cases");
    mingle_init(&mingle, &w);
    int result = count == 0 ? diag_fail(err, "%s has no answer", id)
                            : read_part(u, part[0], &joined->best, err);
    if (result == 0)
        mingle_record(&mingle, &joined->best);
    for (size_t i = 1; i < count && result == 0; i++) {
        result = read_part(u, part[i], &other, err);
        if (result == 0) {
            mingle_record(&mingle, &other);
            record_free(&other);
        }
    }
    mingle_end(&mingle);
    write_providers(u, part, count, &w);
    jsonwrite_close(&w, '}');
    free(part);
    jsontape_init(&joined->tape);
    if (result == 0)
        result = jsontape_read(&joined->tape, joined->text.data, joined->text.len, err);
    if (result < 0)
        unite_joined_free(joined);
    return result;
}

void unite_joined_free(struct unite_joined *joined)
{
    if (joined->best.line != NULL)
        record_free(&joined->best);
    jsontape_free(&joined->tape);
    buf_free(&joined->text);
}
