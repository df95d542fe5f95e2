#include "schema/members.h"

#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "schema/pattern.h"
#include "schema/validate.h"

/* Characters of a name that is made to match a pattern. */
#define NAME 64

static void put_member(const struct jsontape *t, uint32_t name, size_t flag, struct table *names,
                       struct buf *text)
{
    buf_reset(text);
    jsontape_string(t, name, text);
    if (jsontape_kind(t, name) == '"' && !buf_over(text))
        table_put(names, text->data, text->len)->value.number |= flag;
}

/* Adds the schemas of the patterns that name a member; whether there were any. */
static bool add_patterns(const struct schema_view *v, uint32_t part, const char *name, size_t len,
                         struct schema_merge *out)
{
    bool any = false;
    struct jsontape_walk w = jsontape_walk(v->tape,
                                           jsontape_get(v->tape, part, "patternProperties"));
    while (jsontape_step(v->tape, &w)) {
        if (schema_view_matches(v, w.key, name, len) == SCHEMA_INVALID)
            continue;
        any = true;
        if (out != NULL)
            schema_merge_add(out, w.value);
    }
    return any;
}

/* Whether a part's propertyNames is known to forbid the name. */
static bool is_forbidden(const struct schema_view *v, uint32_t part, const struct table_entry *e)
{
    const uint32_t rule = jsontape_get(v->tape, part, "propertyNames");
    if (rule == JSONTAPE_NONE)
        return false;
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    struct jsonwrite w = jsonwrite_to(&name);
    jsonwrite_bytes(&w, e->key, e->len);
    const enum schema_verdict verdict = schema_validate_text(v, rule, name.data, name.len, true,
                                                             NULL);
    buf_free(&name);
    return verdict == SCHEMA_INVALID;
}

static bool is_closed_to(const struct schema_view *v, uint32_t part, const struct table_entry *e)
{
    const struct jsontape *t = v->tape;
    uint32_t more = jsontape_get(t, part, "additionalProperties");
    uint32_t own = jsontape_get(t, part, "properties");
    const bool closed = jsontape_kind(t, more) == 'f' &&
                        jsontape_get_bytes(t, own, e->key, e->len) == JSONTAPE_NONE &&
                        !add_patterns(v, part, e->key, e->len, NULL);
    return closed || is_forbidden(v, part, e);
}

/* A name for each pattern. */
static void put_patterns(const struct schema_view *v, uint32_t part, struct table *names,
                         struct buf *text)
{
    struct jsontape_walk w = jsontape_walk(v->tape,
                                           jsontape_get(v->tape, part, "patternProperties"));
    while (jsontape_step(v->tape, &w)) {
        buf_reset(text);
        if (schema_pattern_make(v, w.key, 1, NAME, 0, text) && !buf_over(text))
            table_put(names, text->data, text->len)->value.number |= SCHEMA_DESCRIBED;
    }
}

void schema_members_of(const struct schema_merge *m, struct table *names)
{
    const struct jsontape *t = m->view->tape;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    for (size_t i = 0; i < m->parts; i++) {
        struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, m->part[i], "properties"));
        while (jsontape_step(t, &w))
            put_member(t, w.key, SCHEMA_DESCRIBED, names, &text);
    }
    for (size_t i = 0; i < m->parts; i++)
        put_patterns(m->view, m->part[i], names, &text);
    for (size_t i = 0; i < m->parts; i++) {
        struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, m->part[i], "required"));
        while (jsontape_step(t, &w))
            put_member(t, w.value, SCHEMA_REQUIRED, names, &text);
    }
    for (size_t i = 0; i < m->wants; i++)
        put_member(t, m->wanted[i], SCHEMA_WANTED, names, &text);
    buf_free(&text);
    for (size_t i = 0; i < m->parts; i++)
        for (size_t j = 0; j < names->count; j++)
            if (is_closed_to(m->view, m->part[i], &names->entry[j]))
                names->entry[j].value.number |= SCHEMA_CLOSED_OUT;
}

