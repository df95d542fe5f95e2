#include "jsondigest.h"

#include <string.h>

#include "unit.h"

/* Texts of the same value. */
static const struct {
    const char *a, *b;
} equal[] = {
    {"{}", " { } "},
    {"[]", "\n[\t]\r"},
    {"{\"a\":1,\"b\":2}", "{\"b\":2,\"a\":1}"},
    {"{\"a\":1,\"b\":2,\"c\":3}", "{ \"c\" : 3, \"a\" : 1, \"b\" : 2 }"},
    {"{\"a\":{\"x\":[1,2],\"y\":null}}", "{\"a\":{\"y\":null,\"x\":[1,2]}}"},
    {"[1,2]", "[ 1 , 2 ]"},
    {"\"A\"", "\"\\u0041\""},
    {"\"\xc3\xa9\"", "\"\\u00e9\""},
    {"\"\xc3\xa9\"", "\"\\u00E9\""},
    {"\"/\"", "\"\\/\""},
    {"\"\\n\"", "\"\\u000a\""},
    {"\"\xf0\x9f\x98\x80\"", "\"\\ud83d\\ude00\""},
    {"{\"key\":true}", "{\"\\u006bey\":true}"},
};

/* Every one is another value than every other. */
static const char *const different[] = {
    "{}",
    "[]",
    "\"\"",
    "0",
    "\"0\"",
    "1",
    "-1",
    "\"1\"",
    "1.0",
    "1e0",
    "9007199254740992",
    "9007199254740993",
    "null",
    "true",
    "false",
    "\"null\"",
    "\"true\"",
    "[null]",
    "[[]]",
    "[[[]]]",
    "[{}]",
    "{\"a\":[]}",
    "{\"a\":{}}",
    "[[],[]]",
    "[1]",
    "[1,2]",
    "[2,1]",
    "[12]",
    "[[1],2]",
    "[1,[2]]",
    "[[1,2]]",
    "[\"a\",1]",
    "{\"a\":1}",
    "{\"a\":\"1\"}",
    "{\"1\":\"a\"}",
    "{\"a\":2}",
    "{\"b\":1}",
    "{\"A\":1}",
    "{\"a\":1,\"b\":2}",
    "{\"a\":2,\"b\":1}",
    "{\"a\":1,\"b\":1}",
    "{\"a\":{\"b\":2}}",
    "{\"a\":1,\"c\":{\"b\":2}}",
    "[{\"a\":1},{\"b\":2}]",
    "[{\"b\":2},{\"a\":1}]",
    "[{\"a\":1,\"b\":2}]",
    "{\"a\":null}",
    "\"a\"",
    "\"a \"",
    "\"a\\u0000\"",
    "\"a\\u0000b\"",
    "\"\\\\u0041\"",
    "\"{}\"",
    "\"[]\"",
};

static bool same(struct digest a, struct digest b)
{
    return a.low == b.low && a.high == b.high;
}

static struct digest of(const char *json)
{
    return jsondigest_json(json, strlen(json));
}

/* A value put together from its parts gets the digest of the one that was read. */
static void check_parts(void)
{
    struct digest none = {0, 0};
    struct digest one = of("1"), a = jsondigest_text("a", 1), b = jsondigest_text("b", 1);
    struct digest list = jsondigest_end(jsondigest_item(jsondigest_item(none, one), a), '[');
    UNIT_CHECK(same(list, of("[1,\"a\"]")), "an array put together");
    struct digest object = jsondigest_member(jsondigest_member(none, b, list), a, one);
    object = jsondigest_end(object, '{');
    UNIT_CHECK(same(object, of("{\"a\":1,\"b\":[1,\"a\"]}")), "an object put together");
    UNIT_CHECK(same(jsondigest_end(none, '{'), of("{}")), "an empty object");
    UNIT_CHECK(same(jsondigest_end(none, '['), of("[]")), "an empty array");
    UNIT_CHECK(same(jsondigest_text("a\0b", 3), of("\"a\\u0000b\"")), "a text with NUL");
    UNIT_CHECK(same(jsondigest_text("", 0), of("\"\"")), "an empty text");
}

static void check_inside(void)
{
    static const char json[] = "{\"x\":[1,{\"a\":2, \"b\":[]}],\"y\":{\"b\":[],\"a\":2}}";
    struct jsontape t;
    jsontape_init(&t);
    UNIT_CHECK(jsontape_read(&t, json, strlen(json), NULL) == 0, "the text is JSON");
    uint32_t y = jsontape_get(&t, 0, "y"), last = JSONTAPE_NONE;
    for (struct jsontape_walk w = jsontape_walk(&t, jsontape_get(&t, 0, "x"));
         jsontape_step(&t, &w);)
        last = w.value;
    UNIT_CHECK(same(jsondigest_value(&t, y), jsondigest_value(&t, last)),
               "a value has its digest wherever it stands");
    UNIT_CHECK(same(jsondigest_value(&t, y), of("{\"a\":2,\"b\":[]}")), "and alone");
    jsontape_free(&t);
}

/* Two values as headers, and whether they are the same ones. */
static const struct {
    const char *a, *b;
    bool same;
} headers[] = {
    {"{}", "{}", true},
    {"{\"X-One\":\"A\",\"b\":1}", "{\"B\":1,\"x-oNE\":\"A\"}", true},
    {"{\"X-One\":\"A\"}", "{\"x-one\":\"a\"}", false},
    {"{\"a\":{\"B\":1}}", "{\"A\":{\"b\":1}}", false},
    {"{\"\\u00c9\":1}", "{\"\\u00e9\":1}", false},
    {"{}", "[]", false},
    {"[\"A\"]", "[\"a\"]", false},
};

static struct digest headers_of(const char *json)
{
    struct jsontape t;
    jsontape_init(&t);
    UNIT_CHECK(jsontape_read(&t, json, strlen(json), NULL) == 0, "%s is JSON", json);
    struct digest d = jsondigest_headers(&t, 0);
    jsontape_free(&t);
    return d;
}

static void check_headers(void)
{
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++)
        UNIT_CHECK(same(headers_of(headers[i].a), headers_of(headers[i].b)) == headers[i].same,
                   "%s and %s", headers[i].a, headers[i].b);
    UNIT_CHECK(same(headers_of("{\"a\":1}"), of("{\"a\":1}")), "lower case is as it is");
}

int main(void)
{
    check_headers();
    struct digest none = {0, 0};
    for (size_t i = 0; i < sizeof equal / sizeof *equal; i++)
        UNIT_CHECK(same(of(equal[i].a), of(equal[i].b)), "%s and %s are equal", equal[i].a,
                   equal[i].b);
    for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
        UNIT_CHECK(!same(of(different[i]), none), "%s has a digest", different[i]);
        for (size_t j = 0; j < i; j++)
            UNIT_CHECK(!same(of(different[i]), of(different[j])), "%s and %s differ", different[i],
                       different[j]);
    }
    UNIT_CHECK(same(of("{\"a\":"), none) && same(of(""), none), "what is no JSON is all zero");
    check_parts();
    check_inside();
    return unit_end();
}
