/* cc-call's answer: the cases in what models write, and what is made of each of their habits. */
#include "../../cmd/cc-call/answer/answer.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "clock.h"
#include "mem.h"
#include "unit.h"

#define A "{\"name\":\"A\",\"test_type\":\"positive\",\"status\":200}"
#define B "{\"name\":\"B\",\"test_type\":\"negative\",\"status\":400}"
/* A case with a body, as written and as it comes out. */
#define BODY(json) "{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200,\"body\":" json "}"
#define WITH(json) "[" BODY(json) "]"
#define AB "[" A "," B "]"

static const struct {
    const char *what, *content;
    const char *cases; /* without white space; NULL: none */
    const char *error; /* part of it, where there are none; else "cut" or NULL */
} rows[] = {
    /* Where the JSON is. */
    {"an object with cases", "{\"cases\":" AB "}", AB, NULL},
    {"a list", AB, AB, NULL},
    {"one case", A, "[" A "]", NULL},
    {"spaces around", " \r\n\t" AB "\n\n", AB, NULL},
    {"a byte order mark", "\xef\xbb\xbf" AB, AB, NULL},
    {"a fence", "```json\n" AB "\n```", AB, NULL},
    {"a fence without a language", "```\n" AB "\n```\n", AB, NULL},
    {"a fence with CR LF", "```json\r\n{\r\n\"cases\": [\r\n" A ",\r\n" B "\r\n]\r\n}\r\n```\r\n",
     AB, NULL},
    {"a fence without an end", "```json\n{\"cases\":" AB "}\n", AB, NULL},
    {"a fence that is cut", "```json\n{\"cases\":[" A "," A ",{\"na", "[" A "," A "]", "cut"},
    {"a fence of another kind", "~~~\n" AB "\n~~~", AB, NULL},
    {"a fence in prose", "Sure! Here are [two] cases:\n```json\n" AB "\n```\nAnything else?", AB,
     NULL},
    {"prose without a fence", "I tested {petId} and [x].\n" AB "\nThat's all {really}.", AB, NULL},
    {"a bracket in prose that never ends", "Beware of [/* and {'\n" AB, AB, NULL},
    {"an assignment", "const cases = " AB ";\nmodule.exports = cases;", AB, NULL},
    {"two fences", "First:\n```json\n[" A "]\n```\nThen:\n```json\n[" B "]\n```", AB, NULL},
    {"fences in strings",
     "{\"cases\":[{\"name\":\"```json\\n[]\\n```\",\"test_type\":\"boundary\",\"status\":200}]}",
     "[{\"name\":\"```json\\n[]\\n```\",\"test_type\":\"boundary\",\"status\":200}]", NULL},
    {"fences in strings in a fence",
     "```\n[{\"name\":\"```\\n[]\\n```\",\"test_type\":\"boundary\",\"status\":200}]\n```",
     "[{\"name\":\"```\\n[]\\n```\",\"test_type\":\"boundary\",\"status\":200}]", NULL},
    {"thinking", "<think>\nMaybe {\"cases\":[" A "]}? No.\n</think>\n\n[" B "]", "[" B "]", NULL},
    {"thinking with quotes", "<think>I'd say {\"name\": \"it</think>" AB, AB, NULL},
    {"thinking with quotes, behind an empty line", "\n<think>I'd say {\"name\": \"it</think>" AB,
     AB, NULL},
    {"thinking without an end", "<think>Well, [" A "]. Then:\n[" B "]", AB, NULL},
    {"thinking without a beginning and a case", "Well, [so].\n</think>\n[" B "]", "[" B "]", NULL},
    {"thinking without a beginning, whose list has no end",
     "Maybe {\"cases\":[" A "]\n</think>\n[" B "]", "[" B "]", NULL},
    {"thinking without a beginning", "Maybe [" A "]?\n</think>\n[" B "]", "[" B "]", NULL},
    {"thinking and nothing else", "<think>\n" AB "\n</think>\n", AB, NULL},
    {"a thinking tag at the end", AB "\n</think>", AB, NULL},
    {"a thinking tag in a string",
     "[{\"name\":\"</think>\",\"test_type\":\"boundary\",\"status\":200}," B "];",
     "[{\"name\":\"</think>\",\"test_type\":\"boundary\",\"status\":200}," B "]", NULL},
    {"other tags of thinking", "<reasoning>[" A "]</reasoning>[" B "]", "[" B "]", NULL},
    {"one case a line", A "\n" B "\n", AB, NULL},
    {"cases in a row", A B, AB, NULL},
    {"lists in a row", "[" A "]\n\n[" B "]", AB, NULL},
    {"objects in a row", "{\"cases\":[" A "]}\n{\"cases\":[" B "]}", AB, NULL},
    {"two brackets too many", "{\"cases\":" AB "}]}", AB, NULL},

    /* Where the cases are. */
    {"another name for the list", "{\"test_cases\":" AB "}", AB, NULL},
    {"a name nobody knows", "{\"all_of_them\":" AB "}", AB, NULL},
    {"groups with names",
     "{\"cases\":[{\"name\":\"Good\",\"tests\":[" A "]},{\"type\":\"negative\",\"cases\":[" B
     "]}]}",
     AB, NULL},
    {"an incomplete case that holds what looks like one",
     "{\"cases\":[{\"name\":\"A\",\"expected\":" A ",\"steps\":[" B "]}]}",
     "[{\"name\":\"A\",\"expected\":" A ",\"steps\":[" B "]}]", NULL},
    {"what an error looks like, in prose",
     AB "\nThe body is {\"status\":400,\"title\":\"Bad\",\"type\":\"about:blank\"}.", AB, NULL},
    {"two wrappers", "{\"result\":{\"data\":" AB "}}", AB, NULL},
    {"the older collection",
     "{\"endpoint_id\":\"GET:/a\",\"method\":\"GET\",\"path\":\"/a\","
     "\"description\":\"d\",\"test_cases\":" AB ",\"metadata\":{}}",
     AB, NULL},
    {"lists by type", "{\"positive\":[" A "],\"negative\":[" B "]}", AB, NULL},
    {"lists by type in one", "{\"cases\":{\"positive\":[" A "],\"negative\":[" B "]}}", AB, NULL},
    {"lists by type that alone say it",
     "{\"positive\":[{\"name\":\"A\",\"status\":200}],\"negative_cases\":[{\"name\":\"B\",\"test_"
     "type\":\"boundary\","
     "\"status\":400},{\"name\":\"C\",\"expected_status\":400}]}",
     "[{\"name\":\"A\",\"status\":200,\"test_type\":\"positive\"},{\"name\":\"B\",\"test_type\":"
     "\"boundary\","
     "\"status\":400},{\"name\":\"C\",\"status\":400,\"test_type\":\"negative\"}]",
     NULL},
    {"lists by type that hold none", "{\"boundary\":[\"price\"],\"negatives\":[],\"cases\":" AB "}",
     AB, NULL},
    {"groups", "{\"cases\":[{\"group\":1,\"cases\":[" A "]},{\"group\":2,\"cases\":[" B "]}]}", AB,
     NULL},
    {"lists in a list", "[[" A "],[" B "]]", AB, NULL},
    {"cases by number", "{\"cases\":{\"1\":" A ",\"2\":" B "}}", AB, NULL},
    {"a summary beside", "{\"summary\":{\"name\":\"Pets\",\"total\":2},\"cases\":" AB "}", AB,
     NULL},
    {"a list of assertions in a case",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200,\"tests\":[\"is 200\"]}]",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200,\"tests\":[\"is 200\"]}]", NULL},
    {"cases that are none keep their place", "{\"cases\":[" A ",\"x\",{\"a\":1},7]}",
     "[" A ",\"x\",{\"a\":1},7]", NULL},
    {"what looks like a case in a body", BODY("{\"cases\":1,\"items\":[" B "]}"),
     WITH("{\"cases\":1,\"items\":[" B "]}"), NULL},
    {"a list in a string",
     "{\"cases\":\"[{\\\"name\\\":\\\"A\\\",\\\"test_type\\\":\\\"boundary\\\",\\\"status\\\":200}]"
     "\"}",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200}]", NULL},
    {"cases in strings",
     "[\"{\\\"name\\\":\\\"A\\\",\\\"test_type\\\":\\\"boundary\\\",\\\"status\\\":200}\"," B "]",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200}," B "]", NULL},
    {"all in a string",
     "\"{\\\"cases\\\":[{\\\"name\\\":\\\"\\\\u00e9\\\",\\\"test_type\\\":\\\"boundary\\\","
     "\\\"status\\\":200}]}\"",
     "[{\"name\":\"\\u00e9\",\"test_type\":\"boundary\",\"status\":200}]", NULL},
    {"a string in a string",
     "{\"response\":\"\\\"no\\\"\",\"content\":\"{\\\"cases\\\":"
     "\\\"[{\\\\\\\"name\\\\\\\":\\\\\\\"A\\\\\\\",\\\\\\\"test_type\\\\\\\":"
     "\\\\\\\"boundary\\\\\\\",\\\\\\\"status\\\\\\\":200}]"
     "\\\"}\"}",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200}]", NULL},
    {"a fence in a string",
     "{\"response\":\"```json\\n[{\\\"name\\\":\\\"A\\\",\\\"test_type\\\":\\\"boundary\\\","
     "\\\"status\\\":200}]\\n```\"}",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200}]", NULL},

    /* What is valid stays as it is. */
    {"numbers", WITH("[9223372036854775807,1.10,1E400,-0]"),
     WITH("[9223372036854775807,1.10,1E400,-0]"), NULL},
    {"numbers, mended", "[" BODY("[9223372036854775807,1.10,1E400,-0]") ",]",
     WITH("[9223372036854775807,1.10,1E400,-0]"), NULL},
    {"strings", WITH("\"\\u00e9\\ud800\\/ // 'a', “b” /* */ {\""),
     WITH("\"\\u00e9\\ud800\\/ // 'a', “b” /* */ {\""), NULL},
    {"strings, mended", "[" BODY("\"\\u00e9\\ud800\\/ // 'a', “b” /* */ {\"") ",]",
     WITH("\"\\u00e9\\ud800\\/ // 'a', “b” /* */ {\""), NULL},
    {"members twice", WITH("{\"a\":1,\"a\":2}"), WITH("{\"a\":1,\"a\":2}"), NULL},

    /* What is not. */
    {"commas behind the last", "{\"cases\":[" A "," B ",],}", AB, NULL},
    {"commas too many", "[," A ",," B ",]", AB, NULL},
    {"commas too few", "[" A "\n" B "]", AB, NULL},
    {"a comma too few in a case", "[{\"name\":\"A\"\n\"test_type\":\"boundary\",\"status\":200}]",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200}]", NULL},
    {"comments", "[ // two\n" A ", /* and\n " B " */" B " // \"end\"\n]", AB, NULL},
    {"single quotes",
     "[{'name':'A','test_type':'boundary','status':200,'body':{'a':'it\\'s \"b\"'}}]",
     WITH("{\"a\":\"it's \\\"b\\\"\"}"), NULL},
    {"an apostrophe in single quotes",
     "[{'name':'A','test_type':'boundary','status':200,'body':'it's'}]", WITH("\"it's\""), NULL},
    {"names without quotes",
     "{cases:[{name:\"A\",test_type:\"boundary\",status:200,body:{$a_1:1,b-c:2}}]}",
     WITH("{\"$a_1\":1,\"b-c\":2}"), NULL},
    {"typographic quotes", "[{“name”:“A”,‘test_type’:’boundary’,‘status’:200,“body”:”a‘b’”}]",
     WITH("\"a‘b’\""), NULL},
    {"typographic quotes in straight ones",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200,\"body\":\"“a”, “b”\",}]",
     WITH("\"“a”, “b”\""), NULL},
    {"line ends in a string", "[" BODY("\"a\nb\r\nc\rd\te\x01\"") "]",
     WITH("\"a\\nb\\nc\\rd\\te\\u0001\""), NULL},
    {"quotes in a string", "[" BODY("\"the \"old\" one, \"new\"!\"") "]",
     WITH("\"the \\\"old\\\" one, \\\"new\\\"!\""), NULL},
    {"quotes at the end of a string",
     "[" BODY("{\"a\":\"say \"no\"\",\"b\":[\"\"],\"c\":\"a \"b\"\" }") "]",
     WITH("{\"a\":\"say \\\"no\\\"\",\"b\":[\"\"],\"c\":\"a \\\"b\\\"\"}"), NULL},
    {"Chinese around quotes", "[" BODY("\"使用\"无效\"名称\"") "]",
     WITH("\"使用\\\"无效\\\"名称\""), NULL},
    {"escapes that are none", "[" BODY("\"\\d \\x41 \\' \\u12 \\\\ \\q\"") "]",
     WITH("\"\\\\d \\u0041 ' \\\\u12 \\\\ \\\\q\""), NULL},
    {"an escape at the end that is none", "[" BODY("\"\\x41\"") "]", WITH("\"\\u0041\""), NULL},
    {"bytes that are no UTF-8", "[" BODY("\"a\xff\xc3\"") "]",
     WITH("\"a\xef\xbf\xbd\xef\xbf\xbd\""), NULL},
    {"words of other languages",
     "[" BODY("[NaN,Infinity,-Infinity,undefined,None,True,False,null]") "]",
     WITH("[null,null,null,null,null,true,false,null]"), NULL},
    {"numbers of other languages", "[" BODY("[+1,.5,-.5,5.,1.e2]") "]", WITH("[1,0.5,-0.5,5,1e2]"),
     NULL},
    {"wide spaces", "[\xc2\xa0" A ",\xe3\x80\x80" B ",]", AB, NULL},

    /* What cannot be mended is left out, and that is said. */
    {"a case that is cut", "{\"cases\":[" A "," B ",{\"name\":\"C\",\"sta", AB, "cut"},
    {"a body that is cut",
     "{\"cases\":[" A "," B
     ",{\"test_type\":\"boundary\",\"status\":200,\"name\":\"C\",\"body\":[{},{\"a\":1}",
     AB, "cut"},
    {"a body with cases that is cut", "{\"cases\":[" A ",{\"name\":\"C\",\"body\":[" B, "[" A "]",
     "cut"},
    {"cut behind a case", "[" A "," B, AB, "cut"},
    {"cut behind a comma", "{\"cases\":[" A "," B ",", AB, "cut"},
    {"cut in a line", A "\n" B "\n{\"name\":\"C", AB, "cut"},
    {"cut in the first case", "{\"cases\":[{\"name\":\"A\",\"status\":20", NULL,
     "before its first case"},
    {"cut in one case", "{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200,\"body\":{\"a",
     NULL, "before its first case"},
    {"an ellipsis", "[" A ", " B ", ...]", AB, "cut"},
    {"a number with a mark", "[" A "," BODY("1_000") "," B "]", AB, "cut"},
    {"a string cut in an escape", "[" A ",{\"name\":\"x\\", "[" A "]", "cut"},
    {"a number that is none", "[" A "," BODY("007") "," B "]", AB, "cut"},
    {"an expression", "[" A "," BODY("\"a\".repeat(300)") "," B "]", AB, "cut"},
    {"a variable", "[" A "," BODY("{\"a\":x}") "," B "]", AB, "cut"},
    {"words behind a string", "[" A ",{\"name\":\"C\"\nsorry, \"D\",\"status\":200}," B "]", AB,
     "cut"},
    {"no value", "[" A "," BODY("{\"a\":}") "," B "]", AB, "cut"},
    {"a bracket too few", "[" A "," BODY("{\"a\":1") "," B "]", AB, "cut"},
    {"the wrong bracket", "{\"cases\":[" A "," BODY("[1}") "," B "]}", AB, "cut"},

    /* The names of the older format. */
    {"older names",
     "[{\"test_name\":\"A\",\"expected_status\":200,\"testType\":\"positive\","
     "\"expected_response_schema\":{},\"tags\":[\"x\"],\"test_id\":1}]",
     "[{\"name\":\"A\",\"status\":200,\"test_type\":\"positive\",\"resp_schema\":{},"
     "\"tags\":[\"x\"],\"test_id\":1}]",
     NULL},
    {"a name that is there already",
     "[{\"name\":\"A\",\"title\":\"B\",\"test_type\":\"boundary\",\"status\":200,\"statusCode\":"
     "201}]",
     "[{\"name\":\"A\",\"title\":\"B\",\"test_type\":\"boundary\",\"status\":200,\"statusCode\":"
     "201}]",
     NULL},
    {"two older names for one",
     "[{\"title\":\"A\",\"test_name\":\"B\",\"test_type\":\"boundary\",\"status\":200}]",
     "[{\"name\":\"A\",\"test_name\":\"B\",\"test_type\":\"boundary\",\"status\":200}]", NULL},
    {"a type that is none of ours",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200,\"type\":\"object\"}]",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200,\"type\":\"object\"}]", NULL},
    {"older names below a case",
     "[{\"name\":\"A\",\"test_type\":\"boundary\",\"status\":200,\"body\":{\"title\":1}}]",
     WITH("{\"title\":1}"), NULL},
    {"spaces beside older names",
     "[{ \"title\" : \"A\", \"testType\" : \"boundary\", \"status\" : 200, \"body\" : { \"a\" : "
     "1.0 } }]",
     WITH("{\"a\":1.0}"), NULL},

    /* No cases. */
    {"nothing", "", NULL, "not JSON"},
    {"prose", "I cannot do that. See [1] and {2}.", NULL, "no cases"},
    {"prose without brackets", "I cannot do that.", NULL, "not JSON"},
    {"brackets", "[[[{{{", NULL, "not JSON"},
    {"another object", "{\"name\":\"A\"}", NULL, "no cases"},
    {"an error", "{\"error\":{\"status\":400,\"message\":\"no\"}}", NULL, "no cases"},
    {"an empty list", "{\"cases\":[]}", NULL, "no cases"},
    {"a number", "200", NULL, "no cases"},
};

