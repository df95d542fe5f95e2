#include "schema/tag.h"

#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "schema/members.h"
#include "schema/validate.h"

/* Whether a member may have the value, which is added to json. */
static bool allows(const struct schema_merge *member, const struct buf *value, bool request,
                   struct buf *json)
{
    const size_t at = json->len;
    struct jsonwrite w = jsonwrite_to(json);
    jsonwrite_bytes(&w, value->data, value->len);
    return schema_validate_merge(member, json->data + at, json->len - at, request) !=
           SCHEMA_INVALID;
}

bool schema_tag_is(const struct schema_merge *m, const struct table_entry *e,
                   const struct schema_merge *member, bool request)
{
    struct buf name, value, json;
    buf_init(&name, CEILING_TEXT);
    buf_init(&value, CEILING_TEXT);
    buf_init(&json, CEILING_TEXT);
    const bool is = schema_members_tag(m, &name, &value) && e->len == name.len &&
                    memcmp(e->key, name.data, name.len) == 0 &&
                    allows(member, &value, request, &json);
    buf_free(&name);
    buf_free(&value);
    buf_free(&json);
    return is;
}

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
        if (allows(&member, &value, request, &p->text)) {
            p->piece[i].at = at;
            p->piece[i].len = p->text.len - at;
        }
        schema_merge_free(&member);
    }
    buf_free(&name);
    buf_free(&value);
}