/* A bar is not met where one of its members is not what it says: the first is to be another. */
static void pass_bars(const struct schema_merge *m, const char *name, size_t len,
                      struct schema_merge *out)
{
    const struct jsontape *t = m->view->tape;
    for (size_t i = 0; i < m->bars; i++) {
        uint32_t bar = m->bar[i];
        for (int hops = 0; hops < CEILING_REFERENCES && bar != JSONTAPE_NONE &&
                           jsontape_get(t, bar, "$ref") != JSONTAPE_NONE;
             hops++)
            bar = schema_view_target(m->view, jsontape_get(t, bar, "$ref"));
        struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, bar, "properties"));
        uint32_t own = jsontape_get_bytes(t, jsontape_get(t, bar, "properties"), name, len);
        if (jsontape_step(t, &w) && w.value == own)
            schema_merge_bar(out, own);
    }
}

void schema_members_one(const struct schema_merge *m, const char *name, size_t len,
                        struct schema_merge *out)
{
    const struct jsontape *t = m->view->tape;
    for (size_t i = 0; i < m->parts; i++) {
        uint32_t own = jsontape_get(t, m->part[i], "properties");
        uint32_t member = jsontape_get_bytes(t, own, name, len);
        if (!add_patterns(m->view, m->part[i], name, len, out) && member == JSONTAPE_NONE)
            member = jsontape_get(t, m->part[i], "additionalProperties");
        schema_merge_add(out, member);
    }
    pass_bars(m, name, len, out);
}

void schema_members_item(const struct schema_merge *m, size_t index, struct schema_merge *out)
{
    const struct jsontape *t = m->view->tape;
    for (size_t i = 0; i < m->parts; i++) {
        uint32_t items = jsontape_get(t, m->part[i], "items");
        uint32_t first = jsontape_get(t, m->part[i], "prefixItems");
        if (jsontape_kind(t, items) == '[') {
            first = items;
            items = jsontape_get(t, m->part[i], "additionalItems");
        }
        size_t at = 0;
        struct jsontape_walk w = jsontape_walk(t, first);
        while (jsontape_step(t, &w))
            if (at++ == index)
                items = w.value;
        schema_merge_add(out, items);
    }
}

void schema_members_keyword(const struct schema_merge *m, const char *keyword,
                            struct schema_merge *out)
{
    for (size_t i = 0; i < m->parts; i++)
        schema_merge_add(out, jsontape_get(m->view->tape, m->part[i], keyword));
}

long long schema_members_needed(const struct schema_merge *m)
{
    const bool asks = schema_merge_get(m, "contains") != JSONTAPE_NONE;
    const bool told = schema_merge_get(m, "minContains") != JSONTAPE_NONE;
    return !asks ? 0 : told ? schema_merge_least(m, "minContains", 0) : 1;
}

long long schema_members_borne(const struct schema_merge *m)
{
    const bool asks = schema_merge_get(m, "contains") != JSONTAPE_NONE;
    return asks ? schema_merge_most(m, "maxContains", -1) : -1;
}

/* The key of a discriminator's mapping that leads to the schema called name. */
static bool mapped(const struct schema_view *v, uint32_t mapping, const struct buf *name,
                   struct buf *value)
{
    bool found = false;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    struct jsontape_walk w = jsontape_walk(v->tape, mapping);
    while (!found && jsontape_step(v->tape, &w)) {
        buf_reset(&text);
        schema_view_name(v, w.value, &text);
        found = jsontape_is(v->tape, w.value, name->data) ||
                (text.len == name->len && memcmp(text.data, name->data, text.len) == 0);
        if (found)
            jsontape_string(v->tape, w.key, value);
    }
    buf_free(&text);
    return found;
}

bool schema_members_tag(const struct schema_merge *m, struct buf *name, struct buf *value)
{
    const struct jsontape *t = m->view->tape;
    uint32_t tag = schema_merge_get(m, "discriminator");
    if (jsontape_kind(t, tag) != '{' || m->named == JSONTAPE_NONE)
        return false;
    jsontape_string(t, jsontape_get(t, tag, "propertyName"), name);
    struct buf schema;
    buf_init(&schema, CEILING_TEXT);
    schema_view_name(m->view, m->named, &schema);
    if (!mapped(m->view, jsontape_get(t, tag, "mapping"), &schema, value))
        buf_add(value, schema.data, schema_view_own_length(&schema));
    buf_free(&schema);
    return name->len > 0 && value->len > 0;
}
