#include "schema/instance.h"

#include "ceiling.h"
#include "schema/validate.h"

bool schema_instance(struct schema_derive *d, uint32_t schema, const char *name, struct buf *out)
{
    const size_t start = out->len;
    struct schema_merge m;
    struct buf better;
    schema_merge_init(&m, d->view, d->choice);
    schema_merge_add(&m, schema);
    bool made = schema_derive(d, &m, name, out);
    if (!d->careful &&
        (!made || schema_validate_text(d->view, schema, out->data + start, out->len - start,
                                       d->request, NULL) == SCHEMA_INVALID)) {
        buf_init(&better, CEILING_LINE);
        d->values = 0;
        d->careful = true;
        d->careful = schema_derive(d, &m, name, &better);
        if (d->careful)
            buf_cut(out, start);
        buf_add(out, better.data, better.len);
        made = made || d->careful;
        buf_free(&better);
    }
    schema_merge_free(&m);
    return made;
}
