/* lib/schema's small parts: patterns, formats, decimals. */
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsonwrite.h"
#include "schema/decimal.h"
#include "schema/format.h"
#include "schema/pattern.h"
#include "schema/regex.h"
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
    {"^(ab)+$", "ababab", SCHEMA_VALID},
    {"^(?:a|bc)$", "bc", SCHEMA_VALID},
    {"^(?=.*\\d)(?!.*x).{3,}$", "ab1", SCHEMA_VALID},
    {"^(?=.*\\d)(?!.*x).{3,}$", "ax1", SCHEMA_INVALID},
    {"(?<=a)b(?<!cb)", "ab", SCHEMA_VALID},
    {"^(?<y>a)\\k<y>\\1$", "aaa", SCHEMA_VALID},
    {"\\bword\\b", "a word.", SCHEMA_VALID},
    /* Where ECMA-262 and PCRE2 differ. */
    {"^a$", "a\n", SCHEMA_INVALID},
    {"^.$", "\xe2\x80\xa8", SCHEMA_INVALID},
    {"^.$", "\x0b", SCHEMA_VALID},
    {"^\\d$", "\xd9\xa3", SCHEMA_INVALID},
    {"^\\w$", "\xc3\xa9", SCHEMA_INVALID},
    {"^\\s$", "\xef\xbb\xbf", SCHEMA_VALID},
    {"^[\\s]$", "\xe3\x80\x80", SCHEMA_VALID},
    {"^\\S$", "\xc2\xa0", SCHEMA_INVALID},
    {"^[^\\S]$", "\xc2\xa0", SCHEMA_VALID},
    {"^\\v$", "\n", SCHEMA_INVALID},
    {"^\\cC\\cc$", "\x03\x03", SCHEMA_VALID},
    {"^\\u0041\\u{1f600}\\ud83d\\ude00\\x42\\0$", "A\xf0\x9f\x98\x80\xf0\x9f\x98\x80\x42",
     SCHEMA_INVALID},
    {"^\\u0041\\u{1f600}\\ud83d\\ude00\\x42$", "A\xf0\x9f\x98\x80\xf0\x9f\x98\x80\x42",
     SCHEMA_VALID},
    {"^[\\u{1f600}-\\u{1f602}]$", "\xf0\x9f\x98\x81", SCHEMA_VALID},
    {"^\\p{Letter}\\p{Lu}\\p{gc=Decimal_Number}\\P{digit}$", "\xc3\xa9\xc3\x89\xd9\xa3\xc3\xa9",
     SCHEMA_VALID},
    {"^[\\p{L}\\p{scx=Greek}-]+$", "\xce\xb1-a", SCHEMA_VALID},
    {"^[[:alpha:]]$", "a]", SCHEMA_VALID},
    {"^[\\w-.]+$", "a-.", SCHEMA_VALID},
    {"^[a-\\d]+$", "a-1", SCHEMA_VALID},
    {"^[^]$", "\n", SCHEMA_VALID},
    {"[]", "a", SCHEMA_INVALID},
    {"^{a}$", "{a}", SCHEMA_VALID},
    {"^(?:(a)|b)\\1$", "b", SCHEMA_VALID},
    {"^\\/\\-\\_\\@$", "/-_@", SCHEMA_VALID},
    /* Not of ECMA-262, or broken. */
    {"(", "a", SCHEMA_UNKNOWN},
    {"[", "a", SCHEMA_UNKNOWN},
    {"\\", "a", SCHEMA_UNKNOWN},
    {"[b-a]", "a", SCHEMA_UNKNOWN},
    {"a{2,1}", "a", SCHEMA_UNKNOWN},
    {"a{,3}", "a", SCHEMA_UNKNOWN},
    {"a**", "a", SCHEMA_UNKNOWN},
    {"a++", "a", SCHEMA_UNKNOWN},
    {"a{2}+", "a", SCHEMA_UNKNOWN},
    {"(?>a)", "a", SCHEMA_UNKNOWN},
    {"(?i)a", "a", SCHEMA_UNKNOWN},
    {"(?P<a>a)", "a", SCHEMA_UNKNOWN},
    {"(*ACCEPT)a", "b", SCHEMA_UNKNOWN},
    {"(*LIMIT_MATCH=1)a", "a", SCHEMA_UNKNOWN},
    {"\\Aa\\z", "a", SCHEMA_UNKNOWN},
    {"\\Qa\\E", "a", SCHEMA_UNKNOWN},
    {"\\a", "a", SCHEMA_UNKNOWN},
    {"\\2(a)", "a", SCHEMA_UNKNOWN},
    {"\\u12", "a", SCHEMA_UNKNOWN},
    {"\\u{110000}", "a", SCHEMA_UNKNOWN},
    {"\\p{Nothing}", "a", SCHEMA_UNKNOWN},
    {"\\p{L", "a", SCHEMA_UNKNOWN},
    {"\\p{^L}", "a", SCHEMA_UNKNOWN},
    /* Cut off. */
    {"^(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", SCHEMA_UNKNOWN},
    {"^(([a-z])+.)+[A-Z]([a-z])+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", SCHEMA_UNKNOWN},
    {"^(a|a)*$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", SCHEMA_UNKNOWN},
};

