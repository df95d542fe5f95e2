#include "jsonread.h"

#include <string.h>

#include "ceiling.h"
#include "unit.h"

/* A value, and how it leaves a tree. */
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
    {"0.30000000000000004", "0.30000000000000004"},
    {"null", "null"},
    {" [ true , false , null ] ", "[true,false,null]"},
    {"{ \"b\" : 1 , \"a\" : [ { } , [ ] ] }", "{\"b\":1,\"a\":[{},[]]}"},
    {"{\"a\":1,\"a\":2}", "{\"a\":1,\"a\":2}"},
    {"\"caf\\u00e9 \\/ \\n\"", "\"caf\\u00e9 \\/ \\n\""},
    {"\"a\\u0000b\"", "\"a\\u0000b\""},
    {"\"\\ud800\"", "\"\\ud800\""},
};

static void read_tape(struct jsontape *t, const char *json)
{
    struct diag_error err = {""};
    jsontape_init(t);
    UNIT_CHECK(jsontape_read(t, json, strlen(json), &err) == 0, "%s: %s", json, err.text);
}

static void check_print(struct cJSON *tree, const char *expected)
{
    struct buf out;
    buf_init(&out, CEILING_MIB);
    jsonread_print(tree, &out);
    UNIT_CHECK(strcmp(out.data, expected) == 0, "%s, not %s", expected, out.data);
    buf_free(&out);
    jsonread_free(tree);
}

static void check_values(void)
{
    for (size_t i = 0; i < sizeof trips / sizeof *trips; i++) {
        struct jsontape t;
        read_tape(&t, trips[i].in);
        struct cJSON *tree = jsonread_value(&t, 0);
        jsontape_free(&t);
        check_print(tree, trips[i].out);
    }
}

static void check_building(void)
{
    static const char json[] = "{\"a\":[1,{\"b\":2.50}],\"k\\u0000\":3}";
    struct jsontape t;
    read_tape(&t, json);
    struct cJSON *object = jsonread_object(), *list = jsonread_array();
    jsonread_add(object, "s", jsonread_text("a\"b\n\xff"));
    jsonread_add(object, "list", list);
    jsonread_append(list, jsonread_text(""));
    jsonread_append(list, jsonread_array());
    jsonread_append(list, jsonread_object());
    jsonread_append(list, jsonread_value(&t, jsontape_get(&t, 0, "a")));
    for (struct jsontape_walk w = jsontape_walk(&t, 0); jsontape_step(&t, &w);)
        jsonread_add_member(object, &t, w.key);
    jsontape_free(&t);
    check_print(object, "{\"s\":\"a\\\"b\\n\xef\xbf\xbd\",\"list\":[\"\",[],{},[1,{\"b\":2.50}]],"
                        "\"a\":[1,{\"b\":2.50}],\"k\xef\xbf\xbd\":3}");
    check_print(jsonread_array(), "[]");
    check_print(jsonread_object(), "{}");
    jsonread_free(NULL);
}

int main(void)
{
    check_values();
    check_building();
    return unit_end();
}
