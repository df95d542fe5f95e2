#include "schema/chosen.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"

/* The value of the discriminator's property, a string, or JSONTAPE_NONE. */
static uint32_t value_of(const struct schema_run *r, uint32_t discriminator,
                         const struct schema_place *p)
{
    char *property = jsontape_text(r->view->tape,
                                   jsontape_get(r->view->tape, discriminator, "propertyName"));
    uint32_t value = property == NULL ? JSONTAPE_NONE : jsontape_get(r->tape, p->at, property);
    free(property);
    return jsontape_kind(r->tape, value) == '"' ? value : JSONTAPE_NONE;
}

/* Adds the name of the schema that the value stands for; whether the mapping says so. */
static bool add_wanted(const struct schema_run *r, uint32_t discriminator, uint32_t value,
                       struct buf *out)
{
    const struct jsontape *t = r->view->tape;
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    jsontape_string(r->tape, value, &text);
    uint32_t mapped = jsontape_get_bytes(t, jsontape_get(t, discriminator, "mapping"), text.data,
                                         text.len);
    if (mapped == JSONTAPE_NONE)
        buf_add(out, text.data, text.len);
    else
        schema_view_name(r->view, mapped, out);
    if (mapped != JSONTAPE_NONE && out->len == 0)
        jsontape_string(t, mapped, out);
    buf_free(&text);
    return mapped != JSONTAPE_NONE;
}

static bool is_named(const struct buf *name, const struct buf *wanted)
{
    return (wanted->len == name->len || wanted->len == schema_view_own_length(name)) &&
           name->len > 0 && memcmp(name->data, wanted->data, wanted->len) == 0;
}

/* The first branch of that name; in *all whether those before it have names. */
static uint32_t find(const struct schema_view *v, uint32_t list, const struct buf *wanted,
                     bool *all)
{
    uint32_t branch = JSONTAPE_NONE;
    struct buf name;
    buf_init(&name, CEILING_TEXT);
    *all = true;
    for (struct jsontape_walk w = jsontape_walk(v->tape, list);
         branch == JSONTAPE_NONE && jsontape_step(v->tape, &w);) {
        buf_reset(&name);
        schema_view_name(v, jsontape_get(v->tape, w.value, "$ref"), &name);
        *all = *all && name.len > 0;
        if (is_named(&name, wanted))
            branch = w.value;
    }
    buf_free(&name);
    return branch;
}

uint32_t schema_chosen(const struct schema_run *r, const struct schema_rule *rule,
                       const struct schema_place *p, bool *astray)
{
    const struct jsontape *t = r->view->tape;
    const uint32_t discriminator = jsontape_get(t, rule->schema, "discriminator");
    *astray = false;
    if (!r->view->older || p->type != SCHEMA_OBJECT || jsontape_kind(t, discriminator) != '{')
        return JSONTAPE_NONE;
    const uint32_t value = value_of(r, discriminator, p);
    if (value == JSONTAPE_NONE)
        return JSONTAPE_NONE;
    struct buf wanted;
    bool all = false;
    buf_init(&wanted, CEILING_TEXT);
    const bool mapped = add_wanted(r, discriminator, value, &wanted);
    const uint32_t branch = find(r->view, rule->value, &wanted, &all);
    *astray = branch == JSONTAPE_NONE && all && !mapped;
    buf_free(&wanted);
    return branch;
}
