/* cc-call's prompt: schemas, words and whole operations in few words. */
#include "../../cmd/cc-call/prompt/plain.h"

#include <string.h>
#include <time.h>

#include "../../cmd/cc-call/prompt/prompt.h"
#include "../../cmd/cc-call/prompt/sketch.h"
#include "../../cmd/cc-call/prompt/type.h"
#include "../../cmd/cc-call/prompt/wanted.h"
#include "ceiling.h"
#include "unit.h"

struct type_row {
    const char *schema, *notation;
};

static const struct type_row types[] = {
    {"true", "any"},
    {"false", "never"},
    {"{}", "any"},
    {"{\"type\":\"string\"}", "string"},
    {"{\"type\":\"string\",\"minLength\":1,\"maxLength\":50,\"pattern\":\"^[a-z]+$\"}",
     "string(1..50) /^[a-z]+$/"},
    {"{\"maxLength\":9}", "string(..9)"},
    {"{\"type\":\"string\",\"format\":\"email\",\"example\":\"a@b.c\"}",
     "string<email> eg \"a@b.c\""},
    {"{\"type\":\"integer\",\"format\":\"int64\",\"minimum\":0,\"maximum\":9223372036854775807}",
     "integer<int64>(0..9223372036854775807)"},
    {"{\"type\":\"number\",\"exclusiveMinimum\":0,\"maximum\":1.10,\"multipleOf\":0.01}",
     "number(>0..1.10) step 0.01"},
    {"{\"type\":\"number\",\"minimum\":0,\"exclusiveMinimum\":true,\"maximum\":5,"
     "\"exclusiveMaximum\":false}",
     "number(>0..5)"},
    {"{\"type\":[\"string\",\"null\"],\"default\":null}", "string|null =null"},
    {"{\"enum\":[\"a\",1,null],\"default\":\"a\"}", "\"a\"|1|null =\"a\""},
    {"{\"const\":{\"a\":1}}", "{\"a\":1}"},
    {"{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":1,\"maxItems\":3,"
     "\"uniqueItems\":true}",
     "[integer](1..3) unique"},
    {"{\"type\":\"array\"}", "[]"},
    {"{\"type\":\"object\",\"required\":[\"a\",\"z\"],\"properties\":{\"a\":{\"type\":\"string\","
     "\"description\":\"The  <b>name</b>\\nof it\"},\"b c\":{\"type\":\"boolean\"}},"
     "\"additionalProperties\":false,\"minProperties\":1}",
     "{\n a: string # The name of it\n \"b c\"?: boolean\n z: any\n} closed(1..)"},
    {"{\"type\":\"object\",\"additionalProperties\":{\"type\":\"integer\"}}", "{\n *: integer\n}"},
    {"{\"type\":\"object\"}", "{}"},
    {"{\"$ref\":\"#/$defs/A\"}", "A"},
    {"{\"oneOf\":[{\"$ref\":\"#/$defs/A\"},{\"type\":\"string\"}],"
     "\"discriminator\":{\"propertyName\":\"kind\"}}",
     "one of (A | string) by kind"},
    {"{\"anyOf\":[{\"type\":\"string\"},{\"type\":\"null\"}]}", "any of (string | null)"},
    {"{\"allOf\":[{\"$ref\":\"#/$defs/A\"}],\"properties\":{\"b\":{}}}", "(A) & {\n b?: any\n}"},
    {"{\"type\":\"object\",\"dependentRequired\":{\"a\":[\"b\"]},\"not\":{\"required\":[\"c\"]}}",
     "{} not={\"required\":[\"c\"]} dependentRequired={\"a\":[\"b\"]}"},
    {"{\"$ref\":\"#/$defs/Pet~0832066f5\"}", "Pet~832066f5"},
    {"{\"$ref\":\"#/$defs/A\",\"type\":\"object\",\"description\":\"Which\"}", "A # Which"},
    {"{\"$ref\":\"#/$defs/"
     "A\",\"type\":\"object\",\"format\":\"map\",\"propertyNames\":{\"maxLength\":"
     "3}}",
     "A format=\"map\" propertyNames={\"maxLength\":3}"},
    {"{\"$ref\":\"#/$defs/A\",\"type\":[\"object\",\"null\"]}", "A & ({}|null)"},
    {"{\"$ref\":\"#/$defs/A\",\"type\":\"object\",\"minProperties\":1}", "A & {}(1..)"},
    {"{\"type\":\"object\",\"oneOf\":[{\"$ref\":\"#/$defs/A\"},{\"required\":[\"a\"]}]}",
     "one of (A | {a: any})"},
    {"{\"type\":\"object\",\"anyOf\":[{\"$ref\":\"#/$defs/A\"},{\"type\":\"string\"}]}",
     "any of (A | string) & {}"},
    {"{\"type\":\"object\",\"allOf\":[{\"$ref\":\"#/$defs/A\"},{\"not\":{\"required\":[\"b\"]}}]}",
     "(A & any not={\"required\":[\"b\"]})"},
    {"{\"type\":\"object\",\"allOf\":[{\"not\":{\"required\":[\"b\"]}}]}",
     "(any not={\"required\":[\"b\"]}) & {}"},
    {"{\"type\":\"object\",\"oneOf\":[]}", "one of () & {}"},
    {"{\"type\":\"object\",\"enum\":[{\"a\":1}]}", "{\"a\":1}"},
    {"{\"$ref\":\"#/$defs/Foo~1Bar\"}", "Foo/Bar"},
    {"{\"$ref\":\"#/$defs/A%20b\"}", "\"A b\""},
    {"{\"required\":[\"a\"]}", "{a: any}"},
    {"{\"anyOf\":[{\"required\":[\"a\"]},{\"required\":[\"b\",\"c d\"]}]}",
     "any of ({a: any} | {b: any, \"c d\": any})"},
    {"{\"$ref\":\"#/$defs/"
     "Base\",\"properties\":{\"a\":{\"type\":\"string\"}},\"required\":[\"a\",\"b\"],"
     "\"additionalProperties\":false}",
     "Base & {\n a: string\n b: any\n} closed"},
    {"{\"$ref\":\"#/$defs/Base\",\"minLength\":3,\"pattern\":\"^x\"}", "Base & string(3..) /^x/"},
    {"{\"$ref\":\"#/$defs/Base\",\"description\":\"Which\"}", "Base # Which"},
    {"{\"type\":\"object\",\"required\":[\"a\",\"b\"],\"additionalProperties\":false,"
     "\"minProperties\":2,\"oneOf\":[{\"$ref\":\"#/$defs/A\"},{\"$ref\":\"#/$defs/B\"}]}",
     "one of (A | B) & {a: any, b: any} closed(2..)"},
    {"{\"type\":\"array\",\"items\":{\"type\":\"integer\"},\"minItems\":3,\"anyOf\":[{\"$ref\":\"#/"
     "$defs/A\"},{\"$ref\":\"#/$defs/B\"}]}",
     "any of (A | B) & [integer](3..)"},
    {"{\"type\":[\"integer\",\"array\"],\"items\":{\"type\":\"string\"},\"maxItems\":2,\"minimum\":"
     "1}",
     "integer(1..)|[string](..2)"},
    {"{\"type\":[\"string\",\"integer\",\"null\"],\"minLength\":2,\"maximum\":9}",
     "string(2..)|integer(..9)|null"},
    {"{\"type\":[\"object\",\"null\"],\"properties\":{\"a\":{}},\"minProperties\":1}",
     "{\n a?: any\n}(1..)|null"},
    {"{\"minItems\":2,\"uniqueItems\":true}", "[](2..) unique"},
    {"{\"minProperties\":1}", "{}(1..)"},
    {"{\"minProperties\":1,\"format\":\"map\"}", "{}(1..) format=\"map\""},
    {"{\"additionalProperties\":false}", "{} closed"},
    {"{\"additionalProperties\":true,\"uniqueItems\":false,\"required\":[]}", "any"},
    {"{\"minimum\":3}", "number(3..)"},
    {"{\"multipleOf\":3}", "number step 3"},
    {"{\"minLength\":1,\"minimum\":3}", "string(1..)|number(3..)"},
    {"{\"format\":\"date\"}", "any<date>"},
    {"{\"type\":\"number\",\"minimum\":5,\"exclusiveMinimum\":3,\"maximum\":8,\"exclusiveMaximum\":"
     "9}",
     "number(>3 & 5..<9 & 8)"},
    {"{\"type\":\"integer\",\"maxLength\":10,\"uniqueItems\":true}", "integer maxLength=10"},
    {"{\"type\":\"object\",\"items\":{\"$ref\":\"#/$defs/A\"}}",
     "{} items={\"$ref\":\"#/$defs/A\"}"},
    {"{\"type\":\"boolean\",\"format\":\"yes\"}", "boolean format=\"yes\""},
    {"{\"type\":\"array\",\"items\":[{\"type\":\"string\"}]}", "[] items=[{\"type\":\"string\"}]"},
    {"{\"type\":\"array\",\"items\":false}", "[never]"},
    {"{\"enum\":[\"a\",\"b\"],\"maxLength\":1}", "(\"a\"|\"b\") & string(..1)"},
    {"{\"type\":\"string\",\"enum\":[\"a\",1]}", "(\"a\"|1) & string"},
    {"{\"type\":[\"string\",\"null\"],\"enum\":[\"a\",null]}", "\"a\"|null"},
    {"{\"type\":\"number\",\"enum\":[1,2.5]}", "1|2.5"},
    {"{\"type\":[\"string\",\"null\"],\"allOf\":[{\"$ref\":\"#/$defs/A\"}]}",
     "(A) & (string|null)"},
    {"{\"allOf\":[{\"type\":[\"string\",\"null\"]},{\"enum\":[1,2]},{\"$ref\":\"#/$defs/A\"}]}",
     "((string|null) & (1|2) & A)"},
    {"{\"oneOf\":[{\"$ref\":\"#/$defs/A\"}],\"anyOf\":[{\"$ref\":\"#/$defs/"
     "B\"}],\"allOf\":[{\"$ref\":\"#/$defs/C\"}],\"not\":{\"type\":\"null\"}}",
     "one of (A) & any of (B) & (C) not={\"type\":\"null\"}"},
    {"{\"oneOf\":[{\"$ref\":\"#/$defs/A\"},{\"$ref\":\"#/$defs/B\"},{\"$ref\":\"#/$defs/"
     "C~0d\"}],\"discriminator\":{\"propertyName\":\"kind\",\"mapping\":{\"a\":\"#/$defs/"
     "A\",\"B\":\"#/$defs/B\",\"c\":\"C~d\"}}}",
     "one of (A | B | C~d) by kind (\"a\": A, \"c\": C~d)"},
    {"{\"type\":\"object\",\"properties\":{\"k\":{\"type\":\"string\"}},\"discriminator\":{"
     "\"propertyName\":\"k\"}}",
     "{\n k?: string\n} by k"},
    {"{\"type\":\"string\",\"nullable\":true}", "string"},
    {"{\"$dynamicRef\":\"#node\",\"prefixItems\":[{\"const\":1}]}",
     "any $dynamicRef=\"#node\" prefixItems=[{\"const\":1}]"},
};

