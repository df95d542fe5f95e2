#include "schema/tag.h"

#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "schema/members.h"
#include "schema/validate.h"

void schema_tag_set(const struct schema_merge *m, bool request, struct schema_pieces *p)
{
    struct buf name, value;
    buf_init(&name, CEILING_TEXT);
    buf_init(&value, CEILING_TEXT);
    bool tagged = schema_members_tag(m, &name, &value);
    for (size_t i = 0; tagged && i < p->names.count; i++) {
        const struct table_entry *e = &p->names.entry[i];
        if (e->len != name.len || memcmp(e->key, name.data, name.len) != 0 || !p->piece[i].in)
            continue;
        struct schema_merge member;
        schema_merge_init(&member, m->view, m->choice);
        schema_members_one(m, e->key, e->len, &member);
        const size_t at = p->text.len;
        struct jsonwrite w = jsonwrite_to(&p->text);
        jsonwrite_bytes(&w, value.data, value.len);
        if (schema_validate_merge(&member, p->text.data + at, p->text.len - at, request) !=
            SCHEMA_INVALID) {
            p->piece[i].at = at;
            p->piece[i].len = p->text.len - at;
        }
        schema_merge_free(&member);
    }
    buf_free(&name);
    buf_free(&value);
}
