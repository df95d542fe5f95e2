#include "schema/report.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsonpointer.h"

static void add_pointer(const struct schema_path *path, struct buf *out)
{
    if (path == NULL)
        return;
    add_pointer(path->up, out);
    buf_char(out, '/');
    if (path->key == NULL)
        buf_format(out, "%zu", path->index);
    else
        jsonpointer_token(path->key + 1, path->len - 2, out);
}

void schema_report_add(struct schema_report *report, const struct schema_path *path,
                       const char *keyword)
{
    if (report == NULL)
        return;
    if (report->failures < SCHEMA_FAILURES) {
        struct schema_failure *f = &report->failure[report->failures];
        struct buf pointer;
        buf_init(&pointer, CEILING_LINE);
        add_pointer(path, &pointer);
        snprintf(f->pointer, sizeof f->pointer, "%s", pointer.data);
        buf_free(&pointer);
        f->keyword = keyword;
    }
    report->failures++;
}

/* Whether pointer is at or above place, at most `levels` names above it (< 0: any number). */
static bool holds(const char *pointer, const char *place, int levels)
{
    size_t len = strlen(pointer);
    if (strncmp(pointer, place, len) != 0 || (place[len] != '\0' && place[len] != '/'))
        return false;
    int between = 0;
    for (const char *p = place + len; *p != '\0'; p++)
        between += *p == '/' ? 1 : 0;
    return levels < 0 || between <= levels;
}

/* In 3.0 exclusiveMinimum is a flag beside minimum: either is broken. */
static bool is_same(const char *a, const char *b)
{
    static const char *const pairs[][2] = {{"minimum", "exclusiveMinimum"},
                                           {"maximum", "exclusiveMaximum"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (size_t j = 0; j < 2; j++)
            if (strcmp(a, pairs[i][j]) == 0 && strcmp(b, pairs[i][1 - j]) == 0)
                return true;
    return strcmp(a, b) == 0;
}

static bool matches(const struct schema_failure *f, const char *pointer, const char *keyword)
{
    static const char *const branches[] = {"anyOf", "oneOf", "not"};
    static const char *const of_parent[] = {"required", "additionalProperties",
                                            "dependentRequired"};
    for (size_t i = 0; i < sizeof branches / sizeof *branches; i++)
        if (strcmp(f->keyword, branches[i]) == 0)
            return holds(f->pointer, pointer, -1);
    if (!is_same(f->keyword, keyword))
        return false;
    for (size_t i = 0; i < sizeof of_parent / sizeof *of_parent; i++)
        if (strcmp(keyword, of_parent[i]) == 0)
            return holds(f->pointer, pointer, 1);
    return strcmp(f->pointer, pointer) == 0;
}

bool schema_report_shows(const struct schema_report *report, const char *pointer,
                         const char *keyword)
{
    for (size_t i = 0; i < report->failures && i < SCHEMA_FAILURES; i++)
        if (matches(&report->failure[i], pointer, keyword))
            return true;
    return false;
}

bool schema_report_only(const struct schema_report *report, const char *pointer,
                        const char *keyword)
{
    for (size_t i = 0; i < report->failures; i++)
        if (i >= SCHEMA_FAILURES || (!matches(&report->failure[i], pointer, keyword) &&
                                     strcmp(report->failure[i].pointer, pointer) != 0))
            return false;
    return report->failures > 0;
}
