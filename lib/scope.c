#include "scope.h"

#include <stdlib.h>
#include <string.h>

#include "mem.h"

void scope_list_init(struct scope_list *l)
{
    *l = (struct scope_list){0};
    table_init(&l->by_uri);
}

void scope_list_free(struct scope_list *l)
{
    for (size_t i = 0; i < l->count; i++)
        free(l->scope[i].uri);
    free(l->scope);
    table_free(&l->by_uri);
}

uint32_t scope_list_add(struct scope_list *l, uint32_t node, uint32_t end, uint32_t around,
                        char *uri)
{
    const uint32_t index = (uint32_t)l->count;
    l->scope = mem_grow(l->scope, l->count, &l->room, sizeof *l->scope);
    l->scope[l->count++] = (struct scope){
        .node = node, .end = end, .around = around == UINT32_MAX ? index : around, .uri = uri};
    struct table_entry *e = table_put(&l->by_uri, uri, strlen(uri));
    if (e->value.number == 0)
        e->value.number = l->count;
    return index;
}

uint32_t scope_list_of(const struct scope_list *l, uint32_t node)
{
    size_t low = 0, high = l->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (l->scope[middle].node <= node)
            low = middle;
        else
            high = middle;
    }
    while (node >= l->scope[low].end && l->scope[low].around != low)
        low = l->scope[low].around;
    return (uint32_t)low;
}
