#include "news.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

void news_init(struct news *n, const struct files *where)
{
    *n = (struct news){.lost = {""}};
    table_init(&n->by_key);
    spill_init(&n->spill, where);
}

void news_free(struct news *n)
{
    table_free(&n->by_key);
    spill_free(&n->spill);
    free(n->item);
    n->item = NULL;
}

static struct news_item *item_of(struct news *n, const char *key)
{
    struct table_entry *e = table_put(&n->by_key, key, strlen(key));
    if (e->value.number == 0) {
        n->item = mem_grow(n->item, n->by_key.count - 1, &n->room, sizeof *n->item);
        n->item[n->by_key.count - 1] = (struct news_item){.kind = NEWS_SEEN};
        e->value.number = n->by_key.count;
    }
    return &n->item[e->value.number - 1];
}

void news_put(struct news *n, const char *key, enum news_kind kind, const struct buf *text)
{
    struct news_item *item = item_of(n, key);
    if (kind < item->kind || kind == NEWS_SEEN || n->lost.text[0] != '\0')
        return;
    if (spill_add(&n->spill, text, &item->span, &n->lost) < 0)
        return;
    n->told += item->kind == NEWS_SEEN;
    item->kind = kind;
}

bool news_has(const struct news *n, const char *key)
{
    return table_get(&n->by_key, key, strlen(key)) != NULL;
}

const struct news_item *news_of(const struct news *n, const struct table_entry *e)
{
    return &n->item[e->value.number - 1];
}

int news_read(const struct news *n, const struct news_item *item, struct buf *out,
              struct diag_error *err)
{
    return spill_read(&n->spill, item->span, out, err);
}
