#include "schema/derive.h"

#include <string.h>

#include "ceiling.h"
#include "digest.h"
#include "schema/amount.h"
#include "schema/apart.h"
#include "schema/fork.h"
#include "schema/given.h"
#include "schema/members.h"
#include "schema/naming.h"
#include "schema/tag.h"
#include "schema/validate.h"
#include "schema/value.h"

/* Values in one instance: enough for any request a person would read. */
#define VALUES 1000
/* Salts that are tried where the plain value is right for more than one branch. */
#define SALTS 3
/* Items that are made to find one that is not there yet. */
#define TRIES 40
/* Branches of oneOf and anyOf that are tried where the first gives nothing valid. */
#define BRANCHES 8

static void back_to(struct buf *out, size_t len)
{
    out->len = len;
    out->data[len] = '\0';
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

/* A part of a value: of a schema that we are in what is required alone and once, where it need not be there. */
static bool derive_part(struct schema_derive *d, const struct schema_merge *m, bool needed,
                        const char *name, struct buf *out)
{
    const bool all = d->all, again = !needed && schema_way_times(&d->way, m) > 0;
    d->all = all && !again;
    const bool made = (all || !again) && schema_derive(d, m, name, out);
    d->all = all;
    return made;
}

/* Adds one item; false, with nothing added, when it cannot be made, or need not be and would go round. */
static bool add_item(struct schema_derive *d, const struct schema_merge *m, const char *name,
                     size_t index, bool matching, bool needed, struct buf *out)
{
    struct schema_merge item;
    const size_t before = out->len;
    schema_merge_init(&item, d->view, d->choice);
    schema_members_item(m, index, &item);
    if (matching)
        schema_members_keyword(m, "contains", &item);
    else
        schema_merge_bar(&item, schema_merge_get(m, "contains"));
    if (index > 0)
        buf_char(out, ',');
    bool made = derive_part(d, &item, needed, name, out);
    schema_merge_free(&item);
    if (!made)
        back_to(out, before);
    return made;
}

/* Adds an item that is none of those before it: if need be with a member in each object, and with the next salt that
 * gives one. */
static bool add_other(struct schema_derive *d, const struct schema_merge *m, const char *name,
                      size_t index, bool matching, struct table *before, struct buf *out)
{
    const size_t start = out->len, own = start + (index > 0 ? 1 : 0);
    const bool some = d->some;
    bool made = true, found = false;
    for (size_t tries = 0; made && !found && tries < TRIES; tries++) {
        d->salt += tries > 1 ? 1 : 0;
        d->some = some || tries > 0;
        back_to(out, start);
        made = add_item(d, m, name, index, matching, true, out);
        found = made && table_get(before, out->data + own, out->len - own) == NULL;
    }
    d->some = some;
    if (found)
        table_put(before, out->data + own, out->len - own);
    else
        back_to(out, start);
    return found;
}

bool schema_derive_items(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         const struct schema_items *how, struct buf *out)
{
    const size_t start = out->len;
    const uint64_t salt = d->salt;
    const bool unique = schema_merge_says(m, "uniqueItems");
    struct table before;
    bool made = true;
    table_init(&before);
    buf_char(out, '[');
    for (size_t i = 0; made && i < how->count; i++) {
        const bool differs = i < how->different, matching = i < how->matching;
        d->salt = differs ? d->salt : salt;
        made = differs && unique ? add_other(d, m, name, i, matching, &before, out)
                                 : add_item(d, m, name, i, matching, true, out);
        d->salt++;
    }
    d->salt = salt;
    table_free(&before);
    buf_char(out, ']');
    if (!made)
        back_to(out, start);
    return made;
}

bool schema_derive_count(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         size_t count, size_t different, struct buf *out)
{
    const size_t needed = (size_t)schema_members_needed(m);
    const struct schema_items some = {count, different, needed < count ? needed : count};
    const struct schema_items all = {count, different, count};
    return schema_derive_items(d, m, name, &some, out) ||
           (some.matching < count && needed > 0 && schema_derive_items(d, m, name, &all, out));
}

static bool derive_array(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         struct buf *out)
{
    const long long needed = schema_members_needed(m);
    const long long asked = schema_merge_least(m, "minItems", 0);
    const long long least = needed > asked ? needed : asked;
    const long long most = schema_merge_most(m, "maxItems", -1);
    if (least > SCHEMA_DERIVE_ITEMS || (most >= 0 && least > most))
        return false;
    if (least > 0)
        return schema_derive_count(d, m, name, (size_t)least, (size_t)least, out);
    buf_char(out, '[');
    if (most != 0)
        add_item(d, m, name, 0, false, false, out);
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
    if (!p->piece[i].sealed) {
        p->piece[i].at = p->text.len;
        made = derive_part(d, &member, required, e->key, &p->text);
        p->piece[i].len = p->text.len - p->piece[i].at;
    }
    schema_merge_free(&member);
    return made || (p->piece[i].sealed && required);
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
    if (!p->piece[index].in && make_member(d, m, p, index, false)) {
        p->piece[index].in = p->piece[index].len > 0;
        schema_tag_set(m, d->request, p);
    }
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

/* Whether an object gets a member that no schema names: one that is there by its members only, all that may be, or one
 * that shows what they may be. */
static bool wants_other(const struct schema_derive *d, const struct schema_merge *m,
                        const struct table *names)
{
    const uint32_t more = schema_merge_get(m, "additionalProperties");
    return (names->count == 0 && (d->textual || d->some || (d->all && more != JSONTAPE_NONE))) ||
           (d->others && jsontape_kind(m->view->tape, more) == '{');
}

bool schema_derive_members(struct schema_derive *d, const struct schema_merge *m,
                           struct schema_pieces *p)
{
    schema_members_of(m, &p->names);
    schema_naming_others(m, d->request, wants_other(d, m, &p->names), &p->names);
    schema_pieces_ready(p);
    for (size_t i = 0; i < p->names.count; i++) {
        if ((p->names.entry[i].value.number & (SCHEMA_REQUIRED | SCHEMA_WANTED)) == 0)
            continue;
        if (!make_member(d, m, p, i, true))
            return false;
        p->piece[i].in = p->piece[i].len > 0;
    }
    add_optional(d, m, p);
    if (d->textual && d->way.depth > 1)
        add_any(d, m, p);
    schema_tag_set(m, d->request, p);
    return true;
}

static bool derive_object(struct schema_derive *d, const struct schema_merge *m, struct buf *out)
{
    struct schema_pieces p;
    schema_pieces_init(&p);
    d->objects++;
    bool made = schema_derive_members(d, m, &p);
    if (made && (d->textual || d->some))
        add_any(d, m, &p);
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
    if (type == 0 || d->way.depth == SCHEMA_WAY_WITHIN || ++d->values > VALUES ||
        schema_way_times(&d->way, m) >= 2)
        return false;
    if (take_given(d, m, type, name, out))
        return true;
    schema_way_enter(&d->way, m);
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
    schema_way_leave(&d->way);
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

static bool derive_branch(struct schema_derive *d, const struct schema_merge *m,
                          const struct schema_fork *f, const char *name, struct buf *out)
{
    bool made = false;
    for (size_t i = 0; !made && i < f->branches && i < BRANCHES; i++) {
        const struct schema_choice choice = {f->list, i, m->choice};
        struct schema_merge other;
        schema_fork_take(m, &choice, &other);
        made = derive_valid(d, &other, name, out);
        schema_merge_free(&other);
    }
    return made;
}

static bool derive_forks(struct schema_derive *d, const struct schema_merge *m, const char *name,
                         struct buf *out)
{
    struct schema_fork f = {0};
    while (schema_fork_next(m, &f))
        if (derive_branch(d, m, &f, name, out))
            return true;
    return false;
}

/* A value that is less plain than one that more branches of a oneOf hold than may. */
static bool derive_salted(struct schema_derive *d, const struct schema_merge *m, const char *name,
                          struct buf *out)
{
    const uint64_t salt = d->salt;
    bool made = false;
    for (size_t i = 0; !made && i < SALTS && schema_merge_get(m, "oneOf") != JSONTAPE_NONE; i++) {
        d->salt++;
        made = derive_valid(d, m, name, out) || derive_forks(d, m, name, out);
    }
    d->salt = salt;
    return made;
}

static bool derive_null(const struct schema_derive *d, const struct schema_merge *m,
                        struct buf *out)
{
    const bool made = (m->types & SCHEMA_NULL) != 0 && m->types != SCHEMA_ANY &&
                      schema_validate_merge(m, "null", 4, d->request) != SCHEMA_INVALID;
    buf_text(out, made ? "null" : "");
    return made;
}

/* A value that is known to be right, as far as can be known. */
static bool derive_judged(struct schema_derive *d, const struct schema_merge *m, const char *name,
                          struct buf *out)
{
    return derive_valid(d, m, name, out) ||
           (m->bars > 0 && schema_apart(m, name, d->request, d->textual, out)) ||
           derive_forks(d, m, name, out) || derive_salted(d, m, name, out) ||
           derive_null(d, m, out);
}

bool schema_derive(struct schema_derive *d, const struct schema_merge *m, const char *name,
                   struct buf *out)
{
    const size_t start = out->len;
    if ((m->tangled || d->careful) && derive_judged(d, m, name, out))
        return true;
    if ((!m->tangled || m->passed == 0) && !d->careful && derive_once(d, m, name, out))
        return true;
    back_to(out, start);
    return false;
}