static void check_row(size_t i)
{
    struct answer a;
    struct diag_error err = {""};
    struct buf out;
    buf_init(&out, CEILING_LINE);
    if (answer_read(&a, rows[i].content, &err) == 0) {
        const bool cut = rows[i].error != NULL && strcmp(rows[i].error, "cut") == 0;
        jsontape_copy(&a.tape, a.cases, &out);
        UNIT_CHECK(rows[i].cases != NULL && strcmp(out.data, rows[i].cases) == 0, "%s: %s",
                   rows[i].what, out.data);
        UNIT_CHECK(a.cut == cut, "%s: %s", rows[i].what, a.cut ? "cut" : "not cut");
        answer_free(&a);
    } else {
        UNIT_CHECK(rows[i].cases == NULL && strstr(err.text, rows[i].error) != NULL, "%s: %s",
                   rows[i].what, err.text);
    }
    buf_free(&out);
}

/* Values that are valid keep their white space, too. */
static void check_bytes(void)
{
    static const char one[] =
        "{ \"name\" : \"\\u0041\",\n\t\"status\":2e2 , \"test_type\" : \"x\" }";
    struct answer a;
    struct buf content;
    buf_init(&content, CEILING_TEXT);
    buf_format(&content, "{\"x\": [ %s , %s ]}", A, one);
    UNIT_CHECK(answer_read(&a, content.data, NULL) == 0, "is read");
    UNIT_CHECK(strstr(a.text.data, one) != NULL, "%s", a.text.data);
    answer_free(&a);
    buf_free(&content);
}

