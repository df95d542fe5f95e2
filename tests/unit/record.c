#include "record.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "unit.h"

/* Lines, and a word of the reason why they are no record; NULL: they are one. */
static const struct {
    const char *line, *why;
} lines[] = {
    {"{\"id\":\"x\"}", NULL},
    {" { \"a\" : 1 , \"id\" : \"GET /pets\" } ", NULL},
    {"{\"\\u0069d\":\"x\"}", NULL},
    {"{\"id\":\"\\u0000\"}", NULL},
    {"{\"id\":\"x\",\"z\":1,\"z\":2}", NULL},
    {"{\"id\":\"x\",\"Id\":1,\"ID\":2}", NULL},
    {"{\"id\":\"x\",\"cases\":[{\"id\":1,\"path\":2,\"path\":3}]}", NULL},
    {"", "not a record"},
    {"x", "at byte 0"},
    {"{\"id\":\"x\"", "at byte 9"},
    {"{\"id\":\"x\"}{}", "at byte 10"},
    {"{\"id\":\"x\xff\"}", "UTF-8"},
    {"[]", "no JSON object"},
    {"[{\"id\":\"x\"}]", "no JSON object"},
    {"\"id\"", "no JSON object"},
    {"null", "no JSON object"},
    {"{}", "\"id\""},
    {"{\"ID\":\"x\"}", "\"id\""},
    {"{\"id\":\"\"}", "\"id\""},
    {"{\"id\":1}", "\"id\""},
    {"{\"id\":null}", "\"id\""},
    {"{\"id\":[\"x\"]}", "\"id\""},
    {"{\"a\":{\"id\":\"x\"}}", "\"id\""},
    {"{\"id\":\"x\",\"id\":\"y\"}", "twice"},
    {"{\"id\":\"x\",\"\\u0069d\":\"y\"}", "twice"},
    {"{\"id\":\"x\",\"error\":{},\"a\":1,\"error\":{}}", "\"error\" stands twice"},
    {"{\"id\":\"x\",\"provider\":\"a\",\"pr\\u006fvider\":\"b\"}", "\"provider\" stands twice"},
};

/* Members that stages write; another may stand twice. */
static const char *const ours[] = {
    "id",         "seq",          "slug",          "spec",       "method",   "path",    "provider",
    "strategy",   "cases",        "reply",         "error",      "rejected", "partial", "attempts",
    "file",       "messages",     "chain",         "candidates", "hash",     "request", "responses",
    "security",   "unchanged",    "fallback_from", "summary",    "tags",     "base",    "$defs",
    "complexity", "operation_id", "description",   "cut",
};

struct change {
    const char *member, *json; /* json NULL: removed */
};

/* A line, up to three changes, and the line that comes out. */
static const struct {
    const char *line;
    struct change change[3];
    const char *out;
} splices[] = {
    {"{\"id\":\"x\",\"a\":1.10}", {{0}}, "{\"id\":\"x\",\"a\":1.10}"},
    {"{\"id\":\"x\",\"a\":1}", {{"a", "2"}}, "{\"id\":\"x\",\"a\":2}"},
    {"{\"a\":1,\"id\":\"x\"}", {{"a", "[2,{}]"}}, "{\"a\":[2,{}],\"id\":\"x\"}"},
    {"{\"a\":1,\"id\":\"x\",\"b\":2}", {{"a", NULL}}, "{\"id\":\"x\",\"b\":2}"},
    {"{\"id\":\"x\",\"a\":1,\"b\":2}", {{"a", NULL}}, "{\"id\":\"x\",\"b\":2}"},
    {"{\"id\":\"x\",\"b\":2,\"a\":1}", {{"a", NULL}}, "{\"id\":\"x\",\"b\":2}"},
    {"{\"id\":\"x\"}", {{"id", NULL}}, "{}"},
    {"{\"id\":\"x\"}", {{"id", NULL}, {"n", "1"}}, "{\"n\":1}"},
    {"{\"id\":\"x\"}", {{"n", "1"}, {"m", "\"2\""}}, "{\"id\":\"x\",\"n\":1,\"m\":\"2\"}"},
    {"{\"id\":\"x\"}", {{"n", NULL}}, "{\"id\":\"x\"}"},
    {"{\"a\":1,\"id\":\"x\",\"b\":2}", {{"a", NULL}, {"id", NULL}, {"b", NULL}}, "{}"},
    {"{\"a\":1,\"b\":2,\"id\":\"x\",\"c\":3}",
     {{"b", "9"}, {"a", NULL}, {"new", "{}"}},
     "{\"b\":9,\"id\":\"x\",\"c\":3,\"new\":{}}"},
    {"{\"id\":\"x\",\"\\u0061\":1}", {{"a", "2"}}, "{\"id\":\"x\",\"\\u0061\":2}"},
    {"{\"id\":\"x\",\"A\":1}", {{"a", "2"}}, "{\"id\":\"x\",\"A\":1,\"a\":2}"},
    {"{\"id\":\"x\",\"o\":{\"a\":1}}", {{"a", "2"}}, "{\"id\":\"x\",\"o\":{\"a\":1},\"a\":2}"},
    {"{\"id\":\"x, \\\"a\\\":1\",\"b\":\"{,}\"}",
     {{"a", "2"}},
     "{\"id\":\"x, \\\"a\\\":1\",\"b\":\"{,}\",\"a\":2}"},
};

static struct record read(const char *line)
{
    struct record r;
    struct diag_error err = {""};
    UNIT_CHECK(record_read(&r, line, strlen(line), &err) == 0, "%s: %s", line, err.text);
    return r;
}

