#include "jsonread.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "unit.h"

/* Text, and how it leaves a tree. */
static const struct {
    const char *in, *out;
} trips[] = {
    {"0", "0"},
    {"-0", "-0"},
    {"1.10", "1.10"},
    {"1E+02", "1E+02"},
    {"1e400", "1e400"},
    {"9007199254740991", "9007199254740991"},
    {"9223372036854775807", "9223372036854775807"},
    {"18446744073709551616", "18446744073709551616"},
    {"0.30000000000000004", "0.30000000000000004"},
    {"null", "null"},
    {" [ true , false , null ] ", "[true,false,null]"},
    {"[]", "[]"},
    {"{}", "{}"},
    {"{ \"b\" : 1 , \"a\" : [ { } , [ ] ] }", "{\"b\":1,\"a\":[{},[]]}"},
    {"{\"A\":1,\"a\":2}", "{\"A\":1,\"a\":2}"},
    {"{\"\":\"\"}", "{\"\":\"\"}"},
    {"\"caf\\u00e9 \\/ \\n \\u001b\"", "\"caf\xc3\xa9 / \\n \\u001b\""},
    {"\"\\ud83d\\ude00\"", "\"\xf0\x9f\x98\x80\""},
    {"\"a\\u0000b\"", "\"a\xef\xbf\xbd"
                      "b\""},
    {"\"\\ud800\"", "\"\xef\xbf\xbd\""},
    {"{\"k\\u0000\":1}", "{\"k\xef\xbf\xbd\":1}"},
};

static struct cJSON *tree_of(const char *json)
{
    struct jsontape t;
    jsontape_init(&t);
    struct diag_error err;
    UNIT_CHECK(jsontape_read(&t, json, strlen(json), &err) == 0, "%s: %s", json, err.text);
    struct cJSON *tree = jsonread_tree(&t, 0);
    jsontape_free(&t);
    return tree;
}

static void check_print(const struct cJSON *tree, const char *expected)
{
    struct buf out;
    buf_init(&out, CEILING_MIB);
    jsonread_print(tree, &out);
    UNIT_CHECK(strcmp(out.data, expected) == 0, "%s, not %s", expected, out.data);
    buf_free(&out);
}

static void check_trips(void)
{
    for (size_t i = 0; i < sizeof trips / sizeof *trips; i++) {
        struct cJSON *tree = tree_of(trips[i].in), *copy = jsonread_copy(tree);
        check_print(tree, trips[i].out);
        jsonread_free(tree);
        check_print(copy, trips[i].out);
        jsonread_free(copy);
    }
}

static void check_building(void)
{
    struct cJSON *object = jsonread_object(), *list = jsonread_array();
    check_print(object, "{}");
    jsonread_set(object, "n", jsonread_number("1.10"));
    jsonread_set(object, "s", jsonread_string("a\"b\n\xff"));
    jsonread_set(object, "list", list);
    jsonread_append(list, jsonread_bool(true));
    jsonread_append(list, jsonread_bool(false));
    jsonread_append(list, jsonread_null());
    jsonread_append(list, jsonread_object());
    jsonread_set(object, "N", jsonread_null());
    check_print(object, "{\"n\":1.10,\"s\":\"a\\\"b\\n\xef\xbf\xbd\",\"list\":[true,false,null,{}],"
                        "\"N\":null}");
    UNIT_CHECK(jsonread_is_object(object) && !jsonread_is_object(list), "an object is one");
    UNIT_CHECK(!jsonread_is_object(NULL), "nothing is none");
    jsonread_free(object);
    jsonread_free(NULL);
}

static void check_editing(void)
{
    struct cJSON *tree = tree_of("{\"A\":0,\"a\":1,\"b\":{\"c\":2},\"d\":3}");
    UNIT_CHECK(jsonread_get(tree, "x") == NULL, "no x");
    UNIT_CHECK(jsonread_get(tree, "B") == NULL, "names are told apart by case");
    check_print(jsonread_get(tree, "b"), "{\"c\":2}");
    jsonread_set(tree, "a", jsonread_string("new"));
    check_print(tree, "{\"A\":0,\"a\":\"new\",\"b\":{\"c\":2},\"d\":3}");
    jsonread_set(tree, "e", jsonread_null());
    check_print(tree, "{\"A\":0,\"a\":\"new\",\"b\":{\"c\":2},\"d\":3,\"e\":null}");
    struct cJSON *copy = jsonread_copy(tree);
    jsonread_remove(tree, "A");
    jsonread_remove(tree, "b");
    jsonread_remove(tree, "e");
    jsonread_remove(tree, "nothing");
    check_print(tree, "{\"a\":\"new\",\"d\":3}");
    jsonread_remove(tree, "a");
    jsonread_remove(tree, "d");
    check_print(tree, "{}");
    jsonread_set(tree, "z", jsonread_bool(true));
    check_print(tree, "{\"z\":true}");
    jsonread_free(tree);
    check_print(copy, "{\"A\":0,\"a\":\"new\",\"b\":{\"c\":2},\"d\":3,\"e\":null}");
    jsonread_free(copy);
}

/* Only a part of a tape. */
static void check_part(void)
{
    static const char json[] = "{\"a\":[1,{\"b\":2.50}],\"c\":3}";
    struct jsontape t;
    jsontape_init(&t);
    UNIT_CHECK(jsontape_read(&t, json, strlen(json), NULL) == 0, "the text is JSON");
    struct cJSON *tree = jsonread_tree(&t, jsontape_get(&t, 0, "a"));
    check_print(tree, "[1,{\"b\":2.50}]");
    jsonread_free(tree);
    jsontape_free(&t);
}

/* As deep as a tape goes: read, copied, printed and freed. */
static void check_depth(void)
{
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    for (size_t i = 0; i < CEILING_DEPTH; i++)
        buf_char(&text, '[');
    for (size_t i = 0; i < CEILING_DEPTH; i++)
        buf_char(&text, ']');
    struct cJSON *tree = tree_of(text.data), *copy = jsonread_copy(tree);
    check_print(copy, text.data);
    jsonread_free(tree);
    jsonread_free(copy);
    buf_free(&text);
}

int main(void)
{
    check_trips();
    check_building();
    check_editing();
    check_part();
    check_depth();
    return unit_end();
}
