#include "schema/edges.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsonwrite.h"
#include "schema/amount.h"
#include "schema/beyond.h"
#include "schema/format.h"
#include "schema/freetext.h"
#include "schema/pattern.h"
#include "schema/validate.h"
#include "schema/value.h"

/* Values of one enum, and examples, that get a case of their own. */
#define VALUES 1000
/* Those that come at once; more of them come later and later. */
#define FIRST 8

struct edges {
    const struct schema_merge *m;
    const char *name;
    bool textual;
    unsigned type; /* the one that an instance has */
    bool (*each)(void *ctx, const struct schema_edge *e);
    void *ctx;
    unsigned rank;    /* of the next value */
    struct buf value; /* scratch */
};

static bool tell(struct edges *e, const char *technique, const char *keyword, bool violates,
                 const char *limit)
{
    const struct schema_edge edge = {.technique = technique,
                                     .keyword = keyword,
                                     .violates = violates,
                                     .limit = limit,
                                     .value = e->value.data,
                                     .len = e->value.len,
                                     .rank = e->rank};
    return buf_over(&e->value) || e->each(e->ctx, &edge);
}

static bool tell_text(struct edges *e, const char *technique, const char *keyword, bool violates,
                      const char *value)
{
    buf_reset(&e->value);
    buf_text(&e->value, value);
    return tell(e, technique, keyword, violates, NULL);
}

/* A value that breaks the keyword, where there is one. */
static bool tell_beyond(struct edges *e, const char *technique, const char *keyword,
                        const char *limit)
{
    buf_reset(&e->value);
    return !schema_beyond(e->m, e->name, keyword, &e->value) ||
           tell(e, technique, keyword, true, limit);
}

/* A text in the place of a list is a list of one, and in that of an object an object that is not there: none is of a
 * wrong type. */
static bool is_right_as_text(const struct edges *e)
{
    return e->type == SCHEMA_OBJECT || e->type == SCHEMA_ARRAY;
}

static bool type_edges(struct edges *e)
{
    static const struct {
        unsigned type;
        const char *value;
    } strings[] = {
        {SCHEMA_OBJECT, "\"not-an-object\""},   {SCHEMA_ARRAY, "\"not-an-array\""},
        {SCHEMA_INTEGER, "\"not-an-integer\""}, {SCHEMA_NUMBER, "\"not-a-number\""},
        {SCHEMA_BOOLEAN, "\"not-a-boolean\""},  {SCHEMA_NULL, "\"not-null\""},
    };
    const unsigned types = e->m->types;
    if (types == SCHEMA_ANY || (e->textual && is_right_as_text(e)))
        return true;
    const bool nullable = (types & SCHEMA_NULL) != 0;
    if (!e->textual &&
        !tell_text(e, "null_value", nullable ? "nullable" : "type", !nullable, "null"))
        return false;
    if ((types & SCHEMA_STRING) == 0)
        for (size_t i = 0; i < sizeof strings / sizeof *strings; i++)
            if (strings[i].type == e->type)
                return tell_text(e, "wrong_type", "type", true, strings[i].value);
    if (e->textual)
        return true;
    if ((types & (SCHEMA_INTEGER | SCHEMA_NUMBER)) == 0)
        return tell_text(e, "wrong_type", "type", true, "12345");
    if ((types & SCHEMA_BOOLEAN) == 0)
        return tell_text(e, "wrong_type", "type", true, "true");
    return true;
}

/* One case for each of the first values of a list. */
static bool list_edges(struct edges *e, uint32_t list, const char *technique, const char *keyword)
{
    const struct jsontape *t = e->m->view->tape;
    struct jsontape_walk w = jsontape_walk(t, list);
    for (size_t i = 0; i < VALUES && jsontape_step(t, &w); i++) {
        buf_reset(&e->value);
        jsontape_copy(t, w.value, &e->value);
        e->rank = (unsigned)(i / FIRST);
        bool go_on = (e->textual && jsontape_kind(t, w.value) == 'n') ||
                     tell(e, technique, keyword, false, NULL);
        e->rank = 0;
        if (!go_on)
            return false;
    }
    return true;
}

static bool given_edges(struct edges *e)
{
    const struct jsontape *t = e->m->view->tape;
    const uint32_t one[] = {schema_merge_get(e->m, "example"), schema_merge_get(e->m, "default")};
    for (size_t i = 0; i < 2; i++) {
        buf_reset(&e->value);
        jsontape_copy(t, one[i], &e->value);
        if (one[i] != JSONTAPE_NONE && !(e->textual && jsontape_kind(t, one[i]) == 'n') &&
            !tell(e, i == 0 ? "example" : "default", "", false, NULL))
            return false;
    }
    return list_edges(e, schema_merge_get(e->m, "examples"), "example", "");
}

static bool enum_edges(struct edges *e, uint32_t values, const char *keyword)
{
    if (jsontape_kind(e->m->view->tape, values) == '[' &&
        !list_edges(e, values, "enum_value", keyword))
        return false;
    if ((e->m->types & SCHEMA_NULL) != 0 && !e->textual &&
        schema_validate_merge(e->m, "null", 4, true) == SCHEMA_INVALID &&
        !tell_text(e, "null_value", keyword, true, "null"))
        return false;
    return tell_beyond(e, "enum_violation", keyword, NULL);
}