/* In OpenAPI 3.0 and Swagger. */
static const struct type_row older_types[] = {
    {"{\"type\":\"string\",\"nullable\":true,\"readOnly\":true}", "string|null readonly"},
    {"{\"type\":\"object\",\"nullable\":true}", "{}|null"},
    {"{\"type\":\"object\",\"nullable\":true,\"allOf\":[{\"$ref\":\"#/$defs/A\"}]}", "(A)|null"},
    {"{\"nullable\":true,\"allOf\":[{\"$ref\":\"#/$defs/A\"}],\"required\":[\"b\"]}",
     "((A) & {b: any})|null"},
    {"{\"type\":\"string\",\"nullable\":true,\"enum\":[\"a\",null]}", "\"a\"|null"},
    {"{\"type\":\"string\",\"nullable\":true,\"enum\":[\"a\",\"b\"]}", "\"a\"|\"b\"|null"},
    {"{\"$ref\":\"#/$defs/"
     "A\",\"minLength\":3,\"properties\":{\"a\":{}},\"not\":{\"type\":\"string\"},\"description\":"
     "\"d\"}",
     "A # d"},
    {"{\"type\":\"number\",\"minimum\":0,\"exclusiveMinimum\":true}", "number(>0..)"},
};

static void check_type(const struct type_row *row, bool older)
{
    static const char record[] = "{\"spec\":{\"openapi\":\"3.%c.0\"},\"schema\":%s}";
    struct jsontape tape;
    struct buf text, out;
    jsontape_init(&tape);
    buf_init(&text, CEILING_TEXT);
    buf_init(&out, CEILING_TEXT);
    buf_format(&text, record, older ? '0' : '1', row->schema);
    if (UNIT_CHECK(jsontape_read(&tape, text.data, text.len, NULL) == 0, "%s is JSON",
                   row->schema)) {
        struct type t = type_to(&tape, &out);
        type_write(&t, jsontape_get(&tape, 0, "schema"), 0);
        UNIT_CHECK(strcmp(out.data, row->notation) == 0, "%s is %s, not %s", row->schema,
                   row->notation, out.data);
        type_free(&t);
    }
    buf_free(&out);
    buf_free(&text);
    jsontape_free(&tape);
}

