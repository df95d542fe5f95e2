/* lib/schema's small parts: patterns, formats, decimals. */
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "schema/decimal.h"
#include "schema/format.h"
#include "schema/pattern.h"
#include "unit.h"

static const struct {
    const char *pattern, *text;
    enum schema_verdict verdict;
} matches[] = {
    {"", "", SCHEMA_VALID},
    {"a", "cab", SCHEMA_VALID},
    {"^a", "ba", SCHEMA_INVALID},
    {"a$", "ab", SCHEMA_INVALID},
    {"^$", "", SCHEMA_VALID},
    {"^$", "x", SCHEMA_INVALID},
    {"^[A-Z]{2}\\d{3}$", "AB123", SCHEMA_VALID},
    {"^[A-Z]{2}\\d{3}$", "AB12", SCHEMA_INVALID},
    {"^[^,;]+$", "a b", SCHEMA_VALID},
    {"^[^,;]+$", "a,b", SCHEMA_INVALID},
    {"^[^a]$", "\xc3\xa9", SCHEMA_VALID},
    {"^.$", "\xc3\xa9", SCHEMA_VALID},
    {"^.$", "\n", SCHEMA_INVALID},
    {"^\\w+-\\w*$", "a_1-", SCHEMA_VALID},
    {"^[\\w.-]+$", "a.b-c", SCHEMA_VALID},
    {"^a?b+c*$", "bb", SCHEMA_VALID},
    {"^a{2,}$", "a", SCHEMA_INVALID},
    {"^a{0}$", "", SCHEMA_VALID},
    {"^[a-z]*?x$", "abx", SCHEMA_VALID},
    {"\\.png$", "a.png", SCHEMA_VALID},
    {"\\.png$", "a-png", SCHEMA_INVALID},
    {"(ab)+", "ab", SCHEMA_UNKNOWN},
    {"a|b", "a", SCHEMA_UNKNOWN},
    {"[", "a", SCHEMA_UNKNOWN},
    {"a{2,1}", "a", SCHEMA_UNKNOWN},
    {"a{,3}", "a", SCHEMA_UNKNOWN},
    {"a**", "a", SCHEMA_UNKNOWN},
    {"\\p{L}", "a", SCHEMA_UNKNOWN},
    {"\\bword\\b", "word", SCHEMA_UNKNOWN},
    {"a*a*a*a*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", SCHEMA_UNKNOWN},
};

static void check_matches(void)
{
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        enum schema_verdict verdict = schema_pattern_match(matches[i].pattern, matches[i].text,
                                                           strlen(matches[i].text));
        UNIT_CHECK(verdict == matches[i].verdict, "/%s/ and %s: %d", matches[i].pattern,
                   matches[i].text, (int)verdict);
    }
}

static const struct {
    const char *pattern;
    long long least, most;
    bool makes;
} made[] = {
    {"^[A-Z]{2}\\d{3}$", 0, -1, true},
    {"^[A-Z]{2}\\d{3}$", 6, -1, false},
    {"^[a-z]+$", 40, 40, true},
    {"^[a-z]{3}$", 0, 2, false},
    {"x", 10, -1, true},
    {"^[^a-zA-Z0-9]+$", 3, 3, true},
    {"(a)", 0, -1, false},
    {"^[^\\d\\D]$", 0, -1, false},
};

static void check_made(void)
{
    for (size_t i = 0; i < sizeof made / sizeof *made; i++) {
        struct buf out;
        buf_init(&out, CEILING_MIB);
        bool makes = schema_pattern_make(made[i].pattern, made[i].least, made[i].most, 0, &out);
        UNIT_CHECK(makes == made[i].makes, "/%s/ made \"%s\"", made[i].pattern, out.data);
        UNIT_CHECK(makes || out.len == 0, "/%s/ left \"%s\"", made[i].pattern, out.data);
        UNIT_CHECK(!makes ||
                       (schema_pattern_match(made[i].pattern, out.data, out.len) == SCHEMA_VALID &&
                        (long long)out.len >= made[i].least &&
                        (made[i].most < 0 || (long long)out.len <= made[i].most)),
                   "/%s/ made \"%s\"", made[i].pattern, out.data);
        buf_free(&out);
    }
}

