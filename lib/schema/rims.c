#include "schema/rims.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonpointer.h"
#include "jsonwrite.h"
#include "mem.h"
#include "schema/members.h"
#include "schema/naming.h"

/* A value to be told, and the member of the place it is about. */
struct rim {
    const struct schema_rims *rims;
    struct schema_pieces *pieces;
    bool *was; /* which members were in */
    struct buf value;
};

static bool tell(struct rim *r, const char *technique, const char *keyword, bool violates,
                 const char *limit, const char *member, size_t len)
{
    const struct schema_edge edge = {.technique = technique,
                                     .keyword = keyword,
                                     .violates = violates,
                                     .limit = limit,
                                     .value = r->value.data,
                                     .len = r->value.len,
                                     .member = member,
                                     .member_len = len};
    return buf_over(&r->value) || r->rims->each(r->rims->ctx, &edge);
}

static size_t members_in(const struct schema_pieces *p)
{
    size_t count = 0;
    for (size_t i = 0; i < p->names.count; i++)
        count += p->piece[i].in ? 1 : 0;
    return count;
}

static void restore(struct rim *r)
{
    for (size_t i = 0; i < r->pieces->names.count; i++)
        r->pieces->piece[i].in = r->was[i];
}

static bool is_required(const struct schema_pieces *p, size_t i)
{
    return (p->names.entry[i].value.number & SCHEMA_REQUIRED) != 0;
}

static bool put_in(struct rim *r, size_t i)
{
    r->rims->derive->values = 0;
    return schema_derive_member(r->rims->derive, r->rims->merge, r->pieces, i);
}

/* An object that would be empty gets another member: one in a form or query is not there without any.  False where
 * there is no other. */
static bool fill_up(struct rim *r, size_t without)
{
    const size_t left = members_in(r->pieces) - (r->pieces->piece[without].in ? 1 : 0);
    bool filled = left > 0 || !r->rims->textual;
    for (size_t i = 0; !filled && i < r->pieces->names.count; i++)
        filled = i != without && put_in(r, i);
    return filled || r->rims->top;
}

static bool missing_members(struct rim *r)
{
    const struct schema_pieces *p = r->pieces;
    bool go_on = true;
    for (size_t i = 0; go_on && i < p->names.count; i++) {
        if (!is_required(p, i) || !p->piece[i].in || !fill_up(r, i))
            continue;
        buf_reset(&r->value);
        schema_pieces_write(p, i, &r->value);
        go_on = tell(r, "missing_required", "required", true, NULL, p->names.entry[i].key,
                     p->names.entry[i].len);
        restore(r);
    }
    return go_on;
}

static bool says_no(const struct schema_merge *m, const char *keyword)
{
    for (size_t i = 0; i < m->parts; i++)
        if (jsontape_kind(m->view->tape, jsontape_get(m->view->tape, m->part[i], keyword)) == 'f')
            return true;
    return false;
}

static bool extra_member(struct rim *r)
{
    struct table names;
    struct buf value;
    size_t index = 0;
    const bool unevaluated = says_no(r->rims->merge, "unevaluatedProperties");
    const bool closed = says_no(r->rims->merge, "additionalProperties");
    if (!closed && !unevaluated)
        return true;
    buf_init(&value, CEILING_TEXT);
    buf_text(&value, "\"unexpected\"");
    buf_reset(&r->value);
    schema_pieces_write(r->pieces, r->pieces->names.count, &r->value);
    bool go_on = true;
    table_init(&names);
    schema_pieces_names(r->pieces, &names);
    const struct table_entry *e = schema_naming(r->rims->merge, r->rims->derive->request,
                                                "unexpected_property", &index, &names);
    if (e != NULL) {
        schema_pieces_append(&r->value, e->key, e->len, &value);
        go_on = tell(r, "extra_property", closed ? "additionalProperties" : "unevaluatedProperties",
                     true, NULL, e->key, e->len);
    }
    table_free(&names);
    buf_free(&value);
    return go_on;
}

