#include "prompt/named.h"

#include <string.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "prompt/facet.h"

bool named_take(const struct jsontape *t, uint32_t reference, struct table *names, struct buf *name)
{
    static const char head[] = "#/$defs/";
    const size_t skip = sizeof head - 1;
    struct buf target;
    buf_init(&target, CEILING_LINE);
    jsontape_string(t, reference, &target);
    bool leads = target.len > skip && memcmp(target.data, head, skip) == 0;
    if (leads) {
        jsonpointer_name(target.data + skip, target.len - skip, name);
        table_put(names, name->data, name->len);
    }
    buf_free(&target);
    return leads;
}

void named_gather(const struct jsontape *t, uint32_t value, struct table *names)
{
    for (struct jsontape_walk w = jsontape_walk(t, value); jsontape_step(t, &w);) {
        if (w.key != JSONTAPE_NONE && jsontape_is(t, w.key, "$ref")) {
            struct buf name;
            buf_init(&name, CEILING_LINE);
            named_take(t, w.value, names, &name);
            buf_free(&name);
        }
        named_gather(t, w.value, names);
    }
}

static void add_mapping(const struct jsontape *t, uint32_t mapping, struct table *names,
                        struct buf *out)
{
    const char *sign = " (";
    struct buf value, name;
    buf_init(&value, CEILING_LINE);
    buf_init(&name, CEILING_LINE);
    for (struct jsontape_walk w = jsontape_walk(t, mapping); jsontape_step(t, &w);) {
        buf_reset(&value);
        buf_reset(&name);
        jsontape_string(t, w.key, &value);
        if (!named_take(t, w.value, names, &name))
            jsontape_string(t, w.value, &name);
        if (value.len == name.len && memcmp(value.data, name.data, name.len) == 0)
            continue;
        buf_text(out, sign);
        jsontape_copy(t, w.key, out);
        buf_text(out, ": ");
        facet_name(name.data, name.len, out);
        sign = ", ";
    }
    buf_text(out, *sign == ',' ? ")" : "");
    buf_free(&name);
    buf_free(&value);
}

void named_discriminator(const struct jsontape *t, uint32_t discriminator, struct table *names,
                         struct buf *out)
{
    uint32_t property = jsontape_get(t, discriminator, "propertyName");
    if (property == JSONTAPE_NONE)
        return;
    buf_text(out, " by ");
    jsontape_string(t, property, out);
    add_mapping(t, jsontape_get(t, discriminator, "mapping"), names, out);
}
