#include "schema/report.h"

#include <stdio.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsonpointer.h"
#include "jsonstring.h"
#include "schema/words.h"
#include "utf8.h"

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

static void put_pointer(const struct schema_path *path, char *out, size_t size)
{
    struct buf pointer;
    buf_init(&pointer, CEILING_LINE);
    add_pointer(path, &pointer);
    snprintf(out, size, "%s", pointer.data);
    buf_free(&pointer);
}

/* Puts JSON into out, cut between two characters where it is too long. */
static void put_value(const char *json, size_t len, char *out, size_t size)
{
    const char *more = len < size ? "" : "...";
    if (len >= size)
        len = utf8_cut(json, size - sizeof "...");
    snprintf(out, size, "%.*s%s", (int)len, json, more);
    for (char *p = out; *p != '\0'; p++)
        *p = *p == '\n' || *p == '\r' || *p == '\t' ? ' ' : *p;
}

static void put_name(const char *json, size_t len, char *out, size_t size)
{
    struct buf name;
    buf_init(&name, CEILING_LINE);
    jsonstring_decode(json, len, &name);
    if (name.len >= size)
        buf_cut(&name, utf8_cut(name.data, size - 1));
    snprintf(out, size, "%s", name.data);
    buf_free(&name);
}

void schema_report_reset(struct schema_report *report)
{
    report->failures = 0;
    report->doubt.why = NULL;
}

void schema_report_add(struct schema_report *report, const struct schema_finding *finding)
{
    if (report->failures < SCHEMA_FAILURES) {
        struct schema_failure *f = &report->failure[report->failures];
        put_pointer(finding->path, f->pointer, sizeof f->pointer);
        put_value(finding->value, finding->value_len, f->value, sizeof f->value);
        f->member[0] = '\0';
        if (finding->member != NULL)
            put_name(finding->member, finding->member_len, f->member, sizeof f->member);
        f->keyword = finding->keyword;
        f->rule = finding->rule;
    }
    report->failures++;
}

void schema_report_add_doubt(struct schema_report *report, const struct schema_path *path,
                             uint32_t rule, const char *why)
{
    if (report->doubt.why != NULL)
        return;
    put_pointer(path, report->doubt.pointer, sizeof report->doubt.pointer);
    report->doubt.rule = rule;
    report->doubt.why = why;
}

/* Whether pointer is at or above place. */
static bool holds(const char *pointer, const char *place)
{
    size_t len = strlen(pointer);
    return strncmp(pointer, place, len) == 0 && (place[len] == '\0' || place[len] == '/');
}

/* In 3.0 exclusiveMinimum is a flag beside minimum: either is broken.  How many items are what is looked for is said
 * by `contains`.  A member too many is one for both. */
static bool is_same(const char *a, const char *b)
{
    static const char *const pairs[][2] = {{"minimum", "exclusiveMinimum"},
                                           {"maximum", "exclusiveMaximum"},
                                           {"minContains", "contains"},
                                           {"maxContains", "contains"},
                                           {"additionalProperties", "unevaluatedProperties"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        for (size_t j = 0; j < 2; j++)
            if (strcmp(a, pairs[i][j]) == 0 && strcmp(b, pairs[i][1 - j]) == 0)
                return true;
    return strcmp(a, b) == 0;
}

/* Whether pointer is the member that is missing or too many. */
static bool is_member(const struct schema_failure *f, const char *pointer)
{
    struct buf wanted;
    buf_init(&wanted, CEILING_TEXT);
    buf_format(&wanted, "%s/", f->pointer);
    jsonpointer_token(f->member, strlen(f->member), &wanted);
    const bool cut = strlen(f->member) + 4 >= sizeof f->member;
    const bool same = cut ? strncmp(wanted.data, pointer, wanted.len) == 0
                          : strcmp(wanted.data, pointer) == 0;
    buf_free(&wanted);
    return same;
}

static bool matches(const struct schema_failure *f, const char *pointer, const char *keyword)
{
    static const char *const branches[] = {"anyOf", "oneOf", "not"};
    for (size_t i = 0; i < sizeof branches / sizeof *branches; i++)
        if (strcmp(f->keyword, branches[i]) == 0)
            return holds(f->pointer, pointer);
    if (!is_same(f->keyword, keyword))
        return false;
    if (f->member[0] != '\0' && is_member(f, pointer))
        return true;
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

/* Goes from a container to the child that holds the node, and adds its name; the child. */
static uint32_t step_down(const struct jsontape *t, uint32_t container, uint32_t node,
                          struct buf *out)
{
    size_t index = 0;
    for (struct jsontape_walk w = jsontape_walk(t, container); jsontape_step(t, &w); index++) {
        if (node >= t->node[w.value].next)
            continue;
        buf_char(out, '/');
        if (w.key == JSONTAPE_NONE) {
            buf_format(out, "%zu", index);
        } else {
            struct buf name;
            buf_init(&name, CEILING_LINE);
            jsontape_string(t, w.key, &name);
            jsonpointer_token(name.data, name.len, out);
            buf_free(&name);
        }
        return w.value;
    }
    return node;
}

/* The place of a node of the schemas, from the root on. */
static void add_place(const struct jsontape *t, uint32_t node, struct buf *out)
{
    buf_text(out, " (#");
    for (uint32_t at = 0; at < node && node < t->count;)
        at = step_down(t, at, node, out);
    buf_char(out, ')');
}

void schema_report_line(const struct schema_failure *failure, const struct jsontape *tape,
                        struct buf *out)
{
    buf_format(out, "at %s: ", failure->pointer[0] == '\0' ? "the root" : failure->pointer);
    schema_words_add(failure->keyword, tape, failure->rule, failure->value, failure->member, out);
    add_place(tape, failure->rule, out);
}
