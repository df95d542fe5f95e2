#include "map.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "ceiling.h"
#include "glob.h"
#include "mem.h"
#include "options.h"
#include "textfile.h"

void map_free(struct map *m)
{
    for (size_t i = 0; i < m->count; i++) {
        free(m->rule[i].written);
        free(m->rule[i].method);
        free(m->rule[i].text);
        free(m->rule[i].provider);
    }
    free(m->rule);
    *m = (struct map){0};
}

/* A copy of the bytes without blanks around them. */
static char *trimmed(const char *text, size_t len)
{
    while (len > 0 && isspace((unsigned char)*text)) {
        text++;
        len--;
    }
    while (len > 0 && isspace((unsigned char)text[len - 1]))
        len--;
    return mem_copy(text, len);
}

static void read_path(struct map_rule *rule, const char *text)
{
    static const char blanks[] = " \t";
    const char *slash = strchr(text, '/');
    const char *blank = strpbrk(text, blanks);
    rule->kind = MAP_PATH;
    if (blank != NULL && (slash == NULL || blank < slash)) {
        rule->method = mem_copy(text, (size_t)(blank - text));
        text = blank + strspn(blank, blanks);
    }
    rule->text = mem_text(rule->method != NULL && strcmp(text, "*") == 0 ? "**" : text);
}

static void read_kind(struct map_rule *rule, const char *text)
{
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
}

/* place: "FILE:LINE: " or nothing. */
static int read_rule(struct map *m, const char *item, const char *place)
{
    const char *colon = strrchr(item, ':');
    char *text = colon != NULL ? trimmed(item, (size_t)(colon - item)) : NULL;
    char *provider = colon != NULL ? trimmed(colon + 1, strlen(colon + 1)) : NULL;
    int code = DIAG_OK;
    if (text == NULL || text[0] == '\0' || provider[0] == '\0') {
        const char *hint = colon == NULL && place[0] == '\0' ? " (-m @FILE names a file of rules)"
                                                             : "";
        diag_error("%sthe map's rule \"%s\" is not RULE:PROVIDER%s", place, item, hint);
        code = DIAG_USAGE;
        free(provider);
    } else {
        m->rule = mem_grow(m->rule, m->count, &m->room, sizeof *m->rule);
        struct map_rule *rule = &m->rule[m->count++];
        *rule = (struct map_rule){.provider = provider};
        struct buf written;
        buf_init(&written, CEILING_MAP + CEILING_TEXT);
        buf_text(&written, place);
        buf_text(&written, item);
        rule->written = buf_take(&written);
        read_kind(rule, text);
    }
    free(text);
    return code;
}

static int read_list(struct map *m, const char *text)
{
    struct options_list items = {0};
    int code = DIAG_OK;
    options_list_add(&items, text);
    for (size_t i = 0; i < items.count; i++)
        if (read_rule(m, items.item[i], "") != DIAG_OK)
            code = DIAG_USAGE;
    options_list_free(&items);
    return code;
}

/* Bytes of the line before its comment. */
static size_t before_comment(const char *line, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (line[i] == '#' && (i == 0 || isspace((unsigned char)line[i - 1])))
            return i;
    return len;
}

static int read_lines(struct map *m, const char *name, const char *text)
{
    struct buf place;
    int code = DIAG_OK;
    size_t number = 0;
    buf_init(&place, CEILING_TEXT);
    while (*text != '\0') {
        size_t len = strcspn(text, "\n");
        char *rule = trimmed(text, before_comment(text, len));
        buf_reset(&place);
        buf_format(&place, "%s:%zu: ", name, ++number);
        if (rule[0] != '\0' && read_rule(m, rule, place.data) != DIAG_OK)
            code = DIAG_USAGE;
        free(rule);
        text += len + (text[len] == '\n');
    }
    buf_free(&place);
    return code;
}

static int read_named(struct map *m, const char *name)
{
    struct buf text;
    struct diag_error err;
    buf_init(&text, CEILING_MAP);
    int code = DIAG_ENVIRONMENT;
    if (textfile_read(name, &text, &err) < 0)
        diag_error("the map: %s", err.text);
    else
        code = read_lines(m, name, text.data + textfile_mark(&text));
    buf_free(&text);
    return code;
}

int map_read(struct map *m, const char *text)
{
    *m = (struct map){0};
    int code = text[0] == '@' ? read_named(m, text + 1) : read_list(m, text);
    if (code == DIAG_OK && m->count == 0) {
        diag_error("the map is empty");
        code = DIAG_USAGE;
    }
    return code;
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

/* method, path: of the record, or NULL. */
static bool matches(const struct map_rule *rule, const struct record *r, const char *method,
                    const char *path)
{
    switch (rule->kind) {
    case MAP_TAG:
        return has_tag(r, rule->text);
    case MAP_OPERATION:
        return jsontape_is(&r->tape, record_get(r, "operation_id"), rule->text);
    case MAP_PATH:
        return path != NULL && has_path(rule->text, path) &&
               (rule->method == NULL || (method != NULL && strcasecmp(method, rule->method) == 0));
    default:
        return true;
    }
}

const char *map_find(struct map *m, const struct record *r)
{
    char *method = record_text(r, "method"), *path = record_text(r, "path");
    const char *provider = NULL;
    for (size_t i = 0; i < m->count && provider == NULL; i++) {
        if (matches(&m->rule[i], r, method, path)) {
            m->rule[i].matches++;
            provider = m->rule[i].provider;
        }
    }
    free(method);
    free(path);
    return provider;
}

void map_report(const struct map *m, bool unchanged)
{
    for (size_t i = 0; i < m->count; i++) {
        const struct map_rule *rule = &m->rule[i];
        if (rule->matches == 0 && unchanged)
            diag_info("the map's rule %s matched no operation that has changed", rule->written);
        else if (rule->matches == 0)
            diag_warn("the map's rule %s matched no operation", rule->written);
    }
}
