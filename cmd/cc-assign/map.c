#include "map.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "glob.h"
#include "mem.h"
#include "options.h"

void map_free(struct map *m)
{
    for (size_t i = 0; i < m->count; i++) {
        free(m->rule[i].method);
        free(m->rule[i].text);
        free(m->rule[i].provider);
    }
    free(m->rule);
    *m = (struct map){0};
}

static void read_path(struct map_rule *rule, const char *text)
{
    const char *slash = strchr(text, '/');
    const char *blank = strchr(text, ' ');
    rule->kind = MAP_PATH;
    if (blank != NULL && (slash == NULL || blank < slash)) {
        rule->method = mem_copy(text, (size_t)(blank - text));
        for (char *c = rule->method; *c != '\0'; c++)
            *c = (char)toupper((unsigned char)*c);
        text = blank + strspn(blank, " ");
    }
    rule->text = mem_text(text);
}

static int read_rule(struct map *m, const char *item, struct diag_error *err)
{
    const char *colon = strrchr(item, ':');
    if (colon == NULL || colon == item || colon[1] == '\0')
        return diag_fail(err, "the map's rule \"%s\" is not RULE:PROVIDER", item);
    char *text = mem_copy(item, (size_t)(colon - item));
    m->rule = mem_resize(m->rule, m->count + 1, sizeof *m->rule);
    struct map_rule *rule = &m->rule[m->count++];
    *rule = (struct map_rule){.provider = mem_text(colon + 1)};
    if (strncmp(text, "tag=", 4) == 0) {
        rule->kind = MAP_TAG;
        rule->text = mem_text(text + 4);
    } else if (strncmp(text, "op=", 3) == 0) {
        rule->kind = MAP_OPERATION;
        rule->text = mem_text(text + 3);
    } else if (strcmp(text, "*") == 0) {
        rule->kind = MAP_ALL;
    } else {
        read_path(rule, text);
    }
    free(text);
    return 0;
}

int map_read(struct map *m, const char *text, struct diag_error *err)
{
    struct options_list items = {0};
    int result = 0;
    *m = (struct map){0};
    options_list_add(&items, text);
    for (size_t i = 0; i < items.count && result == 0; i++)
        result = read_rule(m, items.item[i], err);
    if (result == 0 && m->count == 0)
        result = diag_fail(err, "the map is empty");
    options_list_free(&items);
    if (result < 0)
        map_free(m);
    return result;
}

static bool has_path(const char *pattern, const char *path)
{
    if (glob_match(pattern, path))
        return true;
    size_t len = strlen(pattern);
    return strpbrk(pattern, "*?") == NULL && strncmp(path, pattern, len) == 0 &&
           (path[len] == '/' || (len > 0 && pattern[len - 1] == '/'));
}

static bool has_tag(const struct record *r, const char *tag)
{
    struct jsontape_walk w = jsontape_walk(&r->tape, record_get(r, "tags"));
    while (jsontape_step(&r->tape, &w))
        if (jsontape_is(&r->tape, w.value, tag))
            return true;
    return false;
}

static bool matches(const struct map_rule *rule, const struct record *r, const char *path)
{
    switch (rule->kind) {
    case MAP_TAG:
        return has_tag(r, rule->text);
    case MAP_OPERATION:
        return jsontape_is(&r->tape, record_get(r, "operation_id"), rule->text);
    case MAP_PATH:
        return path != NULL && has_path(rule->text, path) &&
               (rule->method == NULL ||
                jsontape_is(&r->tape, record_get(r, "method"), rule->method));
    default:
        return true;
    }
}

const char *map_find(struct map *m, const struct record *r)
{
    char *path = record_text(r, "path");
    const char *provider = NULL;
    for (size_t i = 0; i < m->count && provider == NULL; i++) {
        if (matches(&m->rule[i], r, path)) {
            m->rule[i].matches++;
            provider = m->rule[i].provider;
        }
    }
    free(path);
    return provider;
}
