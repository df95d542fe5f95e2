#include "schema/clauses.h"

#include <stdio.h>
#include <string.h>

#include "ceiling.h"
#include "jsonstring.h"
#include "schema/members.h"
#include "schema/validate.h"

static bool tell(const struct schema_rims *r, const char *keyword, bool violates, const char *limit,
                 const struct buf *value)
{
    const struct schema_edge edge = {.technique = violates ? "boundary_out" : "boundary_in",
                                     .keyword = keyword,
                                     .violates = violates,
                                     .limit = limit,
                                     .value = value->data,
                                     .len = value->len};
    return buf_over(value) || r->each(r->ctx, &edge);
}

/* A `not`, and the values at its edge that were found so far. */
struct opposite {
    const struct schema_rims *rims;
    uint32_t schema;
    struct buf held, missed; /* empty: none yet */
};

static void keep(struct opposite *o, const char *value, size_t len)
{
    const struct schema_rims *r = o->rims;
    const bool request = r->derive->request;
    const enum schema_verdict verdict = schema_validate_merge(r->merge, value, len, request);
    if (verdict == SCHEMA_VALID && o->missed.len == 0)
        buf_add(&o->missed, value, len);
    if (verdict == SCHEMA_INVALID && o->held.len == 0 &&
        schema_validate_text(r->merge->view, o->schema, value, len, request, NULL) == SCHEMA_VALID)
        buf_add(&o->held, value, len);
}

static bool keep_edge(void *ctx, const struct schema_edge *e)
{
    struct opposite *o = ctx;
    keep(o, e->value, e->len);
    return o->held.len == 0 || o->missed.len == 0;
}

/* Goes along the edges of what a `not` forbids: met holds all that the place asks for, and that. */
static void search(struct opposite *o, struct schema_merge *met)
{
    struct schema_derive *d = o->rims->derive;
    struct schema_rims along = *o->rims;
    struct schema_pieces pieces;
    struct buf value;
    along.merge = met;
    along.each = keep_edge;
    along.ctx = o;
    buf_init(&value, CEILING_LINE);
    d->values = 0;
    if (schema_derive(d, met, o->rims->name, &value))
        keep(o, value.data, value.len);
    buf_free(&value);
    schema_edges(met, o->rims->name, o->rims->textual, keep_edge, o);
    if (schema_merge_type(met) != SCHEMA_OBJECT)
        return;
    schema_pieces_init(&pieces);
    d->values = 0;
    if (schema_derive_members(d, met, &pieces))
        schema_rims_object(&along, &pieces);
    schema_pieces_free(&pieces);
}

static bool opposite(const struct schema_rims *r, uint32_t schema)
{
    struct opposite o = {.rims = r, .schema = schema};
    struct schema_merge met;
    buf_init(&o.held, CEILING_LINE);
    buf_init(&o.missed, CEILING_LINE);
    schema_merge_init(&met, r->merge->view, r->merge->choice);
    for (size_t i = 0; i < r->merge->roots; i++)
        schema_merge_add(&met, r->merge->root[i]);
    schema_merge_add(&met, schema);
    met.bars = 0;
    met.unjudged = true;
    search(&o, &met);
    bool go_on = (o.missed.len == 0 || tell(r, "not", false, NULL, &o.missed)) &&
                 (o.held.len == 0 || tell(r, "not", true, NULL, &o.held));
    schema_merge_free(&met);
    buf_free(&o.held);
    buf_free(&o.missed);
    return go_on;
}

bool schema_clauses(const struct schema_rims *r)
{
    bool go_on = true;
    for (size_t i = 0; go_on && i < r->merge->parts && r->merge->bars > 0; i++) {
        uint32_t no = jsontape_get(r->merge->view->tape, r->merge->part[i], "not");
        go_on = no == JSONTAPE_NONE || opposite(r, no);
    }
    return go_on;
}

/* An object with one member of a name that is to be told. */
struct naming {
    const struct schema_rims *rims;
    const struct schema_pieces *pieces;
};

/* Adds such an object; false where there is no value for the member. */
static bool write_named(const struct naming *n, const struct buf *name, struct buf *out)
{
    schema_pieces_write(n->pieces, n->pieces->names.count, out);
    return schema_rims_append(n->rims, name->data, name->len, out);
}

static bool name_edge(void *ctx, const struct schema_edge *e)
{
    const struct naming *n = ctx;
    const bool near = strcmp(e->technique, "boundary_in") == 0 ||
                      strcmp(e->technique, "enum_value") == 0;
    struct buf name, value;
    bool go_on = true;
    if (e->value[0] != '"' || !(near || e->violates))
        return true;
    buf_init(&name, CEILING_TEXT);
    buf_init(&value, CEILING_LINE);
    jsonstring_decode(e->value, e->len, &name);
    if (table_get(&n->pieces->names, name.data, name.len) == NULL && write_named(n, &name, &value))
        go_on = tell(n->rims, "propertyNames", e->violates, name.data, &value);
    buf_free(&name);
    buf_free(&value);
    return go_on;
}

bool schema_clauses_object(const struct schema_rims *r, struct schema_pieces *pieces)
{
    struct naming n = {r, pieces};
    struct schema_merge names;
    if (r->textual || schema_merge_get(r->merge, "propertyNames") == JSONTAPE_NONE)
        return true;
    schema_merge_init(&names, r->merge->view, NULL);
    schema_members_keyword(r->merge, "propertyNames", &names);
    names.types &= SCHEMA_STRING;
    bool go_on = schema_edges(&names, "", false, name_edge, &n);
    schema_merge_free(&names);
    return go_on;
}

/* An array of which so many items are what `contains` looks for, among as few as are allowed. */
static bool matching(const struct schema_rims *r, long long matching, const char *keyword,
                     bool violates, long long limit)
{
    const long long least = schema_merge_least(r->merge, "minItems", 0);
    const long long count = matching > least ? matching : least > 0 ? least : 1;
    char text[32];
    struct buf value;
    if (matching < 0 || count > SCHEMA_RIMS_MOST)
        return true;
    struct schema_items how = {(size_t)count, (size_t)count, (size_t)matching};
    snprintf(text, sizeof text, "%lld", limit);
    buf_init(&value, CEILING_LINE);
    r->derive->values = 0;
    bool made = schema_derive_items(r->derive, r->merge, r->name, &how, &value);
    if (!made && matching >= least && matching < count) {
        how.count = (size_t)matching;
        made = schema_derive_items(r->derive, r->merge, r->name, &how, &value);
    }
    bool go_on = !made || tell(r, keyword, violates, text, &value);
    buf_free(&value);
    return go_on;
}

bool schema_clauses_array(const struct schema_rims *r)
{
    const long long needed = schema_members_needed(r->merge);
    const long long borne = schema_members_borne(r->merge);
    const bool told = schema_merge_get(r->merge, "minContains") != JSONTAPE_NONE;
    const char *least = told ? "minContains" : "contains";
    if (schema_merge_get(r->merge, "contains") == JSONTAPE_NONE)
        return true;
    return matching(r, needed, least, false, needed) &&
           matching(r, needed - 1, least, true, needed) &&
           matching(r, borne, "maxContains", false, borne) &&
           matching(r, schema_rims_over(borne), "maxContains", true, borne);
}