static void check_types(void)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++)
        check_type(&types[i], false);
    for (size_t i = 0; i < sizeof older_types / sizeof *older_types; i++)
        check_type(&older_types[i], true);
}

static const struct {
    const char *text, *plain;
} texts[] = {
    {"\"\"", ""},
    {"\" a\\n\\n b \"", "a b"},
    {"\"<p>One</p><p>two <code>x</code>.</p>\"", "One two x."},
    {"\"a < b and b > c\"", "a < b and b > c"},
    {"\"see [the docs](https://x.test/a_(b) for more\"", "see the docs for more"},
    {"\"a [list] of (things)\"", "a [list] of (things)"},
    {"\"![logo](https://x.test/l.png) **Bold** # 1\"", "logo Bold # 1"},
    {"\"## Head\\ntext\"", "Head text"},
    {"\"1234567890123456789012345\"", "12345678901234567890…"},
    {"\"\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\\u4e2d\"", "中中中中中中…"},
    {"7", ""},
};

static void check_texts(void)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct jsontape tape;
        struct buf out;
        jsontape_init(&tape);
        buf_init(&out, CEILING_TEXT);
        jsontape_read(&tape, texts[i].text, strlen(texts[i].text), NULL);
        bool whole = i < 8;
        plain_text(&tape, 0, whole ? 1000 : 20, &out);
        UNIT_CHECK(strcmp(out.data, texts[i].plain) == 0, "%s is \"%s\", not \"%s\"", texts[i].text,
                   texts[i].plain, out.data);
        buf_free(&out);
        jsontape_free(&tape);
    }
}