/* Every beginning of an answer gives whole cases, and says what it left out. */
static void check_beginnings(void)
{
    static const char content[] = "Here:\n```json\n{\"cases\": [" A
                                  ", " BODY("[{\"a\":[" B "]}]") "]}\n```";
    const size_t first = sizeof "Here:\n```json\n{\"cases\": [" A - 1;
    const size_t second = first + sizeof ", " BODY("[{\"a\":[" B "]}]") - 1;
    const size_t end = second + 2;
    for (size_t len = 0; len < sizeof content; len++) {
        struct answer a;
        char *text = mem_copy(content, len);
        const size_t cases = len >= second ? 2 : len >= first ? 1 : 0;
        bool read = answer_read(&a, text, NULL) == 0;
        UNIT_CHECK(read == (cases > 0), "%zu bytes", len);
        if (read) {
            UNIT_CHECK(jsontape_size(&a.tape, a.cases) == cases && a.cut == (len < end),
                       "%zu bytes: %s", len, a.text.data);
            answer_free(&a);
        }
        free(text);
    }
}

/* Anything takes time in proportion to its length: what is not linear takes minutes or hours. */
static void check_time(void)
{
    static const char *const units[] = {"[",
                                        "\"",
                                        "{\"a\":",
                                        "'",
                                        "{'a",
                                        "[\"",
                                        "{",
                                        "[1,",
                                        "[}",
                                        "{}",
                                        "[]",
                                        "{\"title\":\"",
                                        "[\"{",
                                        "/*",
                                        "[/*",
                                        "[//",
                                        "\\",
                                        "[\"\\",
                                        "<think>",
                                        "</think>",
                                        "[\"a\" ",
                                        "[' '",
                                        "{\"cases\":[",
                                        "```",
                                        A,
                                        "[" A,
                                        "{\"title\":1,\"name\":1}",
                                        "\"{\\\"",
                                        "{\"cases\":\"[{",
                                        "\x01",
                                        "[\"\x01",
                                        "“",
                                        "{“a",
                                        "{“a” ",
                                        "[1 ",
                                        "{a:",
                                        "t",
                                        "[t"};
    char *text = mem_new(CEILING_REPLY + 1);
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const size_t len = strlen(units[i]), size = i < 3 ? CEILING_REPLY : CEILING_MIB;
        struct answer a;
        for (size_t at = 0; at < size; at++)
            text[at] = units[i][at % len];
        text[size] = '\0';
        const int64_t begun = clock_ms();
        if (answer_read(&a, text, NULL) == 0)
            answer_free(&a);
        const int64_t ms = clock_ms() - begun;
        UNIT_CHECK(ms < 60000, "%s: %lld ms", units[i], (long long)ms);
        if (getenv("UNIT_TIMES") != NULL)
            printf("%-20.20s %6lld ms\n", units[i], (long long)ms);
    }
    free(text);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(i);
    check_bytes();
    check_beginnings();
    check_time();
    return unit_end();
}
