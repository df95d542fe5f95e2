#include "schema/object.h"

#include <string.h>

/* So many keys and values looked through are one step. */
#define MANY 256

int schema_object_order(const char *a, size_t alen, const char *b, size_t blen)
{
    if (alen != blen)
        return alen < blen ? -1 : 1;
    const int first = alen == 0 ? 0 : (unsigned char)*a - (unsigned char)*b;
    return first != 0 || alen == 0 ? first : memcmp(a, b, alen);
}

/* The schema of a member of that name, or JSONTAPE_NONE. */
static uint32_t find(const struct schema_names *names, const char *name, size_t len)
{
    size_t low = 0, high = names->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const struct schema_name *n = &names->name[middle];
        const int order = schema_object_order(name, len, n->text, n->len);
        if (order == 0)
            return n->node;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return JSONTAPE_NONE;
}

/* A member of the instance that is looked at. */
struct member {
    uint32_t key, value;
    size_t index;
};

static enum schema_verdict check_member(struct schema_run *r, uint32_t schema,
                                        const struct schema_place *p, const struct member *m)
{
    struct schema_path path = {p->path, NULL, 0, 0};
    path.key = jsontape_raw(r->tape, m->key, &path.len);
    return r->check(r, schema, m->value, &path, NULL);
}

/* As check_member where it is not certain that the schema is asked for: a failure proves nothing. */
static enum schema_verdict check_maybe(struct schema_run *r, uint32_t schema,
                                       const struct schema_place *p, const struct member *m)
{
    const bool quiet = r->quiet;
    r->quiet = true;
    enum schema_verdict verdict = check_member(r, schema, p, m);
    r->quiet = quiet;
    return verdict == SCHEMA_VALID ? SCHEMA_VALID : SCHEMA_UNKNOWN;
}

/* A member that no other keyword knows. */
static enum schema_verdict check_other(struct schema_run *r, const char *keyword, uint32_t schema,
                                       const struct schema_place *p, const struct member *m)
{
    if (jsontape_kind(r->view->tape, schema) == 'f')
        return schema_run_fail_member(r, keyword, schema, p, r->tape, m->key);
    return check_member(r, schema, p, m);
}

/* The member of that name, or JSONTAPE_NONE: a look through all of them, which counts where they are many. */
static uint32_t get(struct schema_run *r, const struct schema_place *p, const char *name,
                    size_t len)
{
    const size_t nodes = r->tape->node[p->at].next - p->at;
    if (nodes > MANY)
        schema_run_spend(r, nodes / MANY);
    return jsontape_get_bytes(r->tape, p->at, name, len);
}

/* Whether a pattern names the member. */
static enum schema_verdict is_named(struct schema_run *r, const struct schema_named_by *by,
                                    const struct schema_place *p, const char *name, size_t len)
{
    if (!schema_run_spend(r, 1))
        return schema_run_doubt(r, by->schema, p->path, "there is too much to check");
    enum schema_verdict named = schema_view_search(r->view, by->regex, name, len);
    if (named == SCHEMA_UNKNOWN)
        schema_run_doubt(r, by->schema, p->path,
                         by->regex == NULL ? "the pattern cannot be read"
                                           : "the search for the pattern takes too long");
    return named;
}

static enum schema_verdict check_shape(struct schema_run *r, const struct schema_rule *rule,
                                       const struct schema_place *p, const struct member *m,
                                       struct buf *spare)
{
    const struct schema_shape *shape = rule->shape;
    enum schema_mark mark = SCHEMA_UNSEEN;
    enum schema_verdict verdict = SCHEMA_VALID;
    size_t len;
    const char *name = schema_run_text(r, m->key, spare, &len);
    uint32_t own = find(&shape->names, name, len);
    if (own != JSONTAPE_NONE) {
        mark = SCHEMA_SEEN;
        verdict = check_member(r, own, p, m);
    }
    for (size_t i = 0; i < shape->patterns && schema_run_goes_on(r, verdict); i++) {
        const struct schema_named_by *by = &shape->pattern[i];
        enum schema_verdict named = is_named(r, by, p, name, len);
        if (named == SCHEMA_VALID)
            verdict = schema_verdict_and(verdict, check_member(r, by->schema, p, m));
        else if (named == SCHEMA_UNKNOWN)
            verdict = schema_verdict_and(verdict, check_maybe(r, by->schema, p, m));
        mark = (enum schema_mark)named > mark ? (enum schema_mark)named : mark;
    }
    if (shape->rest != JSONTAPE_NONE && mark == SCHEMA_UNSEEN)
        verdict = check_other(r, "additionalProperties", shape->rest, p, m);
    else if (shape->rest != JSONTAPE_NONE && mark == SCHEMA_MAYBE)
        verdict = schema_verdict_and(verdict, check_maybe(r, shape->rest, p, m));
    schema_run_mark(p, m->index, shape->rest != JSONTAPE_NONE ? SCHEMA_SEEN : mark);
    return verdict;
}