enum { LONG = 2 * 1000 * 1000 };

/* Reads a long text of nothing but the mark; returns how long that took. */
static clock_t read_long(const char *mark, size_t *len)
{
    struct jsontape tape;
    struct buf text, out;
    jsontape_init(&tape);
    buf_init(&text, CEILING_LINE);
    buf_init(&out, CEILING_LINE);
    buf_char(&text, '"');
    while (text.len < LONG)
        buf_text(&text, mark);
    buf_char(&text, '"');
    jsontape_read(&tape, text.data, text.len, NULL);
    clock_t begun = clock();
    plain_text(&tape, 0, CEILING_LINE, &out);
    clock_t took = clock() - begun;
    *len = out.len;
    buf_free(&out);
    buf_free(&text);
    jsontape_free(&tape);
    return took;
}

/* All of a long text is read where quotes are looked for.  One that has no marks tells how fast that is here. */
static void check_long_texts(void)
{
    static const char *const marks[] = {"](", "[](", "[", "<a", "](x ", "](((( )"};
    enum { TIMES = 500 };
    size_t len;
    const clock_t plain = read_long("plain", &len) + CLOCKS_PER_SEC / 1000;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        clock_t took = read_long(marks[i], &len);
        UNIT_CHECK(took / TIMES < plain, "%s takes %.1f times as long as a plain text", marks[i],
                   (double)took / (double)plain);
        UNIT_CHECK(len + 3 > LONG / 2 && len <= LONG + 8, "%s gives %zu bytes", marks[i], len);
    }
}