static void splice(const struct record *r, const struct change *change, size_t most,
                   struct buf *out)
{
    struct record_edit edit[3];
    size_t count = 0;
    for (; count < most && change[count].member != NULL; count++)
        edit[count] = (struct record_edit){change[count].member, change[count].json,
                                           change[count].json != NULL ? strlen(change[count].json)
                                                                      : 0};
    buf_reset(out);
    record_splice(r, edit, count, out);
}

static void check_lines(void)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct record r;
        struct diag_error err = {""};
        int result = record_read(&r, lines[i].line, strlen(lines[i].line), &err);
        if (lines[i].why == NULL)
            UNIT_CHECK(result == 0, "%s: %s", lines[i].line, err.text);
        else
            UNIT_CHECK(result == -1 && strstr(err.text, "not a record") != NULL &&
                           strstr(err.text, lines[i].why) != NULL,
                       "%s: '%s' says nothing of '%s'", lines[i].line, err.text, lines[i].why);
        record_free(&r);
    }
    for (size_t i = 0; i < sizeof ours / sizeof *ours; i++) {
        struct record r;
        char line[200];
        snprintf(line, sizeof line, "{\"id\":\"x\",\"%s\":\"1\",\"%s\":\"2\"}", ours[i], ours[i]);
        UNIT_CHECK(record_read(&r, line, strlen(line), NULL) == -1, "%s twice is refused", ours[i]);
        record_free(&r);
    }
}

static void check_splices(void)
{
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    for (size_t i = 0; i < sizeof splices / sizeof *splices; i++) {
        struct record r = read(splices[i].line);
        splice(&r, splices[i].change, 3, &out);
        UNIT_CHECK(strcmp(out.data, splices[i].out) == 0, "%s becomes %s, not %s", splices[i].line,
                   splices[i].out, out.data);
        record_free(&r);
    }
    buf_free(&out);
}

/* The bytes from a member's key to the end of its value. */
static bool holds_member(const char *line, const char *member)
{
    return strstr(line, member) != NULL;
}

/* White space anywhere: what comes out is JSON, and members not named are there byte for byte, in order. */
static void check_spaces(void)
{
    static const char *const spaced[] = {
        "{ \"a\" : 1 , \"id\":\"x\" }",
        "  {\t\"a\" : 1\t,\t\"id\":\"x\"\t}  ",
        "{\"a\" : 1 ,\"id\":\"x\",\"c\" :  [ 1 , 2 ]  }\r",
        "\n{\n\"c\" :  [ 1 , 2 ]\n,\n\"a\" : 1\n,\n\"id\":\"x\"\n}\n",
    };
    static const struct change changes[][3] = {
        {{0}}, {{"new", "0"}}, {{"a", NULL}}, {{"a", "7"}}, {{"c", NULL}, {"new", "0"}},
    };
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    for (size_t i = 0; i < sizeof spaced / sizeof *spaced; i++) {
        struct record r = read(spaced[i]);
        for (size_t j = 0; j < sizeof changes / sizeof *changes; j++) {
            const struct change *c = changes[j];
            splice(&r, c, 3, &out);
            bool a = c->member != NULL && strcmp(c->member, "a") == 0;
            bool cut = c->member != NULL && strcmp(c->member, "c") == 0;
            struct record back = read(out.data);
            UNIT_CHECK(holds_member(out.data, "\"id\":\"x\""), "id is as it was: %s", out.data);
            UNIT_CHECK(holds_member(out.data, "\"a\" : 1") == !a, "a is as it was: %s", out.data);
            UNIT_CHECK(holds_member(out.data, "\"a\" : 7") == (a && c->json != NULL),
                       "a is changed in place: %s", out.data);
            UNIT_CHECK(record_has(&back, "a") == !(a && c->json == NULL), "a: %s", out.data);
            UNIT_CHECK(holds_member(out.data, "\"c\" :  [ 1 , 2 ]") ==
                           (record_has(&r, "c") && !cut),
                       "c is as it was: %s", out.data);
            UNIT_CHECK(record_has(&back, "new") == (cut || (!a && c->member != NULL)),
                       "new is added: %s", out.data);
            record_free(&back);
        }
        record_free(&r);
    }
    buf_free(&out);
}

static void check_members(void)
{
    struct record r = read("{\"id\":\"a\\u0041\\n\",\"n\":1,\"e\":null,\"o\":{\"reply\":1}}");
    char *text = record_text(&r, "id");
    UNIT_CHECK(text != NULL && strcmp(text, "aA\n") == 0, "id decoded is %s", text);
    free(text);
    UNIT_CHECK(record_text(&r, "n") == NULL && record_text(&r, "x") == NULL, "only strings");
    UNIT_CHECK(record_has(&r, "e") && !record_has(&r, "x"), "null is a member too");
    UNIT_CHECK(jsontape_count(&r.tape, record_get(&r, "n"), 0) == 1, "n is 1");
    UNIT_CHECK(!record_is_done(&r), "a reply further down is none");
    record_free(&r);
    record_free(&r);
    static const char *const done[] = {"cases", "reply", "error", "unchanged"};
    for (size_t i = 0; i < 4; i++) {
        char line[100];
        snprintf(line, sizeof line, "{\"id\":\"x\",\"%s\":[]}", done[i]);
        r = read(line);
        UNIT_CHECK(record_is_done(&r), "%s is an outcome", done[i]);
        record_free(&r);
    }
    static const char copied[] = "{\"id\":\"x\"}trailing";
    UNIT_CHECK(record_read(&r, copied, 10, NULL) == 0 && strcmp(r.line, "{\"id\":\"x\"}") == 0 &&
                   r.line != copied,
               "only len bytes are read, and copied");
    record_free(&r);
}

int main(void)
{
    check_lines();
    check_splices();
    check_spaces();
    check_members();
    return unit_end();
}
