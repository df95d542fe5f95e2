#include "yamlscalar.h"

#include <string.h>

#include "ceiling.h"
#include "unit.h"

/* A plain scalar and its JSON. */
static const struct {
    const char *yaml, *json;
} plain[] = {
    {"no", "\"no\""},
    {"yes", "\"yes\""},
    {"off", "\"off\""},
    {"y", "\"y\""},
    {"true", "true"},
    {"True", "true"},
    {"TRUE", "true"},
    {"tRue", "\"tRue\""},
    {"false", "false"},
    {"False", "false"},
    {"FALSE", "false"},
    {"falsey", "\"falsey\""},
    {"null", "null"},
    {"Null", "null"},
    {"NULL", "null"},
    {"~", "null"},
    {"", "null"},
    {"nULL", "\"nULL\""},
    {"~x", "\"~x\""},
    {"none", "\"none\""},
    {"2024-01-01", "\"2024-01-01\""},
    {"2024-01-01T00:00:00Z", "\"2024-01-01T00:00:00Z\""},
    {"12:30:45", "\"12:30:45\""},
    {"1_000", "\"1_000\""},
    {"1,000", "\"1,000\""},
    {"0", "0"},
    {"-0", "-0"},
    {"1", "1"},
    {"+1", "1"},
    {"-12", "-12"},
    {"007", "7"},
    {"-007", "-7"},
    {"000", "0"},
    {"012", "12"},
    {"+-1", "\"+-1\""},
    {"+", "\"+\""},
    {"9223372036854775807", "9223372036854775807"},
    {"123456789012345678901234567890", "123456789012345678901234567890"},
    {"0x1F", "31"},
    {"0xfF", "255"},
    {"0x", "\"0x\""},
    {"0x0", "0"},
    {"0X1F", "\"0X1F\""},
    {"0xG", "\"0xG\""},
    {"+0x1", "\"+0x1\""},
    {"-0x1", "\"-0x1\""},
    {"0xffffffffffffffff", "18446744073709551615"},
    {"0x10000000000000000", "18446744073709551616"},
    {"0x3635c9adc5dea00000", "1000000000000000000000"},
    {"0x3b9aca00", "1000000000"},
    {"0o17", "15"},
    {"0o8", "\"0o8\""},
    {"0o1777777777777777777777", "18446744073709551615"},
    {"0b11", "\"0b11\""},
    {"1.10", "1.10"},
    {"1e3", "1e3"},
    {"1E+03", "1E+03"},
    {"-1.5e-7", "-1.5e-7"},
    {".5", "0.5"},
    {"-.5", "-0.5"},
    {"+.5", "0.5"},
    {"1.", "1.0"},
    {"-1.", "-1.0"},
    {"1.e3", "1.0e3"},
    {".5e3", "0.5e3"},
    {"01.50", "1.50"},
    {"00e1", "0e1"},
    {"1e400", "1e400"},
    {".", "\".\""},
    {"..5", "\"..5\""},
    {"1.2.3", "\"1.2.3\""},
    {"1e", "\"1e\""},
    {"1e+", "\"1e+\""},
    {"e3", "\"e3\""},
    {".e3", "\".e3\""},
    {"inf", "\"inf\""},
    {"<<", "\"<<\""},
    {"-.nan", "\"-.nan\""},
    {".Nan", "\".Nan\""},
};

/* A scalar whose type a tag says, and its JSON, or NULL where it is not of that type. */
static const struct {
    const char *yaml;
    enum yamlscalar_type type;
    const char *json;
} tagged[] = {
    {"12", YAMLSCALAR_TEXT, "\"12\""}, {"", YAMLSCALAR_TEXT, "\"\""},
    {"~", YAMLSCALAR_NULL, "null"},    {"", YAMLSCALAR_NULL, "null"},
    {"0", YAMLSCALAR_NULL, NULL},      {"True", YAMLSCALAR_BOOL, "true"},
    {"no", YAMLSCALAR_BOOL, NULL},     {"", YAMLSCALAR_BOOL, NULL},
    {"+0012", YAMLSCALAR_INT, "12"},   {"0o17", YAMLSCALAR_INT, "15"},
    {"1.0", YAMLSCALAR_INT, NULL},     {"1e3", YAMLSCALAR_INT, NULL},
    {"", YAMLSCALAR_INT, NULL},        {"0x", YAMLSCALAR_INT, NULL},
    {"12", YAMLSCALAR_FLOAT, "12"},    {"1.", YAMLSCALAR_FLOAT, "1.0"},
    {"0x1F", YAMLSCALAR_FLOAT, NULL},  {".inf", YAMLSCALAR_FLOAT, NULL},
    {"-.Inf", YAMLSCALAR_FLOAT, NULL}, {"+.INF", YAMLSCALAR_FLOAT, NULL},
    {".NaN", YAMLSCALAR_FLOAT, NULL},  {"x", YAMLSCALAR_FLOAT, NULL},
};

static void check(const char *yaml, enum yamlscalar_type type, const char *json)
{
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    struct jsonwrite w = jsonwrite_to(&out);
    struct diag_error err = {""};
    int result = yamlscalar_write(&w, type, yaml, strlen(yaml), &err);
    if (json == NULL)
        UNIT_CHECK(result == -1 && err.text[0] != '\0', "'%s' as type %d is %s", yaml, (int)type,
                   out.data);
    else
        UNIT_CHECK(result == 0 && strcmp(out.data, json) == 0, "'%s' is %s, expected %s (%s)", yaml,
                   out.data, json, err.text);
    buf_free(&out);
}

static void check_long(void)
{
    char text[300];
    memset(text, 'f', sizeof text);
    memcpy(text, "0x", 2);
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    struct jsonwrite w = jsonwrite_to(&out);
    UNIT_CHECK(yamlscalar_write(&w, YAMLSCALAR_INT, text, 258, NULL) == 0, "1,024 bits are taken");
    UNIT_CHECK(out.len == 309 && strncmp(out.data, "17976931348623159077", 20) == 0 &&
                   strcmp(out.data + 300, "224137215") == 0,
               "2^1024 - 1 is %s", out.data);
    UNIT_CHECK(yamlscalar_write(&w, YAMLSCALAR_INT, text, 259, NULL) == -1, "more are refused");
    buf_free(&out);
}

int main(void)
{
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        check(plain[i].yaml, yamlscalar_type(plain[i].yaml, strlen(plain[i].yaml)), plain[i].json);
    for (size_t i = 0; i < sizeof tagged / sizeof *tagged; i++)
        check(tagged[i].yaml, tagged[i].type, tagged[i].json);
    check_long();
    return unit_end();
}
