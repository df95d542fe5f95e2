#include "schema/naming.h"

#include "buf.h"
#include "ceiling.h"
#include "jsonstring.h"
#include "jsonwrite.h"
#include "schema/given.h"
#include "schema/members.h"
#include "schema/validate.h"
#include "schema/value.h"

/* Names that are made to find one that is not there yet. */
#define TRIES 40
/* Members of one object that no schema names. */
#define OTHERS 32

/* Whether the rule of propertyNames is not known to forbid a name, which is JSON. */
static bool may_be(const struct schema_merge *rule, const struct buf *name, bool request)
{
    return rule->parts == 0 ||
           schema_validate_merge(rule, name->data, name->len, request) != SCHEMA_INVALID;
}

/* Adds a name, decoded; false where the one for that index is none that may be. */
static bool make(const struct schema_merge *rule, bool request, const char *plain, size_t index,
                 struct buf *out)
{
    struct buf text;
    buf_text(out, plain);
    if (index > 0)
        buf_format(out, "_%zu", index + 1);
    buf_init(&text, CEILING_TEXT);
    struct jsonwrite w = jsonwrite_to(&text);
    jsonwrite_bytes(&w, out->data, out->len);
    bool made = may_be(rule, &text, request);
    if (!made) {
        buf_reset(out);
        buf_reset(&text);
        made = (schema_given_is_choice(rule) ? schema_given_choice(rule, request, index, &text)
                                             : schema_value_string(rule, plain, index, &text)) &&
               may_be(rule, &text, request);
        if (made)
            jsonstring_decode(text.data, text.len, out);
    }
    buf_free(&text);
    return made && !buf_over(out);
}

const struct table_entry *schema_naming(const struct schema_merge *m, bool request,
                                        const char *plain, size_t *index, struct table *names)
{
    const struct table_entry *found = NULL;
    struct schema_merge rule;
    struct buf name;
    schema_merge_init(&rule, m->view, NULL);
    schema_members_keyword(m, "propertyNames", &rule);
    rule.types &= SCHEMA_STRING;
    buf_init(&name, CEILING_TEXT);
    for (size_t tries = 0; tries < TRIES && found == NULL; tries++, ++*index) {
        buf_reset(&name);
        if (make(&rule, request, plain, *index, &name) &&
            table_get(names, name.data, name.len) == NULL)
            found = table_put(names, name.data, name.len);
    }
    buf_free(&name);
    schema_merge_free(&rule);
    return found;
}

/* How many of the named members may be there. */
static size_t count_open(const struct schema_merge *m, bool request, const struct table *names)
{
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        struct schema_merge member;
        schema_merge_init(&member, m->view, NULL);
        schema_members_one(m, names->entry[i].key, names->entry[i].len, &member);
        const bool own = request && schema_merge_says(&member, "readOnly");
        count += own || (names->entry[i].value.number & SCHEMA_CLOSED_OUT) != 0 ? 0 : 1;
        schema_merge_free(&member);
    }
    return count;
}

void schema_naming_others(const struct schema_merge *m, bool request, bool one, struct table *names)
{
    const uint32_t more = schema_merge_get(m, "additionalProperties");
    const long long least = schema_merge_least(m, "minProperties", 0);
    if (jsontape_kind(m->view->tape, more) == 'f' || (least == 0 && !one))
        return;
    const long long open = (long long)count_open(m, request, names);
    const long long missing = least > open ? least - open : one ? 1 : 0;
    size_t index = least > open ? names->count : 0;
    for (long long i = 0; i < missing && names->count < OTHERS &&
                          schema_naming(m, request, "key", &index, names) != NULL;
         i++)
        continue;
}