/* A member that the server sets. */
static bool own_members(struct rim *r)
{
    struct schema_derive *d = r->rims->derive;
    const struct schema_pieces *p = r->pieces;
    bool go_on = true;
    for (size_t i = 0; go_on && d->request && i < p->names.count; i++) {
        struct schema_merge member;
        if ((p->names.entry[i].value.number & SCHEMA_CLOSED_OUT) != 0)
            continue;
        schema_merge_init(&member, d->view, NULL);
        schema_members_one(r->rims->merge, p->names.entry[i].key, p->names.entry[i].len, &member);
        const bool own = schema_merge_says(&member, "readOnly");
        schema_merge_free(&member);
        if (!own)
            continue;
        d->request = false;
        if (put_in(r, i)) {
            buf_reset(&r->value);
            schema_pieces_write(p, p->names.count, &r->value);
            go_on = tell(r, "read_only", "readOnly", true, NULL, p->names.entry[i].key,
                         p->names.entry[i].len);
        }
        d->request = true;
        restore(r);
    }
    return go_on;
}

bool schema_rims_append(const struct schema_rims *r, const char *name, size_t len,
                        struct buf *object)
{
    struct schema_merge member;
    struct buf value;
    buf_init(&value, CEILING_LINE);
    schema_merge_init(&member, r->derive->view, NULL);
    schema_members_one(r->merge, name, len, &member);
    r->derive->values = 0;
    const bool made = schema_derive(r->derive, &member, "", &value);
    if (made)
        schema_pieces_append(object, name, len, &value);
    schema_merge_free(&member);
    buf_free(&value);
    return made;
}

long long schema_rims_over(long long most)
{
    return most < 0 || most >= SCHEMA_RIMS_MOST ? -1 : most + 1;
}

/* Adds as many such members as count. */
static bool add_unknown(struct rim *r, size_t count)
{
    struct table names;
    size_t index = 0;
    bool made = !says_no(r->rims->merge, "unevaluatedProperties");
    table_init(&names);
    schema_pieces_names(r->pieces, &names);
    for (size_t i = 0; made && i < count; i++) {
        const struct table_entry *name = schema_naming(r->rims->merge, r->rims->derive->request,
                                                       "key", &index, &names);
        made = name != NULL && schema_rims_append(r->rims, name->key, name->len, &r->value);
    }
    table_free(&names);
    return made;
}

/* Writes an object of so many members, the required ones first; false when there are too many of those, or no
 * more can be added. */
static bool of_members(struct rim *r, size_t count)
{
    for (size_t i = 0; i < r->pieces->names.count; i++)
        r->pieces->piece[i].in = r->was[i] && is_required(r->pieces, i);
    for (size_t i = 0; i < r->pieces->names.count && members_in(r->pieces) < count; i++)
        put_in(r, i);
    const size_t have = members_in(r->pieces);
    buf_reset(&r->value);
    schema_pieces_write(r->pieces, r->pieces->names.count, &r->value);
    const bool made = have == count || (have < count && add_unknown(r, count - have));
    restore(r);
    return made;
}

static bool member_count(struct rim *r, long long count, long long limit, const char *keyword,
                         bool violates)
{
    char text[32];
    if (count < 0 || count > SCHEMA_RIMS_MOST || (r->rims->textual && count == 0) ||
        !of_members(r, (size_t)count))
        return true;
    snprintf(text, sizeof text, "%lld", limit);
    return tell(r, violates ? "boundary_out" : "boundary_in", keyword, violates, text, NULL, 0);
}

static bool member_counts(struct rim *r)
{
    const struct schema_merge *m = r->rims->merge;
    const long long least = schema_merge_least(m, "minProperties", 0);
    const long long most = schema_merge_most(m, "maxProperties", -1);
    return member_count(r, least > 0 ? least : -1, least, "minProperties", false) &&
           member_count(r, least - 1, least, "minProperties", true) &&
           member_count(r, most, most, "maxProperties", false) &&
           member_count(r, schema_rims_over(most), most, "maxProperties", true);
}

static size_t index_of(const struct schema_pieces *p, const struct jsontape *t, uint32_t name)
{
    size_t i = 0;
    while (i < p->names.count && !jsontape_is(t, name, p->names.entry[i].key))
        i++;
    return i;
}

