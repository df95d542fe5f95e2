#include "number.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "unit.h"

/* a, b, and the sign of their comparison. */
static const struct {
    const char *a, *b;
    int sign;
} comparisons[] = {
    {"0", "0", 0},
    {"-0", "0", 0},
    {"0.00", "-0e9", 0},
    {"0e999999999999", "0", 0},
    {"-0", "0.0001", -1},
    {"-0", "-0.0001", 1},
    {"1", "2", -1},
    {"-1", "-2", 1},
    {"-1", "1", -1},
    {"1", "1.0", 0},
    {"1", "10e-1", 0},
    {"1", "0.001e3", 0},
    {"1.10", "1.1", 0},
    {"0.1", "0.10000000000000000000001", -1},
    {"0.30000000000000004", "0.3", 1},
    {"9223372036854775807", "9223372036854775808", -1},
    {"-9223372036854775807", "-9223372036854775808", 1},
    {"9007199254740992", "9007199254740993", -1},
    {"123456789012345678901234567890", "123456789012345678901234567891", -1},
    {"1e400", "1e401", -1},
    {"-1e400", "-1e401", 1},
    {"1e-400", "1e-401", 1},
    {"1e-400", "0", 1},
    {"-1e-400", "0", -1},
    {"1E+2", "100", 0},
    {"1e2", "99.999", 1},
    {"1e000000000000000000002", "100", 0},
    {"12e398", "1.2e399", 0},
    {"1e99999", "1e100000", -1},
    {"1e100000", "1e100001", -1},
    {"1e999999", "1e1000000", -1},
    {"1e999998", "1e999999", -1},
    {"1e1000000", "1e99999999999999999999", 0},
    {"1e-1000000", "1e-99999999999999999999", 0},
    {"1e-999999", "1e-1000000", 1},
};

static const struct {
    const char *text;
    bool integer;
    long long count;
} wholes[] = {
    {"0", true, 0},
    {"-0", true, 0},
    {"0.0", true, 0},
    {"1.0", true, 1},
    {"1e2", true, 100},
    {"1.5e1", true, 15},
    {"1.5", false, 1},
    {"-1.5", false, -1},
    {"0.5", false, 0},
    {"10e-1", true, 1},
    {"1e-1", false, 0},
    {"15e-1", false, 1},
    {"1e-400", false, 0},
    {"0e-400", true, 0},
    {"9223372036854775807", true, LLONG_MAX},
    {"9223372036854775808", true, LLONG_MAX},
    {"9223372036854775807.9", false, LLONG_MAX},
    {"-9223372036854775807", true, -LLONG_MAX},
    {"-9223372036854775808", true, LLONG_MIN},
    {"-9223372036854775809", true, LLONG_MIN},
    {"1e400", true, LLONG_MAX},
    {"-1e400", true, LLONG_MIN},
    {"1e999999999", true, LLONG_MAX},
};

/* A whole number in -10..1000, and whether it is one. */
static const struct {
    const char *text;
    int result;
    long long value;
} parses[] = {
    {"0", 0, 0},
    {"-0", 0, 0},
    {"7", 0, 7},
    {"007", 0, 7},
    {"1000", 0, 1000},
    {"-10", 0, -10},
    {"1001", -1, 0},
    {"-11", -1, 0},
    {"", -1, 0},
    {"-", -1, 0},
    {"+1", -1, 0},
    {" 1", -1, 0},
    {"1 ", -1, 0},
    {"1x", -1, 0},
    {"1.0", -1, 0},
    {"1e2", -1, 0},
    {"0x10", -1, 0},
    {"--1", -1, 0},
    {"- 1", -1, 0},
    {"\t1", -1, 0},
    {"99999999999999999999", -1, 0},
    {"-99999999999999999999", -1, 0},
    {"ten", -1, 0},
};

static const struct {
    const char *text;
    int result;
    double value;
} reals[] = {
    {"0", 0, 0},      {"0.7", 0, 0.7}, {"2", 0, 2},
    {"2.0", 0, 2},    {".5", 0, 0.5},  {"1.", 0, 1},
    {"2.01", -1, 0},  {"-0.1", -1, 0}, {"", -1, 0},
    {".", -1, 0},     {"-", -1, 0},    {"1e0", -1, 0},
    {"inf", -1, 0},   {"nan", -1, 0},  {"0x1", -1, 0},
    {"1.2.3", -1, 0}, {"1-1", -1, 0},  {" 1", -1, 0},
    {"1 ", -1, 0},    {"0,7", -1, 0},  {"0.50000000000000000000000000000000000", -1, 0},
};

static int sign(int n)
{
    return (n > 0) - (n < 0);
}

static void check_comparisons(void)
{
    for (size_t i = 0; i < sizeof comparisons / sizeof *comparisons; i++) {
        const char *a = comparisons[i].a, *b = comparisons[i].b;
        int there = number_compare(a, strlen(a), b, strlen(b));
        int back = number_compare(b, strlen(b), a, strlen(a));
        UNIT_CHECK(sign(there) == comparisons[i].sign, "%s <=> %s is %d", a, b, there);
        UNIT_CHECK(sign(back) == -comparisons[i].sign, "%s <=> %s is %d", b, a, back);
    }
}

