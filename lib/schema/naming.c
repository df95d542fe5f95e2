#include "schema/naming.h"

#include "ceiling.h"
#include "jsonstring.h"
#include "jsonwrite.h"
#include "schema/members.h"
#include "schema/validate.h"

/* Names that are made to find one that is not there yet. */
#define TRIES 40

/* Adds a string that propertyNames allows, decoded. */
static bool allowed(struct schema_derive *d, const struct schema_merge *rule, const char *plain,
                    size_t index, struct buf *out)
{
    struct buf text;
    const uint64_t salt = d->salt;
    buf_init(&text, CEILING_TEXT);
    d->salt = index;
    const bool made = schema_derive(d, rule, plain, &text);
    d->salt = salt;
    if (made)
        jsonstring_decode(text.data, text.len, out);
    buf_free(&text);
    return made;
}

static bool make(struct schema_derive *d, const struct schema_merge *rule, const char *plain,
                 size_t index, struct buf *out)
{
    struct buf text;
    bool made = true;
    buf_text(out, plain);
    if (index > 0)
        buf_format(out, "_%zu", index + 1);
    buf_init(&text, CEILING_TEXT);
    struct jsonwrite w = jsonwrite_to(&text);
    jsonwrite_bytes(&w, out->data, out->len);
    if (rule->parts > 0 &&
        schema_validate_merge(rule, text.data, text.len, d->request) == SCHEMA_INVALID) {
        buf_reset(out);
        made = allowed(d, rule, plain, index, out);
    }
    buf_free(&text);
    return made && !buf_over(out);
}

const struct table_entry *schema_naming(struct schema_derive *d, const struct schema_merge *m,
                                        const char *plain, size_t *index, struct table *names)
{
    const struct table_entry *found = NULL;
    struct schema_merge rule;
    struct buf name;
    schema_merge_init(&rule, d->view, NULL);
    schema_members_keyword(m, "propertyNames", &rule);
    rule.types &= SCHEMA_STRING;
    buf_init(&name, CEILING_TEXT);
    for (size_t tries = 0; tries < TRIES && found == NULL; tries++, ++*index) {
        buf_reset(&name);
        if (!make(d, &rule, plain, *index, &name))
            break;
        if (table_get(names, name.data, name.len) == NULL)
            found = table_put(names, name.data, name.len);
    }
    buf_free(&name);
    schema_merge_free(&rule);
    return found;
}