static bool bound_edges(struct edges *e, bool upper)
{
    const bool whole = e->type == SCHEMA_INTEGER;
    struct schema_bound b = schema_merge_bound(e->m, upper);
    const char *keyword = upper ? "maximum" : "minimum";
    char limit[64];
    if (b.exclusive)
        keyword = upper ? "exclusiveMaximum" : "exclusiveMinimum";
    snprintf(limit, sizeof limit, "%.*s", (int)b.len, b.text == NULL ? "" : b.text);
    for (int violating = 0; violating < 2; violating++) {
        buf_reset(&e->value);
        if (schema_amount_bound(e->m, upper, violating == 1, whole, &e->value) &&
            !tell(e, violating == 1 ? "boundary_out" : "boundary_in",
                  b.text == NULL ? "format" : keyword, violating == 1,
                  b.text == NULL ? NULL : limit))
            return false;
    }
    return true;
}

static bool multiple_edges(struct edges *e)
{
    const struct jsontape *t = e->m->view->tape;
    const uint32_t unit = schema_merge_get(e->m, "multipleOf");
    char limit[64];
    size_t len = 0;
    if (jsontape_kind(t, unit) != '0')
        return true;
    const char *text = jsontape_raw(t, unit, &len);
    snprintf(limit, sizeof limit, "%.*s", (int)len, text);
    return tell_beyond(e, "multiple_of", "multipleOf", limit);
}

/* An address drawn out to so many characters; false for other formats, whose length is not free. */
static bool draw_out(const char *format, size_t length, struct buf *out)
{
    static const char site[] = "https://example.com/";
    const bool email = strcmp(format, "email") == 0;
    if (!email && strcmp(format, "uri") != 0 && strcmp(format, "url") != 0)
        return false;
    const char *start = email ? "a@" : site;
    if (length <= strlen(start))
        return false;
    buf_text(out, start);
    /* A label of a host name has at most 63 characters. */
    for (size_t i = 1; out->len < length; i++)
        buf_char(out, email && i % 60 == 0 && out->len + 1 < length ? '.' : 'a');
    return true;
}

/* A string of so many characters that breaks nothing but lengths; false where we cannot make one. */
static bool of_length(struct edges *e, long long length)
{
    const uint32_t pattern = schema_merge_get(e->m, "pattern");
    char *format = jsontape_text(e->m->view->tape, schema_merge_get(e->m, "format"));
    const bool free_text = format == NULL || schema_format_example(format) == NULL;
    bool made = true;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    buf_reset(&e->value);
    if (!free_text)
        made = draw_out(format, (size_t)length, &text) &&
               (pattern == JSONTAPE_NONE ||
                schema_view_matches(e->m->view, pattern, text.data, text.len) != SCHEMA_INVALID);
    else if (pattern != JSONTAPE_NONE)
        made = schema_pattern_make(e->m->view, pattern, length, length, 0, &text);
    struct jsonwrite w = jsonwrite_to(&e->value);
    if (free_text && pattern == JSONTAPE_NONE)
        schema_value_letters((size_t)length, &e->value);
    else if (made)
        jsonwrite_bytes(&w, text.data, text.len);
    buf_free(&text);
    free(format);
    return made;
}

static bool length_edges(struct edges *e)
{
    const long long least = schema_merge_least(e->m, "minLength", 0);
    const long long most = schema_merge_most(e->m, "maxLength", -1);
    const struct {
        long long length;
        const char *keyword;
        bool violates;
        long long limit;
    } lengths[] = {
        {least > 0 ? least : -1, "minLength", false, least},
        {least - 1, "minLength", true, least},
        {most, "maxLength", false, most},
        {most < 0 || most >= SCHEMA_VALUE_LENGTH ? -1 : most + 1, "maxLength", true, most},
    };
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char limit[32];
        snprintf(limit, sizeof limit, "%lld", lengths[i].limit);
        if (lengths[i].length >= 0 && lengths[i].length <= SCHEMA_VALUE_LENGTH &&
            of_length(e, lengths[i].length) &&
            !tell(e, lengths[i].violates ? "boundary_out" : "boundary_in", lengths[i].keyword,
                  lengths[i].violates, limit))
            return false;
    }
    return true;
}

static bool format_edges(struct edges *e)
{
    char *format = jsontape_text(e->m->view->tape, schema_merge_get(e->m, "format"));
    const bool go_on = tell_beyond(e, "format_violation", "format", format);
    free(format);
    return go_on;
}

static bool free_edges(struct edges *e)
{
    const char *technique = "";
    bool go_on = true;
    for (size_t i = 0; go_on && schema_freetext_is(e->m); i++) {
        buf_reset(&e->value);
        int made = schema_freetext(e->m, i, e->textual, &technique, &e->value);
        if (made < 0)
            break;
        go_on = made == 0 || tell(e, technique, "", false, NULL);
    }
    return go_on;
}

static bool scalar_edges(struct edges *e)
{
    switch (e->type) {
    case SCHEMA_STRING:
        return length_edges(e) && format_edges(e) &&
               tell_beyond(e, "pattern_violation", "pattern", NULL) && free_edges(e);
    case SCHEMA_INTEGER:
    case SCHEMA_NUMBER:
        return bound_edges(e, false) && bound_edges(e, true) && multiple_edges(e);
    default:
        return true;
    }
}

bool schema_edges(const struct schema_merge *m, const char *name, bool textual,
                  bool (*each)(void *ctx, const struct schema_edge *e), void *ctx)
{
    struct edges e = {m, name, textual, schema_merge_type(m), each, ctx, 0, {0}};
    buf_init(&e.value, CEILING_TEXT);
    uint32_t constant = schema_merge_get(m, "const"), values = schema_merge_get(m, "enum");
    bool go_on = type_edges(&e) && given_edges(&e);
    if (constant != JSONTAPE_NONE)
        go_on = go_on && enum_edges(&e, constant, "const");
    else if (values != JSONTAPE_NONE)
        go_on = go_on && enum_edges(&e, values, "enum");
    else
        go_on = go_on && scalar_edges(&e);
    buf_free(&e.value);
    return go_on;
}