/* The bytes behind len are no part of the number. */
static void check_spans(void)
{
    UNIT_CHECK(number_compare("12,", 2, "1234", 2) == 0, "only len bytes are compared");
    UNIT_CHECK(number_to_count("12e5", 2) == 12, "only len bytes are counted");
    UNIT_CHECK(number_is_integer("1.5", 2), "only len bytes are looked at");
}

/* A great exponent behind a zero is no work: this is minutes where it is. */
static void check_zeros(void)
{
    static const char *const zeros[] = {"0e999999", "-0E+999999", "0.000e1000000"};
    alarm(60);
    for (int i = 0; i < 200 * 1000; i++)
        for (size_t z = 0; z < 3; z++)
            if (number_to_count(zeros[z], strlen(zeros[z])) != 0)
                UNIT_CHECK(false, "%s counts as 0", zeros[z]);
    alarm(0);
}

static void check_parses(void)
{
    for (size_t i = 0; i < sizeof parses / sizeof *parses; i++) {
        long long value = 77;
        int result = number_parse(parses[i].text, -10, 1000, &value);
        UNIT_CHECK(result == parses[i].result && value == (result == 0 ? parses[i].value : 77),
                   "'%s' as a whole number: %d, %lld", parses[i].text, result, value);
    }
    long long value = 0;
    UNIT_CHECK(number_parse("9223372036854775807", LLONG_MIN, LLONG_MAX, &value) == 0 &&
                   value == LLONG_MAX,
               "the largest long long is read");
    UNIT_CHECK(number_parse("-9223372036854775808", LLONG_MIN, LLONG_MAX, &value) == 0 &&
                   value == LLONG_MIN,
               "the smallest long long is read");
    UNIT_CHECK(number_parse("9223372036854775808", LLONG_MIN, LLONG_MAX, &value) == -1,
               "one more is refused");
    for (size_t i = 0; i < sizeof reals / sizeof *reals; i++) {
        double real = 77;
        int result = number_parse_real(reals[i].text, 0, 2, &real);
        double expected = reals[i].result == 0 ? reals[i].value : 77;
        UNIT_CHECK(result == reals[i].result && real >= expected && real <= expected,
                   "'%s' as a fraction: %d, %g", reals[i].text, result, real);
    }
}

static const struct {
    long long n;
    const char *text;
} groups[] = {
    {0, "0"},
    {7, "7"},
    {999, "999"},
    {1000, "1,000"},
    {-999, "-999"},
    {-1000, "-1,000"},
    {1234567, "1,234,567"},
    {123456, "123,456"},
    {LLONG_MAX, "9,223,372,036,854,775,807"},
    {LLONG_MIN, "-9,223,372,036,854,775,808"},
};

static void check_groups(void)
{
    for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
        char text[NUMBER_GROUPED];
        number_grouped(groups[i].n, text);
        UNIT_CHECK(strcmp(text, groups[i].text) == 0, "%lld is %s", groups[i].n, text);
    }
}

static const struct {
    const char *text;
    int byte;
} percents[] = {
    {"%00", 0}, {"%fF", 255}, {"%41B", 0x41}, {"%4", -1},
    {"%", -1},  {"", -1},     {"%4g", -1},    {"041", -1},
};

static void check_hex(void)
{
    static const char lower[] = "0123456789abcdef", upper[] = "0123456789ABCDEF";
    for (int c = 0; c < 256; c++) {
        const char *at = c == 0 ? NULL : strchr(lower, c);
        int expected = at != NULL ? (int)(at - lower) : -1;
        if (c != 0 && (at = strchr(upper, c)) != NULL)
            expected = (int)(at - upper);
        UNIT_CHECK(number_hex((char)c) == expected, "byte %d is the digit %d", c,
                   number_hex((char)c));
    }
}

static void check_sums(void)
{
    static const long long sums[][3] = {{0, 0, 0},
                                        {1, 2, 3},
                                        {LLONG_MAX - 1, 1, LLONG_MAX},
                                        {LLONG_MAX, 1, LLONG_MAX},
                                        {LLONG_MAX, LLONG_MAX, LLONG_MAX}};
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++)
        UNIT_CHECK(number_sum(sums[i][0], sums[i][1]) == sums[i][2] &&
                       number_sum(sums[i][1], sums[i][0]) == sums[i][2],
                   "%lld and %lld", sums[i][0], sums[i][1]);
}

int main(void)
{
    check_sums();
    check_comparisons();
    check_spans();
    for (size_t i = 0; i < sizeof wholes / sizeof *wholes; i++) {
        const char *text = wholes[i].text;
        UNIT_CHECK(number_is_integer(text, strlen(text)) == wholes[i].integer, "%s whole?", text);
        long long count = number_to_count(text, strlen(text));
        UNIT_CHECK(count == wholes[i].count, "%s counts as %lld, not %lld", text, wholes[i].count,
                   count);
    }
    check_zeros();
    check_parses();
    check_groups();
    check_hex();
    for (size_t i = 0; i < sizeof percents / sizeof *percents; i++)
        UNIT_CHECK(number_percent(percents[i].text, strlen(percents[i].text)) == percents[i].byte,
                   "%s is %d", percents[i].text,
                   number_percent(percents[i].text, strlen(percents[i].text)));
    UNIT_CHECK(number_percent("%41", 2) == -1, "the last digit is not there");
    return unit_end();
}