static void check_formats(void)
{
    static const char *const names[] = {"date", "date-time", "time", "email", "uuid", "uri",
                                        "url",  "hostname",  "ipv4", "ipv6",  "byte"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *good = schema_format_example(names[i]);
        const char *bad = schema_format_violation(names[i]);
        UNIT_CHECK(good != NULL &&
                       schema_format_check(names[i], good, strlen(good)) == SCHEMA_VALID,
                   "the example of %s", names[i]);
        UNIT_CHECK(bad == NULL || schema_format_check(names[i], bad, strlen(bad)) == SCHEMA_INVALID,
                   "the violation of %s", names[i]);
    }
    UNIT_CHECK(schema_format_check("mine", "x", 1) == SCHEMA_VALID, "a format of somebody's own");
    UNIT_CHECK(schema_format_check("regex", "(", 1) == SCHEMA_UNKNOWN, "a format not checked");
}

static const struct {
    const char *text;
    bool whole;
    int direction;
    const char *stepped; /* NULL: cannot */
} steps[] = {
    {"1", true, 1, "2"},
    {"0", true, -1, "-1"},
    {"9223372036854775807", true, 1, "9223372036854775808"},
    {"-9223372036854775808", true, -1, "-9223372036854775809"},
    {"1.0", true, 1, "2"},
    {"1e3", true, 1, "1001"},
    {"1.5", true, 1, NULL},
    {"0.10", false, 1, "0.11"},
    {"100", false, 1, "100.01"},
    {"0.001", false, -1, "0.000"},
    {"1e-4", false, 1, "0.0002"},
    {"-0.01", false, 1, "0.00"},
    {"123456789012345678901234567890123456789", true, 1, NULL},
    {"1e400", true, 1, NULL},
};

static void check_steps(void)
{
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        struct schema_decimal d;
        char text[SCHEMA_DECIMAL_TEXT] = "";
        bool ok = schema_decimal_read(steps[i].text, strlen(steps[i].text), &d) &&
                  schema_decimal_step(&d, steps[i].whole, steps[i].direction);
        if (ok)
            schema_decimal_print(d, text);
        UNIT_CHECK(ok == (steps[i].stepped != NULL) &&
                       strcmp(text, ok ? steps[i].stepped : "") == 0,
                   "%s stepped to %s", steps[i].text, text);
    }
}

static void check_multiples(void)
{
    static const struct {
        const char *value, *unit;
        int divides;
    } rows[] = {
        {"10", "5", 1},    {"11", "5", 0}, {"0.3", "0.1", 1}, {"4.02", "0.01", 1},
        {"1", "0.3", 0},   {"-6", "3", 1}, {"1e3", "1e2", 1}, {"1e308", "0.5", -1},
        {"7.5", "2.5", 1}, {"0", "7", 1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        UNIT_CHECK(schema_decimal_divides(rows[i].value, strlen(rows[i].value), rows[i].unit,
                                          strlen(rows[i].unit)) == rows[i].divides,
                   "%s by %s", rows[i].value, rows[i].unit);
    const struct schema_decimal value = {-7, 0}, unit = {3, 0};
    struct schema_decimal out;
    UNIT_CHECK(schema_decimal_multiple(&value, &unit, true, false, &out) && out.digits == -6,
               "the multiple of 3 above -7");
    UNIT_CHECK(schema_decimal_multiple(&value, &unit, false, false, &out) && out.digits == -9,
               "the multiple of 3 below -7");
    UNIT_CHECK(schema_decimal_multiple(&out, &unit, false, true, &out) && out.digits == -12,
               "the multiple of 3 beyond -9");
}

int main(void)
{
    check_matches();
    check_made();
    check_formats();
    check_steps();
    check_multiples();
    return unit_end();
}