static const char record_text_of[] =
    "{\"id\":\"POST /toys\",\"method\":\"POST\",\"path\":\"/toys\",\"summary\":\"Make\","
    "\"description\":\"Makes a toy\",\"complexity\":7,\"request\":{\"parameters\":["
    "{\"in\":\"query\",\"name\":\"dry\",\"schema\":{\"type\":\"boolean\"},\"example\":true},"
    "{\"in\":\"path\",\"name\":\"shop\",\"required\":true,\"style\":\"label\","
    "\"schema\":{\"type\":\"string\"},\"description\":\"Which one\"}],"
    "\"body\":{\"required\":true,\"content\":{\"application/json\":{\"schema\":"
    "{\"$ref\":\"#/$defs/Toy\"}}}}},\"responses\":{\"201\":{\"description\":\"Made\"}},"
    "\"security\":[[{\"type\":\"http\",\"http\":\"bearer\",\"scopes\":[\"w\"]}],"
    "[{\"type\":\"apiKey\",\"in\":\"header\",\"name\":\"X\"}],[]],"
    "\"$defs\":{\"Toy\":{\"type\":\"object\",\"properties\":{\"of\":{\"$ref\":\"#/$defs/Toy\"},"
    "\"by\":{\"not\":{\"$ref\":\"#/$defs/Maker\"}},\"in\":{\"$ref\":\"#/$defs/Shop~0ab12\"},"
    "\"at\":{\"$ref\":\"#/$defs/Foo~1Bar\"}}},\"Maker\":{\"type\":\"string\"},"
    "\"Shop~ab12\":{\"type\":\"integer\"},\"Foo/Bar\":{\"type\":\"number\"},"
    "\"Other\":{}}}";

static const char sketch[] = "POST /toys\nMakes a toy\nauth: bearer (w) | key in header X | none\n"
                             "query dry?: boolean eg true\n"
                             "path shop: string style=label # Which one\n"
                             "body application/json: Toy\n"
                             "Toy = {\n of?: Toy\n by?: any not={\"$ref\":\"#/$defs/Maker\"}\n"
                             " in?: Shop~ab12\n at?: Foo/Bar\n}\n"
                             "Maker = string\nShop~ab12 = integer\nFoo/Bar = number\n201 Made\n";

static void check_sketch(void)
{
    struct record r;
    struct diag_error err;
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    if (UNIT_CHECK(record_read(&r, record_text_of, strlen(record_text_of), &err) == 0, "%s",
                   err.text)) {
        sketch_write(&r, &out);
        UNIT_CHECK(strcmp(out.data, sketch) == 0, "the operation is\n%s", out.data);
        struct wanted w = wanted_cases(&r, 0);
        UNIT_CHECK(w.positive == 5 && w.negative == 8 && w.boundary == 3, "a POST of 7 wants 16");
        w = wanted_cases(&r, 10);
        UNIT_CHECK(w.positive == 3 && w.negative == 6 && w.boundary == 1, "of 10: %d %d %d",
                   w.positive, w.negative, w.boundary);
        w = wanted_cases(&r, 1);
        UNIT_CHECK(w.positive == 1 && w.negative == 0 && w.boundary == 0, "one is a good one");
        record_free(&r);
    }
    buf_free(&out);
}

/* What goes out is JSON, and the schema of the answer is too. */
static void check_messages(void)
{
    struct jsontape t;
    jsontape_init(&t);
    UNIT_CHECK(jsontape_read(&t, prompt_schema(), strlen(prompt_schema()), NULL) == 0,
               "the schema is JSON");
    struct record r;
    struct buf out;
    const struct prompt_wish wish = {.cases = 4, .chinese = true};
    buf_init(&out, CEILING_LINE);
    record_read(&r, record_text_of, strlen(record_text_of), NULL);
    prompt_messages(&r, &wish, &out);
    UNIT_CHECK(jsontape_read(&t, out.data, out.len, NULL) == 0 && jsontape_size(&t, 0) == 2,
               "two messages");
    UNIT_CHECK(strstr(out.data, "Write 4 cases: ") != NULL && strstr(out.data, "Chinese") != NULL,
               "with what is wished");
    record_free(&r);
    buf_free(&out);
    jsontape_free(&t);
}

int main(void)
{
    check_types();
    check_texts();
    check_long_texts();
    check_sketch();
    check_messages();
    return unit_end();
}