enum schema_verdict schema_object_shape(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    struct buf spare = {0};
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    for (size_t i = 0; schema_run_goes_on(r, verdict) && jsontape_step(r->tape, &w); i++) {
        const struct member m = {w.key, w.value, i};
        verdict = schema_verdict_and(verdict, check_shape(r, rule, p, &m, &spare));
    }
    buf_free(&spare);
    return verdict;
}

enum schema_verdict schema_object_unevaluated(struct schema_run *r, const struct schema_rule *rule,
                                              const struct schema_place *p)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    for (size_t i = 0; schema_run_goes_on(r, verdict) && jsontape_step(r->tape, &w); i++) {
        const struct member m = {w.key, w.value, i};
        if (p->marks->mark[i] == SCHEMA_UNSEEN)
            verdict = schema_verdict_and(verdict,
                                         check_other(r, rule->keyword->name, rule->value, p, &m));
        else if (p->marks->mark[i] == SCHEMA_MAYBE)
            verdict = schema_verdict_and(verdict, check_maybe(r, rule->value, p, &m));
        schema_run_mark(p, i, SCHEMA_SEEN);
    }
    return verdict;
}

enum schema_verdict schema_object_names(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    struct jsontape_walk w = jsontape_walk(r->tape, p->at);
    while (verdict != SCHEMA_INVALID && jsontape_step(r->tape, &w)) {
        const struct schema_place name = {w.key, SCHEMA_STRING, p->path, NULL};
        verdict = schema_verdict_and(verdict, schema_run_quietly(r, rule->value, &name, NULL));
    }
    return verdict == SCHEMA_INVALID ? schema_run_fail(r, rule, p) : verdict;
}

enum schema_verdict schema_object_required(struct schema_run *r, const struct schema_rule *rule,
                                           const struct schema_place *p)
{
    enum schema_verdict verdict = SCHEMA_VALID;
    for (size_t i = 0; i < rule->names->count && schema_run_goes_on(r, verdict); i++) {
        const struct schema_name *n = &rule->names->name[i];
        if ((r->request ? n->read_only : n->write_only) ||
            get(r, p, n->text, n->len) != JSONTAPE_NONE)
            continue;
        verdict = schema_run_fail_member(r, rule->keyword->name, rule->value, p, r->view->tape,
                                         n->node);
    }
    return verdict;
}

/* Whether the instance has all members of a list of names. */
static enum schema_verdict has_all(struct schema_run *r, const struct schema_rule *rule,
                                   uint32_t names, const struct schema_place *p)
{
    const struct jsontape *t = r->view->tape;
    enum schema_verdict verdict = SCHEMA_VALID;
    struct buf spare = {0};
    struct jsontape_walk w = jsontape_walk(t, names);
    while (schema_run_goes_on(r, verdict) && jsontape_step(t, &w)) {
        size_t len = 0;
        if (jsontape_kind(t, w.value) != '"')
            continue;
        const char *name = schema_run_decode(t, w.value, &spare, &len);
        if (get(r, p, name, len) == JSONTAPE_NONE)
            verdict = schema_run_fail_member(r, rule->keyword->name, names, p, t, w.value);
    }
    buf_free(&spare);
    return verdict;
}

enum schema_verdict schema_object_dependent(struct schema_run *r, const struct schema_rule *rule,
                                            const struct schema_place *p)
{
    const struct jsontape *t = r->view->tape;
    enum schema_verdict verdict = SCHEMA_VALID;
    struct buf spare = {0};
    struct jsontape_walk w = jsontape_walk(t, rule->value);
    while (schema_run_goes_on(r, verdict) && jsontape_step(t, &w)) {
        size_t len = 0;
        const char *name = schema_run_decode(t, w.key, &spare, &len);
        if (get(r, p, name, len) == JSONTAPE_NONE)
            continue;
        enum schema_verdict own = jsontape_kind(t, w.value) == '['
                                      ? has_all(r, rule, w.value, p)
                                      : r->check(r, w.value, p->at, p->path, p->marks);
        verdict = schema_verdict_and(verdict, own);
    }
    buf_free(&spare);
    return verdict;
}