/* A member with all that must come with it, and with one of them missing. */
static bool dependency(struct rim *r, uint32_t member, uint32_t needs)
{
    const struct jsontape *t = r->rims->merge->view->tape;
    const struct schema_pieces *p = r->pieces;
    const size_t own = index_of(p, t, member);
    bool go_on = true, made = own < p->names.count && put_in(r, own);
    struct jsontape_walk all = jsontape_walk(t, needs), w = all;
    while (made && jsontape_step(t, &all)) {
        const size_t i = index_of(p, t, all.value);
        made = i < p->names.count && put_in(r, i);
    }
    buf_reset(&r->value);
    schema_pieces_write(p, p->names.count, &r->value);
    if (made)
        go_on = tell(r, "dependency", "dependentRequired", false, p->names.entry[own].key,
                     p->names.entry[own].key, p->names.entry[own].len);
    while (made && go_on && jsontape_step(t, &w)) {
        const size_t i = index_of(p, t, w.value);
        buf_reset(&r->value);
        schema_pieces_write(p, i, &r->value);
        go_on = tell(r, "dependency", "dependentRequired", true, p->names.entry[own].key,
                     p->names.entry[i].key, p->names.entry[i].len);
    }
    restore(r);
    return go_on;
}

static bool dependencies(struct rim *r)
{
    const struct schema_merge *m = r->rims->merge;
    const struct jsontape *t = m->view->tape;
    bool go_on = true;
    for (size_t i = 0; go_on && i < m->parts; i++) {
        struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, m->part[i], "dependentRequired"));
        while (go_on && jsontape_step(t, &w))
            go_on = dependency(r, w.key, w.value);
    }
    return go_on;
}

bool schema_rims_object(const struct schema_rims *rims, struct schema_pieces *pieces)
{
    struct rim r = {.rims = rims, .pieces = pieces};
    r.was = mem_array(pieces->names.count + 1, sizeof *r.was);
    for (size_t i = 0; i < pieces->names.count; i++)
        r.was[i] = pieces->piece[i].in;
    buf_init(&r.value, CEILING_LINE);
    bool go_on = missing_members(&r) && extra_member(&r) && member_counts(&r) && dependencies(&r) &&
                 own_members(&r);
    buf_free(&r.value);
    free(r.was);
    return go_on;
}

/* An array of so many items, the first of them different. */
static bool of_items(struct rim *r, long long count, long long different)
{
    if (count < 0 || count > SCHEMA_RIMS_MOST)
        return false;
    buf_reset(&r->value);
    r->rims->derive->values = 0;
    return schema_derive_count(r->rims->derive, r->rims->merge, r->rims->name, (size_t)count,
                               (size_t)different, &r->value);
}

static bool item_count(struct rim *r, long long count, long long limit, const char *keyword,
                       bool violates)
{
    char text[32];
    /* Where there are not so many that differ, one too many is one that is there already. */
    if (!of_items(r, count, count) && !(violates && of_items(r, count, count - 1)))
        return true;
    snprintf(text, sizeof text, "%lld", limit);
    return tell(r, violates ? "boundary_out" : "boundary_in", keyword, violates, text, NULL, 0);
}

bool schema_rims_array(const struct schema_rims *rims)
{
    struct rim r = {.rims = rims};
    const long long least = schema_merge_least(rims->merge, "minItems", 0);
    const long long most = schema_merge_most(rims->merge, "maxItems", -1);
    const long long twice = least > 2 ? least : 2;
    buf_init(&r.value, CEILING_LINE);
    bool go_on = (least > 0 || rims->textual || !of_items(&r, 0, 0) ||
                  tell(&r, "empty_value", "items", false, NULL, NULL, 0)) &&
                 item_count(&r, least > 0 ? least : -1, least, "minItems", false) &&
                 item_count(&r, least - 1, least, "minItems", true) &&
                 item_count(&r, most, most, "maxItems", false) &&
                 item_count(&r, schema_rims_over(most), most, "maxItems", true);
    if (go_on && schema_merge_says(rims->merge, "uniqueItems") && (most < 0 || twice <= most) &&
        of_items(&r, twice, twice - 1))
        go_on = tell(&r, "unique_items", "uniqueItems", true, NULL, NULL, 0);
    buf_free(&r.value);
    return go_on;
}
