#include "schema/assert.h"

#include <string.h>

#include "number.h"
#include "schema/decimal.h"
#include "schema/equal.h"
#include "table.h"
#include "utf8.h"

/* So many values of an enum are one step. */
#define MANY 64
/* And so many names of members that are told apart. */
#define NAMES 8

enum schema_verdict schema_assert_type(struct schema_run *r, const struct schema_rule *rule,
                                       const struct schema_place *p)
{
    return schema_run_test(r, rule, p, (p->type & rule->types) != 0);
}

enum schema_verdict schema_assert_enum(struct schema_run *r, const struct schema_rule *rule,
                                       const struct schema_place *p)
{
    const struct jsontape *t = r->view->tape;
    struct jsontape_walk w = jsontape_walk(t, rule->value);
    for (size_t i = 1; jsontape_step(t, &w); i++) {
        if (schema_equal(t, w.value, r->tape, p->at))
            return SCHEMA_VALID;
        if (i % MANY == 0 && !schema_run_spend(r, 1))
            return schema_run_doubt(r, rule->value, p->path, "there is too much to check");
    }
    return schema_run_fail(r, rule, p);
}

enum schema_verdict schema_assert_const(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p)
{
    return schema_run_test(r, rule, p, schema_equal(r->view->tape, rule->value, r->tape, p->at));
}

/* How the instance compares to the keyword's number; *known is false where that is none. */
static int order_of(struct schema_run *r, const struct schema_rule *rule,
                    const struct schema_place *p, bool *known)
{
    size_t len = 0, limit_len = 0;
    const char *raw = jsontape_raw(r->tape, p->at, &len);
    const char *limit = jsontape_raw(r->view->tape, rule->value, &limit_len);
    *known = jsontape_kind(r->view->tape, rule->value) == '0';
    return *known ? number_compare(raw, len, limit, limit_len) : 0;
}

/* strict: the number itself is outside. */
static enum schema_verdict within(struct schema_run *r, const struct schema_rule *rule,
                                  const struct schema_place *p, bool strict)
{
    bool known;
    const int order = order_of(r, rule, p, &known);
    const bool inside = order == 0 ? !strict : rule->keyword->upper ? order < 0 : order > 0;
    return schema_run_test(r, rule, p, !known || inside);
}

enum schema_verdict schema_assert_bound(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p)
{
    const struct jsontape *t = r->view->tape;
    const char *flag = rule->keyword->upper ? "exclusiveMaximum" : "exclusiveMinimum";
    return within(r, rule, p, jsontape_true(t, jsontape_get(t, rule->schema, flag)));
}

enum schema_verdict schema_assert_exclusive(struct schema_run *r, const struct schema_rule *rule,
                                            const struct schema_place *p)
{
    return within(r, rule, p, true);
}

enum schema_verdict schema_assert_multiple(struct schema_run *r, const struct schema_rule *rule,
                                           const struct schema_place *p)
{
    size_t len = 0, unit_len = 0;
    if (jsontape_kind(r->view->tape, rule->value) != '0')
        return SCHEMA_VALID;
    const char *raw = jsontape_raw(r->tape, p->at, &len);
    const char *unit = jsontape_raw(r->view->tape, rule->value, &unit_len);
    const int whole = schema_decimal_divides(raw, len, unit, unit_len);
    if (whole < 0)
        return schema_run_doubt(r, rule->value, p->path, "the number has too many digits");
    return schema_run_test(r, rule, p, whole == 1);
}

/* The members of an object, those of one name as one: most readers keep one of them, and none keeps more. */
static size_t count_names(struct schema_run *r, uint32_t object)
{
    struct table names;
    struct buf spare = {0};
    table_init(&names);
    struct jsontape_walk w = jsontape_walk(r->tape, object);
    while (jsontape_step(r->tape, &w)) {
        size_t len = 0;
        const char *name = schema_run_text(r, w.key, &spare, &len);
        table_put(&names, name, len);
    }
    const size_t count = names.count;
    table_free(&names);
    buf_free(&spare);
    return count;
}

/* Members or items; -1 where there are too many to tell apart.  Names are looked at only where one that stands twice
 * could change what comes out. */
static long long count_below(struct schema_run *r, const struct schema_rule *rule,
                             const struct schema_place *p)
{
    const long long all = (long long)jsontape_size(r->tape, p->at);
    const bool upper = rule->keyword->upper;
    if (p->type != SCHEMA_OBJECT || rule->count < (upper ? 1 : 2) ||
        (upper ? all <= rule->count : all < rule->count))
        return all;
    return schema_run_spend(r, 1 + (size_t)all / NAMES) ? (long long)count_names(r, p->at) : -1;
}

static long long count_characters(struct schema_run *r, uint32_t string)
{
    struct buf spare = {0};
    size_t len = 0;
    const char *text = schema_run_text(r, string, &spare, &len);
    const size_t count = utf8_count(text, len);
    buf_free(&spare);
    return (long long)count;
}

enum schema_verdict schema_assert_count(struct schema_run *r, const struct schema_rule *rule,
                                        const struct schema_place *p)
{
    const long long count = p->type == SCHEMA_STRING ? count_characters(r, p->at)
                                                     : count_below(r, rule, p);
    if (count < 0)
        return schema_run_doubt(r, rule->value, p->path, "there is too much to check");
    return schema_run_test(r, rule, p,
                           rule->keyword->upper ? count <= rule->count : count >= rule->count);
}

enum schema_verdict schema_assert_pattern(struct schema_run *r, const struct schema_rule *rule,
                                          const struct schema_place *p)
{
    struct buf spare = {0};
    size_t len = 0;
    if (rule->regex == NULL)
        return schema_run_doubt(r, rule->value, p->path, "the pattern cannot be read");
    const char *text = schema_run_text(r, p->at, &spare, &len);
    enum schema_verdict verdict = schema_view_search(r->view, rule->regex, text, len);
    buf_free(&spare);
    if (verdict == SCHEMA_UNKNOWN)
        return schema_run_doubt(r, rule->value, p->path,
                                "the search for the pattern takes too long");
    return schema_run_test(r, rule, p, verdict == SCHEMA_VALID);
}

enum schema_verdict schema_assert_format(struct schema_run *r, const struct schema_rule *rule,
                                         const struct schema_place *p)
{
    enum schema_verdict verdict;
    size_t len = 0;
    if (!r->view->formats)
        return SCHEMA_VALID;
    if (p->type == SCHEMA_STRING) {
        struct buf spare = {0};
        const char *text = schema_run_text(r, p->at, &spare, &len);
        verdict = schema_format_test(rule->format, text, len);
        buf_free(&spare);
    } else {
        const char *raw = jsontape_raw(r->tape, p->at, &len);
        verdict = schema_format_test_number(rule->format, raw, len);
    }
    if (verdict == SCHEMA_UNKNOWN)
        return schema_run_doubt(r, rule->value, p->path, "the format is not checked");
    return schema_run_test(r, rule, p, verdict == SCHEMA_VALID);
}