static enum schema_verdict match(const char *pattern, const char *text, size_t len)
{
    struct schema_regex_set *set = schema_regex_open();
    const struct schema_regex *regex = schema_regex_get(set, pattern, strlen(pattern));
    UNIT_CHECK(regex == schema_regex_get(set, pattern, strlen(pattern)), "/%s/ was compiled anew",
               pattern);
    enum schema_verdict verdict = SCHEMA_UNKNOWN;
    if (regex != NULL)
        verdict = schema_regex_match(set, regex, text, len);
    schema_regex_close(set);
    return verdict;
}

static void check_matches(void)
{
    for (size_t i = 0; i < sizeof matches / sizeof *matches; i++) {
        enum schema_verdict verdict = match(matches[i].pattern, matches[i].text,
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
    {"y$", 5, 5, true},
    {"\\.png$", 8, 20, true},
    {"a+y$", 5, 5, true},
    {"^y$", 2, -1, false},
    {"^[^a-zA-Z0-9]+$", 3, 3, true},
    {"^[^\\d\\D]$", 0, -1, false},
    {"^(a|b)+$", 0, -1, true},
    {"^(a|b)+$", 7, 7, true},
    {"^(?:GET|POST) /[a-z]+(/\\d+)?$", 0, -1, true},
    {"^(?<y>[A-Z]{2})-(?:\\d{4}|[a-f]{8})$", 0, -1, true},
    {"^(?:\\d{1,3}\\.){3}\\d{1,3}$", 0, -1, true},
    {"^((a|b)(c|d)){2,3}$", 6, 6, true},
    {"^(?=.*\\d)(?=.*[a-z])(?=.*[A-Z])[A-Za-z\\d]{8,}$", 0, -1, true},
    {"^(?=.*\\d)(?=.*[a-z])(?=.*[@$!%])[A-Za-z\\d@$!%]{12,}$", 0, -1, true},
    {"^\\p{Lu}\\p{Letter}+\\p{Nd}$", 0, -1, true},
    {"^arn:aws:[a-z0-9-]+:\\d{12}:(role|user)/.+$", 0, -1, true},
    {"^(?!x)[xy]$", 0, -1, true},
    {"^(a)\\1$", 0, -1, false},
    {"^(?=b)a$", 0, -1, false},
    {"^(a$", 0, -1, false},
    {"^a)$", 0, -1, false},
    {"^(?<y", 0, -1, false},
};

/* A view of a record that is a pattern: node 1 is its name, node 2 the text. */
static void check_made_one(size_t i, unsigned long long seed)
{
    struct buf out, record;
    struct jsontape tape;
    struct schema_view view;
    buf_init(&out, CEILING_MIB);
    buf_init(&record, CEILING_MIB);
    struct jsonwrite w = jsonwrite_to(&record);
    jsonwrite_open(&w, '{');
    jsonwrite_member(&w, "pattern", made[i].pattern);
    jsonwrite_close(&w, '}');
    jsontape_init(&tape);
    UNIT_CHECK(jsontape_read(&tape, record.data, record.len, NULL) == 0, "%s", record.data);
    schema_view_open(&view, &tape);
    bool makes = schema_pattern_make(&view, 2, made[i].least, made[i].most, seed, &out);
    UNIT_CHECK(makes == made[i].makes, "/%s/ made \"%s\"", made[i].pattern, out.data);
    UNIT_CHECK(makes || out.len == 0, "/%s/ left \"%s\"", made[i].pattern, out.data);
    UNIT_CHECK(!makes || (match(made[i].pattern, out.data, out.len) == SCHEMA_VALID &&
                          (long long)out.len >= made[i].least &&
                          (made[i].most < 0 || (long long)out.len <= made[i].most)),
               "/%s/ made \"%s\"", made[i].pattern, out.data);
    schema_view_close(&view);
    jsontape_free(&tape);
    buf_free(&record);
    buf_free(&out);
}

static void check_made(void)
{
    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        for (unsigned long long seed = 0; seed < 5; seed++)
            check_made_one(i, seed);
}

static enum schema_verdict check_format(const char *name, const char *text)
{
    return schema_format_test(schema_format_find(name), text, strlen(text));
}

static void check_formats(void)
{
    static const char *const names[] = {"date", "date-time", "time", "email", "uuid", "uri",
                                        "url",  "hostname",  "ipv4", "ipv6",  "byte"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *good = schema_format_example(names[i]);
        const char *bad = schema_format_violation(names[i]);
        UNIT_CHECK(good != NULL && check_format(names[i], good) == SCHEMA_VALID,
                   "the example of %s", names[i]);
        UNIT_CHECK(bad == NULL || check_format(names[i], bad) == SCHEMA_INVALID,
                   "the violation of %s", names[i]);
    }
    UNIT_CHECK(check_format("mine", "x") == SCHEMA_VALID, "a format of somebody's own");
    UNIT_CHECK(check_format("regex", "(") == SCHEMA_UNKNOWN, "a format not checked");
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
        {"10", "5", 1},
        {"11", "5", 0},
        {"0.3", "0.1", 1},
        {"4.02", "0.01", 1},
        {"1", "0.3", 0},
        {"-6", "3", 1},
        {"1e3", "1e2", 1},
        {"1e308", "0.5", 1},
        {"1e308", "0.123456789", 0},
        {"1e99999999999", "7", 0},
        {"7e99999999999", "7", 1},
        {"12391239123", "1e-8", 1},
        {"1e-99999999999", "7", 0},
        {"0e-5", "7", 1},
        {"0.00", "0.5", 1},
        {"700", "1e2", 1},
        {"750", "1e2", 0},
        {"7.50", "0.5", 1},
        {"7.5000000000000000000000000000000000000000000000000001", "0.5", 0},
        {"123456789012345678901234567890123456789012345678901234567890", "10", 1},
        {"123456789012345678901234567890123456789012345678901234567891", "10", 0},
        {"99999999999999999999999999999999999990", "9999999999999999999999999999999999999", 1},
        {"5", "1e39", -1},
        {"5", "0", -1},
        {"5", "12345678901234567890123456789012345678901", -1},
        {"30000000000000000000000000000000000000", "10000000000000000000000000000000000000", 1},
        {"197530864219753086421975308642197530864", "98765432109876543210987654321098765432", -1},
        {"3e38", "20000000000000000000000000000000000000", -1},
        {"7.5", "2.5", 1},
        {"0", "7", 1},
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
