#include "schema/derive.h"

#include <stdio.h>
#include <string.h>

#include "ceiling.h"
#include "digest.h"
#include "jsonwrite.h"
#include "schema/amount.h"
#include "schema/given.h"
#include "schema/members.h"
#include "schema/validate.h"
#include "schema/value.h"

/* Values in one instance: enough for any request a person would read. */
#define VALUES 1000
/* Members that no schema names. */
#define OTHERS 32
/* Branches of oneOf and anyOf that are tried where the first gives nothing valid. */
#define BRANCHES 8

static void back_to(struct buf *out, size_t len)
{
    out->len = len;
    out->data[len] = '\0';
}

/* The schema that names a merge: of the first part that is not a reference alone. */
static uint32_t identity(const struct schema_merge *m)
{
    for (size_t i = 0; i < m->parts; i++)
        if (jsontape_get(m->view->tape, m->part[i], "$ref") == JSONTAPE_NONE)
            return m->part[i];
    return m->parts > 0 ? m->part[0] : JSONTAPE_NONE;
}

size_t schema_derive_within(const struct schema_derive *d, const struct schema_merge *m)
{
    uint32_t own = identity(m);
    size_t times = 0;
    for (size_t i = 0; i < d->depth; i++)
        times += own != JSONTAPE_NONE && identity(d->within[i]) == own ? 1 : 0;
    return times;
}

bool schema_derive_enter(struct schema_derive *d, const struct schema_merge *m)
{
    if (d->depth == SCHEMA_DERIVE_WITHIN)
        return false;
    d->within[d->depth++] = m;
    return true;
}

void schema_derive_leave(struct schema_derive *d)
{
    d->depth--;
}

static uint64_t salted(const struct schema_derive *d, const char *name)
{
    uint64_t own = d->seed <= 1 ? 0 : 1 + digest_short(name, strlen(name), d->seed) % 900;
    return own + d->salt;
}

static bool is_open(const struct schema_merge *m)
{
    return schema_merge_get(m, "properties") == JSONTAPE_NONE &&
           schema_merge_get(m, "items") == JSONTAPE_NONE;
}

/* A value that the description itself gives. */
static bool take_given(const struct schema_derive *d, const struct schema_merge *m, unsigned type,
                       const char *name, struct buf *out)
{
    const bool container = type == SCHEMA_OBJECT || type == SCHEMA_ARRAY;
    if (schema_given_is_choice(m))
        return schema_given_choice(m, d->request, salted(d, name), out);
    return d->salt == 0 && (!container || (d->all && is_open(m))) &&
           schema_given_example(m, d->request, salted(d, name), out);
}

/* Adds one item; false, with nothing added, when it cannot be made, or need not be and would go round. */
static bool add_item(struct schema_derive *d, const struct schema_merge *m, const char *name,
                     size_t index, bool needed, struct buf *out)
{
    struct schema_merge item;
    const size_t before = out->len;
    schema_merge_init(&item, d->view, d->choice);
    schema_members_item(m, index, &item);
    if (index > 0)
        buf_char(out, ',');
    bool made = (needed || schema_derive_within(d, &item) == 0) &&
                schema_derive(d, &item, name, out);
    schema_merge_free(&item);
    if (!made)
        back_to(out, before);
    return made;
}

bool schema_derive_items(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         size_t count, size_t different, struct buf *out)
{
    const size_t start = out->len;
    const uint64_t salt = d->salt;
    bool made = true;
    buf_char(out, '[');
    for (size_t i = 0; made && i < count; i++) {
        d->salt = salt + (i < different ? i : 0);
        made = add_item(d, m, name, i, true, out);
    }
    d->salt = salt;
    buf_char(out, ']');
    if (!made)
        back_to(out, start);
    return made;
}

static bool derive_array(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         struct buf *out)
{
    long long least = schema_merge_least(m, "minItems", 0);
    long long most = schema_merge_most(m, "maxItems", -1);
    if (least > SCHEMA_DERIVE_ITEMS || (most >= 0 && least > most))
        return false;
    if (least > 0)
        return schema_derive_items(d, m, name, (size_t)least, (size_t)least, out);
    buf_char(out, '[');
    if (most != 0)
        add_item(d, m, name, 0, false, out);
    buf_char(out, ']');
    return true;
}

