#include "yamlanchor.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "mem.h"

void yamlanchor_init(struct yamlanchor_set *set)
{
    *set = (struct yamlanchor_set){0};
    table_init(&set->name);
    buf_init(&set->text, CEILING_SPEC);
}

void yamlanchor_free(struct yamlanchor_set *set)
{
    table_free(&set->name);
    free(set->anchor);
    buf_free(&set->text);
    *set = (struct yamlanchor_set){0};
}

static int keep(struct yamlanchor_set *set, struct yamlanchor *anchor, const char *bytes,
                size_t len, struct diag_error *err)
{
    anchor->at = (uint32_t)set->text.len;
    anchor->len = (uint32_t)len;
    buf_add(&set->text, bytes, len);
    if (buf_over(&set->text))
        return diag_fail(err, "more than %zu bytes have anchors", set->text.max);
    return 0;
}

uint32_t yamlanchor_open(struct yamlanchor_set *set, const char *name, uint32_t line)
{
    set->anchor = mem_grow(set->anchor, set->count, &set->room, sizeof *set->anchor);
    uint32_t number = (uint32_t)set->count++;
    set->anchor[number] = (struct yamlanchor){.line = line, .open = true};
    table_put(&set->name, name, strlen(name))->value.number = number;
    return number;
}

int yamlanchor_scalar(struct yamlanchor_set *set, const char *name, uint32_t line,
                      enum yamlscalar_type type, const char *text, size_t len,
                      struct diag_error *err)
{
    uint32_t number = yamlanchor_open(set, name, line);
    struct yamlanchor *anchor = &set->anchor[number];
    anchor->open = false;
    anchor->nodes = 1;
    anchor->type = (uint8_t)type;
    return keep(set, anchor, text, len, err);
}

int yamlanchor_close(struct yamlanchor_set *set, uint32_t number, const char *json, size_t len,
                     size_t nodes, size_t height, struct diag_error *err)
{
    struct yamlanchor *anchor = &set->anchor[number];
    anchor->open = false;
    anchor->nodes = (uint32_t)nodes;
    anchor->height = (uint16_t)height;
    return keep(set, anchor, json, len, err);
}

const struct yamlanchor *yamlanchor_find(const struct yamlanchor_set *set, const char *name)
{
    const struct table_entry *entry = table_get(&set->name, name, strlen(name));
    return entry == NULL ? NULL : &set->anchor[entry->value.number];
}

const char *yamlanchor_text(const struct yamlanchor_set *set, const struct yamlanchor *anchor)
{
    return set->text.data + anchor->at;
}
