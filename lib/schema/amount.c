#include "schema/amount.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "schema/decimal.h"
#include "schema/format.h"

/* Both bounds of a number, the format's own where the schema has none. */
struct range {
    struct schema_decimal low, high, unit;
    bool has_low, has_high, has_unit;
    bool above, below; /* the bound itself is outside */
};

/* otherwise: the format's own, where the schema has none; or NULL. */
static bool read_bound(const struct schema_merge *m, bool upper, const char *otherwise,
                       bool *strict, struct schema_decimal *out)
{
    struct schema_bound b = schema_merge_bound(m, upper);
    *strict = b.exclusive;
    if (b.text != NULL)
        return schema_decimal_read(b.text, b.len, out);
    return otherwise != NULL && schema_decimal_read(otherwise, strlen(otherwise), out);
}

/* Returns whether the format is one of whole numbers. */
static bool read_range(const struct schema_merge *m, struct range *r)
{
    const char *low = NULL, *high = NULL;
    char *format = jsontape_text(m->view->tape, schema_merge_get(m, "format"));
    const bool whole = format != NULL && schema_format_range(format, &low, &high);
    memset(r, 0, sizeof *r);
    r->has_low = read_bound(m, false, low, &r->above, &r->low);
    r->has_high = read_bound(m, true, high, &r->below, &r->high);
    size_t len = 0;
    uint32_t unit = schema_merge_get(m, "multipleOf");
    const char *text = jsontape_raw(m->view->tape, unit, &len);
    r->has_unit = jsontape_kind(m->view->tape, unit) == '0' &&
                  schema_decimal_read(text, len, &r->unit) && r->unit.digits > 0;
    free(format);
    return whole;
}

static bool inside(const struct range *r, struct schema_decimal d, bool strictly)
{
    bool ok = true;
    if (r->has_low) {
        int order = schema_decimal_compare(d, r->low, &ok);
        if (!ok || order < 0 || (order == 0 && (strictly || r->above)))
            return false;
    }
    if (r->has_high) {
        int order = schema_decimal_compare(d, r->high, &ok);
        if (!ok || order > 0 || (order == 0 && (strictly || r->below)))
            return false;
    }
    return true;
}

/* The allowed number nearest to a bound, or the first beyond it. */
static bool at_bound(const struct range *r, bool upper, bool violating, bool whole,
                     struct schema_decimal *out)
{
    struct schema_decimal d = upper ? r->high : r->low;
    const bool strict = upper ? r->below : r->above;
    if (!(upper ? r->has_high : r->has_low))
        return false;
    const bool up = violating == upper;
    if (r->has_unit || whole) {
        const struct schema_decimal one = {1, 0};
        const struct schema_decimal *unit = r->has_unit ? &r->unit : &one;
        return schema_decimal_multiple(&d, unit, up, violating != strict, out);
    }
    if (violating != strict && !schema_decimal_step(&d, false, up ? 1 : -1))
        return false;
    *out = d;
    return true;
}

/* The first of a few round numbers that lies well inside; else the middle; else the bound's neighbour. */
static bool pick(const struct range *r, const char *name, bool whole, struct schema_decimal *out)
{
    static const struct schema_decimal ten = {10, 0}, one = {1, 0}, ten_half = {105, 1},
                                       half = {5, 1};
    size_t len = strlen(name);
    const bool id = (len >= 2 && strcasecmp(name + len - 2, "id") == 0) ||
                    strcasecmp(name, "page") == 0;
    const struct schema_decimal *tries[] = {id      ? &one
                                            : whole ? &ten
                                                    : &ten_half,
                                            &ten, &one, whole ? &one : &half};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        *out = *tries[i];
        if (inside(r, *out, true))
            return true;
    }
    if (r->has_low && r->has_high && schema_decimal_middle(r->low, r->high, out) &&
        inside(r, *out, true))
        return true;
    return at_bound(r, !r->has_low, false, whole, out);
}

/* From the picked number to the next one up, so many times; from the highest on to the lowest, or, where there is none,
 * downwards from the picked one.  Numbers that need not be whole are closer together each time around. */
static void step_on(const struct range *r, bool whole, struct schema_decimal unit, uint64_t times,
                    struct schema_decimal *d)
{
    const struct schema_decimal picked = *d;
    bool up = true;
    for (; times > 0; times--) {
        struct schema_decimal next = *d;
        bool made = schema_decimal_multiple(d, &unit, up, true, &next) && inside(r, next, false);
        if (!made && r->has_low) {
            unit.scale += whole || r->has_unit ? 0 : 1;
            made = at_bound(r, false, false, whole, &next) && inside(r, next, false);
        } else if (!made && up) {
            up = false;
            made = schema_decimal_multiple(&picked, &unit, up, true, &next) &&
                   inside(r, next, false);
        }
        if (!made)
            return;
        *d = next;
    }
}

bool schema_amount(const struct schema_merge *m, const char *name, bool whole, uint64_t salt,
                   struct buf *out)
{
    struct range r;
    struct schema_decimal d, moved;
    const struct schema_decimal one = {1, 0};
    whole = read_range(m, &r) || whole;
    if (!pick(&r, name, whole, &d))
        return false;
    const struct schema_decimal *unit = r.has_unit ? &r.unit : whole ? &one : NULL;
    if (unit != NULL && schema_decimal_multiple(&d, unit, true, false, &moved)) {
        if (!inside(&r, moved, false) && !schema_decimal_multiple(&d, unit, false, false, &moved))
            return false;
        d = moved;
    }
    step_on(&r, whole, unit == NULL ? one : *unit, salt % 1000, &d);
    char text[SCHEMA_DECIMAL_TEXT];
    schema_decimal_print(d, text);
    buf_text(out, text);
    return true;
}

bool schema_amount_bound(const struct schema_merge *m, bool upper, bool violating, bool whole,
                         struct buf *out)
{
    struct range r;
    struct schema_decimal d;
    whole = read_range(m, &r) || whole;
    if (!at_bound(&r, upper, violating, whole, &d))
        return false;
    if (!violating && !inside(&r, d, false))
        return false;
    char text[SCHEMA_DECIMAL_TEXT];
    schema_decimal_print(d, text);
    buf_text(out, text);
    return true;
}