static bool make_member(struct schema_derive *d, const struct schema_merge *m,
                        struct schema_pieces *p, size_t i, bool required)
{
    const struct table_entry *e = &p->names.entry[i];
    struct schema_merge member;
    schema_merge_init(&member, d->view, d->choice);
    schema_members_one(m, e->key, e->len, &member);
    p->piece[i].sealed = (d->request && schema_merge_says(&member, "readOnly")) ||
                         (e->value.number & SCHEMA_CLOSED_OUT) != 0;
    bool made = false;
    if (!p->piece[i].sealed && (required || schema_derive_within(d, &member) == 0)) {
        p->piece[i].at = p->text.len;
        made = schema_derive(d, &member, e->key, &p->text);
        p->piece[i].len = p->text.len - p->piece[i].at;
    }
    bool sealed = p->piece[i].sealed;
    schema_merge_free(&member);
    return made || (sealed && required);
}

/* The value that tells the branches of a discriminator apart, where its member is a plain string. */
static void set_tag(const struct schema_derive *d, const struct schema_merge *m,
                    struct schema_pieces *p)
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
        schema_merge_init(&member, d->view, d->choice);
        schema_members_one(m, e->key, e->len, &member);
        const size_t at = p->text.len;
        struct jsonwrite w = jsonwrite_to(&p->text);
        jsonwrite_bytes(&w, value.data, value.len);
        if (schema_validate_merge(&member, p->text.data + at, p->text.len - at, d->request) !=
            SCHEMA_INVALID) {
            p->piece[i].at = at;
            p->piece[i].len = p->text.len - at;
        }
        schema_merge_free(&member);
    }
    buf_free(&name);
    buf_free(&value);
}

static enum schema_verdict judge(const struct schema_derive *d, const struct schema_merge *m,
                                 const struct schema_pieces *p)
{
    struct buf text;
    buf_init(&text, CEILING_LINE);
    schema_pieces_write(p, p->names.count, &text);
    enum schema_verdict verdict = schema_validate_merge(m, text.data, text.len, d->request);
    buf_free(&text);
    return verdict;
}

/* Optional members: all that can be made, or as many as it takes to be valid.  Where members depend on
 * each other, one that makes a valid object invalid is left out. */
static void add_optional(struct schema_derive *d, const struct schema_merge *m,
                         struct schema_pieces *p)
{
    const bool all = d->all && d->objects <= SCHEMA_DERIVE_DEPTH;
    enum schema_verdict verdict = m->tangled ? judge(d, m, p) : SCHEMA_VALID;
    /* Twice: a member may ask for one that comes after it. */
    const size_t rounds = m->tangled && all ? 2 * p->names.count : p->names.count;
    for (size_t round = 0; round < rounds; round++) {
        const size_t i = round % p->names.count;
        struct schema_piece *piece = &p->piece[i];
        if (piece->in || (p->names.entry[i].value.number & SCHEMA_REQUIRED) != 0 ||
            !(all || verdict == SCHEMA_INVALID) || !make_member(d, m, p, i, false))
            continue;
        piece->in = true;
        if (!m->tangled)
            continue;
        enum schema_verdict with = judge(d, m, p);
        if (with == SCHEMA_INVALID && verdict != SCHEMA_INVALID)
            piece->in = false;
        else
            verdict = with;
    }
}

bool schema_derive_member(struct schema_derive *d, const struct schema_merge *m,
                          struct schema_pieces *p, size_t index)
{
    if (!p->piece[index].in && make_member(d, m, p, index, false))
        p->piece[index].in = p->piece[index].len > 0;
    return p->piece[index].in;
}

/* One member, where none is in. */
static void add_any(struct schema_derive *d, const struct schema_merge *m, struct schema_pieces *p)
{
    bool any = false;
    for (size_t i = 0; !any && i < p->names.count; i++)
        any = p->piece[i].in;
    for (size_t i = 0; !any && i < p->names.count; i++)
        any = schema_derive_member(d, m, p, i);
}

/* Names for members that no schema names: one where nothing is named, and as many as minProperties asks for. */
static void name_others(const struct schema_derive *d, const struct schema_merge *m,
                        struct schema_pieces *p)
{
    uint32_t more = schema_merge_get(m, "additionalProperties");
    const bool one = p->names.count == 0 && (d->all || (d->textual && d->depth > 1)) &&
                     more != JSONTAPE_NONE;
    const long long least = schema_merge_least(m, "minProperties", 0);
    char name[32];
    for (size_t i = p->names.count; jsontape_kind(m->view->tape, more) != 'f' && i < OTHERS &&
                                    ((i == 0 && one) || (long long)i < least);
         i++) {
        if (i == 0)
            snprintf(name, sizeof name, "key");
        else
            snprintf(name, sizeof name, "key_%zu", i + 1);
        table_put(&p->names, name, strlen(name));
    }
}

