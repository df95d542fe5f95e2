#include "schema/beyond.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "schema/amount.h"
#include "schema/decimal.h"
#include "schema/format.h"
#include "schema/pattern.h"
#include "schema/validate.h"
#include "schema/value.h"

/* Values that are tried. */
#define TRIES 9

/* Adds the try of that number; false where there is none. */
typedef bool maker(const struct schema_merge *m, const char *name, unsigned number,
                   struct buf *out);

/* What an enum may lack. */
static bool make_unlisted(const struct schema_merge *m, const char *name, unsigned number,
                          struct buf *out)
{
    const unsigned type = schema_merge_type(m);
    if (type == SCHEMA_BOOLEAN) {
        buf_text(out, number % 2 == 0 ? "true" : "false");
        return true;
    }
    if (type == SCHEMA_STRING && number > 0)
        return schema_value_string(m, name, number, out);
    if (type == SCHEMA_STRING)
        buf_text(out, "\"not-an-allowed-value\"");
    else if ((type == SCHEMA_INTEGER || type == SCHEMA_NUMBER) && number > 0)
        return schema_amount(m, name, type == SCHEMA_INTEGER, number, out);
    else if (type == SCHEMA_INTEGER || type == SCHEMA_NUMBER)
        buf_text(out, "987654");
    return out->len > 0;
}

/* A number near one that is allowed, by turns above and below. */
static bool make_between(const struct schema_merge *m, const char *name, unsigned number,
                         struct buf *out)
{
    const bool whole = schema_merge_type(m) == SCHEMA_INTEGER;
    struct schema_decimal value;
    char text[SCHEMA_DECIMAL_TEXT];
    bool made = schema_amount(m, name, whole, 0, out) &&
                schema_decimal_read(out->data, out->len, &value);
    for (unsigned i = 0; made && i <= number / 2; i++)
        made = schema_decimal_step(&value, whole, number % 2 == 0 ? 1 : -1);
    buf_reset(out);
    if (made) {
        schema_decimal_print(value, text);
        buf_text(out, text);
    }
    return made;
}

/* The nearest length to so many characters that the merge allows. */
static size_t fitting(const struct schema_merge *m, long long length)
{
    const long long least = schema_merge_least(m, "minLength", 0);
    const long long most = schema_merge_most(m, "maxLength", SCHEMA_VALUE_LENGTH);
    length = length < least ? least : length;
    length = length > most ? most : length;
    return length > SCHEMA_VALUE_LENGTH ? SCHEMA_VALUE_LENGTH : (size_t)length;
}

/* The same letter, as often as is allowed; then an address, for a pattern that asks for others. */
static bool make_unmatched(const struct schema_merge *m, const char *name, unsigned number,
                           struct buf *out)
{
    static const char fillers[] = "!~ 0aA";
    (void)name;
    if (number >= sizeof fillers - 1) {
        buf_text(out, "\"ftp://example.com/resource\"");
        return number == sizeof fillers - 1;
    }
    const size_t length = fitting(m, schema_merge_least(m, "minLength", 3));
    buf_char(out, '"');
    for (size_t i = 0; i < length; i++)
        buf_char(out, fillers[number]);
    buf_char(out, '"');
    return true;
}

/* What is not of the format; then the same, cut or repeated so that its length is right, and behind what the pattern
 * asks for. */
static bool make_unformed(const struct schema_merge *m, const char *name, unsigned number,
                          struct buf *out)
{
    char *format = jsontape_text(m->view->tape, schema_merge_get(m, "format"));
    const char *wrong = format == NULL ? NULL : schema_format_violation(format);
    free(format);
    (void)name;
    if (wrong == NULL || number > 2)
        return false;
    const size_t own = strlen(wrong), length = number == 1 ? fitting(m, (long long)own) : own;
    struct jsonwrite w = jsonwrite_to(out);
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    if (number == 2)
        schema_pattern_make(m->view, schema_merge_get(m, "pattern"), 0, SCHEMA_VALUE_LENGTH, 0,
                            &text);
    for (size_t i = 0; i < length; i++)
        buf_char(&text, wrong[i % own]);
    jsonwrite_bytes(&w, text.data, text.len);
    buf_free(&text);
    return true;
}

static maker *maker_of(const char *keyword)
{
    static const struct {
        const char *keyword;
        maker *make;
    } makers[] = {
        {"enum", make_unlisted},     {"const", make_unlisted},  {"multipleOf", make_between},
        {"pattern", make_unmatched}, {"format", make_unformed},
    };
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        if (strcmp(makers[i].keyword, keyword) == 0)
            return makers[i].make;
    return NULL;
}

/* Whether the value breaks the keyword; and in *alone, whether nothing else but branches. */
static bool breaks(const struct schema_merge *m, const struct buf *value, const char *keyword,
                   bool *alone)
{
    bool broken = false, others = false;
    for (size_t i = 0; i < m->parts; i++) {
        struct schema_report report = {0};
        schema_validate_text(m->view, m->part[i], value->data, value->len, true, &report);
        others = others || report.failures > SCHEMA_FAILURES;
        for (size_t j = 0; j < report.failures && j < SCHEMA_FAILURES; j++) {
            const char *own = report.failure[j].keyword;
            if (strcmp(own, keyword) == 0)
                broken = true;
            else
                others = others || (strcmp(own, "oneOf") != 0 && strcmp(own, "anyOf") != 0);
        }
    }
    *alone = broken && !others;
    return broken;
}

bool schema_beyond(const struct schema_merge *m, const char *name, const char *keyword,
                   struct buf *out)
{
    maker *make = maker_of(keyword);
    bool alone = false;
    struct buf value, best;
    buf_init(&value, CEILING_TEXT);
    buf_init(&best, CEILING_TEXT);
    for (unsigned i = 0; make != NULL && i < TRIES && !alone; i++) {
        buf_reset(&value);
        if (!make(m, name, i, &value) || !breaks(m, &value, keyword, &alone) ||
            (best.len > 0 && !alone))
            continue;
        buf_reset(&best);
        buf_add(&best, value.data, value.len);
    }
    const bool found = best.len > 0;
    buf_add(out, best.data, best.len);
    buf_free(&value);
    buf_free(&best);
    return found;
}
