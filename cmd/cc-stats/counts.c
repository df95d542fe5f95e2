#include "counts.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"
#include "utf8.h"

const char counts_others[] = "(others)";

void counts_init(struct counts *c)
{
    table_init(&c->name);
}

void counts_free(struct counts *c)
{
    table_free(&c->name);
}

/* Counts one more, or one less. */
static void change(struct counts *c, const char *text, size_t len, bool back)
{
    len = len > COUNTS_NAME ? utf8_cut(text, COUNTS_NAME) : len;
    struct table_entry *e = table_get(&c->name, text, len);
    if (e == NULL && c->name.count >= COUNTS_NAMES)
        e = table_put(&c->name, counts_others, sizeof counts_others - 1);
    else if (e == NULL)
        e = table_put(&c->name, text, len);
    if (!back)
        e->value.number++;
    else if (e->value.number > 0)
        e->value.number--;
}

void counts_add(struct counts *c, const char *text, size_t len)
{
    change(c, text, len, false);
}

static void change_node(struct counts *c, const struct jsontape *tape, uint32_t node,
                        const char *otherwise, bool back)
{
    size_t len;
    const char *raw = jsontape_raw(tape, node, &len);
    if (jsontape_kind(tape, node) != '"') {
        if (otherwise != NULL)
            change(c, otherwise, strlen(otherwise), back);
    } else if (memchr(raw, '\\', len) == NULL) {
        change(c, raw + 1, len - 2, back);
    } else {
        char *text = jsontape_text(tape, node);
        change(c, text, strlen(text), back);
        free(text);
    }
}

void counts_add_node(struct counts *c, const struct jsontape *tape, uint32_t node,
                     const char *otherwise)
{
    change_node(c, tape, node, otherwise, false);
}

void counts_take_node(struct counts *c, const struct jsontape *tape, uint32_t node,
                      const char *otherwise)
{
    change_node(c, tape, node, otherwise, true);
}

size_t counts_total(const struct counts *c)
{
    size_t total = 0;
    for (size_t i = 0; i < c->name.count; i++)
        total += c->name.entry[i].value.number;
    return total;
}

static int by_count(const void *a, const void *b)
{
    const struct counts_row *x = a, *y = b;
    if (x->count != y->count)
        return x->count < y->count ? 1 : -1;
    return strcmp(x->name, y->name);
}

struct counts_row *counts_sorted(const struct counts *c, size_t *rows)
{
    *rows = c->name.count;
    struct counts_row *row = mem_array(*rows + 1, sizeof *row);
    for (size_t i = 0; i < *rows; i++)
        row[i] = (struct counts_row){c->name.entry[i].key, c->name.entry[i].value.number};
    qsort(row, *rows, sizeof *row, by_count);
    while (*rows > 0 && row[*rows - 1].count == 0)
        --*rows; /* all of it was taken back */
    return row;
}

size_t counts_name(const struct jsontape *tape, uint32_t node, char out[COUNTS_NAME + 1])
{
    char *text = jsontape_text(tape, node);
    size_t len = text == NULL ? 0 : strlen(text);
    len = len > COUNTS_NAME ? utf8_cut(text, COUNTS_NAME) : len;
    memcpy(out, text != NULL ? text : "", len);
    out[len] = '\0';
    free(text);
    return len;
}