bool schema_derive_members(struct schema_derive *d, const struct schema_merge *m,
                           struct schema_pieces *p)
{
    schema_members_of(m, &p->names);
    name_others(d, m, p);
    schema_pieces_ready(p);
    for (size_t i = 0; i < p->names.count; i++) {
        if ((p->names.entry[i].value.number & SCHEMA_REQUIRED) == 0)
            continue;
        if (!make_member(d, m, p, i, true))
            return false;
        p->piece[i].in = p->piece[i].len > 0;
    }
    add_optional(d, m, p);
    if (d->textual && d->depth > 1)
        add_any(d, m, p);
    set_tag(d, m, p);
    return true;
}

static bool derive_object(struct schema_derive *d, const struct schema_merge *m, struct buf *out)
{
    struct schema_pieces p;
    schema_pieces_init(&p);
    d->objects++;
    bool made = schema_derive_members(d, m, &p);
    d->objects--;
    if (made)
        schema_pieces_write(&p, p.names.count, out);
    schema_pieces_free(&p);
    return made;
}

static bool derive_once(struct schema_derive *d, const struct schema_merge *m, const char *name,
                        struct buf *out)
{
    const unsigned type = schema_merge_type(m);
    bool made = false;
    if (type == 0 || d->depth == SCHEMA_DERIVE_WITHIN || ++d->values > VALUES ||
        schema_derive_within(d, m) >= 2)
        return false;
    if (take_given(d, m, type, name, out))
        return true;
    schema_derive_enter(d, m);
    switch (type) {
    case SCHEMA_OBJECT:
        made = derive_object(d, m, out);
        break;
    case SCHEMA_ARRAY:
        made = derive_array(d, m, name, out);
        break;
    case SCHEMA_STRING:
        made = schema_value_string(m, name, salted(d, name), out);
        break;
    case SCHEMA_INTEGER:
    case SCHEMA_NUMBER:
        made = schema_amount(m, name, type == SCHEMA_INTEGER, salted(d, name), out);
        break;
    default:
        buf_text(out, type == SCHEMA_NULL ? "null" : salted(d, name) % 2 == 0 ? "true" : "false");
        made = true;
    }
    schema_derive_leave(d);
    if (!made && (m->types & SCHEMA_NULL) != 0 && m->types != SCHEMA_ANY) {
        buf_text(out, "null");
        made = true;
    }
    return made && !buf_over(out);
}

/* derive_once, unless what came out is known to be invalid. */
static bool derive_valid(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         struct buf *out)
{
    const size_t start = out->len;
    if (derive_once(d, m, name, out) &&
        schema_validate_merge(m, out->data + start, out->len - start, d->request) != SCHEMA_INVALID)
        return true;
    back_to(out, start);
    return false;
}

static bool derive_branch(struct schema_derive *d, const struct schema_merge *m, uint32_t list,
                          const char *name, struct buf *out)
{
    bool made = false;
    const size_t size = jsontape_size(m->view->tape, list);
    for (size_t i = 0; !made && i < size && i < BRANCHES; i++) {
        const struct schema_choice choice = {list, i, m->choice};
        struct schema_merge other;
        schema_merge_init(&other, d->view, &choice);
        for (size_t j = 0; j < m->roots; j++)
            schema_merge_add(&other, m->root[j]);
        made = derive_valid(d, &other, name, out);
        schema_merge_free(&other);
    }
    return made;
}

bool schema_derive(struct schema_derive *d, const struct schema_merge *m, const char *name,
                   struct buf *out)
{
    const size_t start = out->len;
    if (m->tangled ? derive_valid(d, m, name, out) : derive_once(d, m, name, out))
        return true;
    back_to(out, start);
    for (size_t i = 0; i < m->parts; i++) {
        const struct jsontape *t = m->view->tape;
        if (derive_branch(d, m, jsontape_get(t, m->part[i], "oneOf"), name, out) ||
            derive_branch(d, m, jsontape_get(t, m->part[i], "anyOf"), name, out))
            return true;
    }
    if (m->tangled && derive_once(d, m, name, out))
        return true;
    back_to(out, start);
    return false;
}

bool schema_derive_schema(struct schema_derive *d, uint32_t schema, const char *name,
                          struct buf *out)
{
    struct schema_merge m;
    schema_merge_init(&m, d->view, d->choice);
    schema_merge_add(&m, schema);
    bool made = schema_derive(d, &m, name, out);
    schema_merge_free(&m);
    return made;
}
