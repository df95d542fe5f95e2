#include "jsontape.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "unit.h"
#include "utf8.h"

/* Text, and where the pass ends in it with a word of the reason, or that it is whole. */
static const struct {
    const char *text;
    size_t len, stopped;
    const char *why; /* NULL: it is JSON */
} texts[] = {
    {"0", 1, 1, NULL},
    {" [ ] ", 5, 5, NULL},
    {"\t\r\n {}\n", 7, 7, NULL},
    {"\"\\ud800\"", 8, 8, NULL},
    {"{\"a\":1,\"a\":2}", 13, 13, NULL},
    {"", 0, 0, "ends"},
    {"  ", 2, 2, "ends"},
    {"[1,2", 4, 4, "bracket"},
    {"[1,2,]", 6, 5, "value"},
    {"[,1]", 4, 1, "value"},
    {"[1 2]", 5, 3, "comma or ]"},
    {"[1}", 3, 2, "comma or ]"},
    {"{\"a\":1 \"b\":2}", 13, 7, "comma or }"},
    {"{\"a\":1]", 7, 6, "comma or }"},
    {"{\"a\"}", 5, 4, "colon"},
    {"{\"a\":}", 6, 5, "value"},
    {"{\"a\":1,}", 8, 7, "member name"},
    {"{a:1}", 5, 1, "member name"},
    {"{1:1}", 5, 1, "member name"},
    {"{", 1, 1, "member name"},
    {"{\"a\"", 4, 4, "colon"},
    {"1 2", 3, 2, "behind"},
    {"{}{}", 4, 2, "behind"},
    {"1\0", 2, 1, "behind"},
    {"]", 1, 0, "value"},
    {"tru", 3, 0, "value"},
    {"truex", 5, 4, "behind"},
    {"True", 4, 0, "value"},
    {"NaN", 3, 0, "value"},
    {"[nul]", 5, 1, "value"},
    {"-", 1, 1, "digit"},
    {"+1", 2, 0, "value"},
    {".5", 2, 0, "value"},
    {"01", 2, 1, "behind"},
    {"-01", 3, 2, "behind"},
    {"1.", 2, 2, "digit"},
    {"1.e1", 4, 2, "digit"},
    {"1e", 2, 2, "digit"},
    {"1e+", 3, 3, "digit"},
    {"1.5.5", 5, 3, "behind"},
    {"0x10", 4, 1, "behind"},
    {"\"abc", 4, 4, "ends inside"},
    {"\"abc\\", 5, 4, "ends inside"},
    {"\"abc\\\"", 6, 6, "ends inside"},
    {"\"a\nb\"", 5, 2, "control"},
    {"\"a\0b\"", 5, 2, "control"},
    {"\"a\x1f\"", 4, 2, "control"},
    {"\"a\\x\"", 5, 2, "escape"},
    {"\"a\\\0\"", 5, 2, "escape"},
    {"\"\\u12g4\"", 8, 1, "four"},
    {"\"\\u123\"", 7, 1, "four"},
    {"\"\\u12\"", 6, 1, "four"},
    {"'a'", 3, 0, "value"},
    {"\"a\xff\"", 4, 2, "UTF-8"},
    {"\"12345678\xc0\x80\"", 12, 9, "UTF-8"},
    {"\"\xed\xa0\x80\"", 5, 1, "UTF-8"},
    {"\"\xe4\xb8\"", 4, 1, "UTF-8"},
    {"\"\xe4\xb8", 3, 1, "UTF-8"},
    {"\xef\xbb\xbf{}", 5, 0, "value"},
    {"[1,/**/2]", 9, 3, "value"},
    {"\v1", 2, 0, "value"},
};

static void check_texts(void)
{
    struct jsontape t;
    jsontape_init(&t);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct diag_error err = {""};
        /* A copy of its exact size, so that a read behind it is seen. */
        char *exact = malloc(texts[i].len > 0 ? texts[i].len : 1);
        memcpy(exact, texts[i].text, texts[i].len);
        int result = jsontape_read(&t, exact, texts[i].len, &err);
        char at[40];
        snprintf(at, sizeof at, "at byte %zu", texts[i].stopped);
        UNIT_CHECK(t.stopped == texts[i].stopped, "'%s' is read to byte %zu, not %zu",
                   texts[i].text, texts[i].stopped, t.stopped);
        if (texts[i].why == NULL)
            UNIT_CHECK(result == 0 && t.count > 0, "'%s': %s", texts[i].text, err.text);
        else
            UNIT_CHECK(result == -1 && t.count == 0 && strncmp(err.text, at, strlen(at)) == 0 &&
                           strstr(err.text, texts[i].why) != NULL,
                       "'%s': '%s' says nothing of '%s'", texts[i].text, err.text, texts[i].why);
        free(exact);
    }
    UNIT_CHECK(jsontape_read(&t, "]", 1, NULL) == -1, "err may be NULL");
    jsontape_free(&t);
}

static const char document[] = " { \"a\" : [ 1 , -2.50e+1 , \"x\\u0041\\n\" , [ ] ] ,"
                               " \"b\\u0062\" : { } , \"c\" : true , \"c\" : false ,"
                               " \"n\" : null , \"s\" : \"nul\\u0000l\", \"\" : 0 } ";

static void check_kinds(const struct jsontape *t)
{
    static const struct {
        const char *key;
        char kind;
        const char *raw;
    } members[] = {
        {"a", '[', "[ 1 , -2.50e+1 , \"x\\u0041\\n\" , [ ] ]"},
        {"bb", '{', "{ }"},
        {"c", 't', "true"},
        {"n", 'n', "null"},
        {"s", '"', "\"nul\\u0000l\""},
        {"", '0', "0"},
        {"b\\u0062", 0, ""},
        {"A", 0, ""},
        {"aa", 0, ""},
    };
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        uint32_t n = jsontape_get(t, 0, members[i].key);
        size_t len;
        const char *raw = jsontape_raw(t, n, &len);
        UNIT_CHECK(jsontape_kind(t, n) == members[i].kind, "member '%s' is of kind %c",
                   members[i].key, members[i].kind);
        UNIT_CHECK(len == strlen(members[i].raw) && memcmp(raw, members[i].raw, len) == 0,
                   "member '%s' is %.*s", members[i].key, (int)len, raw);
    }
    uint32_t c = jsontape_get(t, 0, "c"), f = JSONTAPE_NONE;
    UNIT_CHECK(jsontape_true(t, c), "of two the first wins");
    UNIT_CHECK(!jsontape_true(t, jsontape_get(t, 0, "n")) && !jsontape_true(t, f),
               "null is not true");
    UNIT_CHECK(jsontape_get(t, jsontape_get(t, 0, "a"), "a") == JSONTAPE_NONE,
               "an array has no members");
    UNIT_CHECK(jsontape_get_bytes(t, 0, "bbx", 2) == jsontape_get(t, 0, "bb"),
               "a key has a length");
}

static void check_walks(const struct jsontape *t)
{
    static const char kinds[] = "[{tfn\"0";
    size_t i = 0;
    for (struct jsontape_walk w = jsontape_walk(t, 0); jsontape_step(t, &w); i++)
        UNIT_CHECK(i < 7 && jsontape_kind(t, w.value) == kinds[i] && jsontape_kind(t, w.key) == '"',
                   "member number %zu", i);
    UNIT_CHECK(i == 7 && jsontape_size(t, 0) == 7, "7 members, not %zu", i);
    static const char items[] = "00\"[";
    uint32_t a = jsontape_get(t, 0, "a");
    i = 0;
    for (struct jsontape_walk w = jsontape_walk(t, a); jsontape_step(t, &w); i++)
        UNIT_CHECK(i < 4 && jsontape_kind(t, w.value) == items[i] && w.key == JSONTAPE_NONE,
                   "item number %zu", i);
    UNIT_CHECK(i == 4 && jsontape_size(t, a) == 4, "4 items, not %zu", i);
    UNIT_CHECK(jsontape_size(t, jsontape_get(t, 0, "bb")) == 0, "nothing in {}");
    UNIT_CHECK(jsontape_size(t, jsontape_get(t, 0, "s")) == 0, "nothing in a string");
    UNIT_CHECK(jsontape_size(t, JSONTAPE_NONE) == 0, "nothing in what is not there");
}

/* All four kinds of white space, wherever they may stand. */
static void check_space(void)
{
    static const char spaced[] = "\n{\r\n\"a b\"\t:\r[\n1\r,\t2\n]\r,\n\"c\":{\t\r\n }\r}\r\n\t ";
    struct jsontape t;
    struct buf out;
    jsontape_init(&t);
    buf_init(&out, 1000);
    UNIT_CHECK(jsontape_read(&t, spaced, strlen(spaced), NULL) == 0, "white space is white space");
    jsontape_copy(&t, 0, &out);
    UNIT_CHECK(strcmp(out.data, "{\"a b\":[1,2],\"c\":{}}") == 0, "none of it is left: %s",
               out.data);
    buf_free(&out);
    jsontape_free(&t);
}

/* Reads a copy of its exact size; returns where the pass ended. */
static size_t stopped_at(const char *text, size_t len)
{
    struct jsontape t;
    jsontape_init(&t);
    char *exact = malloc(len);
    memcpy(exact, text, len);
    jsontape_read(&t, exact, len, NULL);
    size_t stopped = t.stopped;
    free(exact);
    jsontape_free(&t);
    return stopped;
}

/* What is looked at eight bytes at a time, at every length: strings, and white space. */
static void check_lengths(void)
{
    for (int n = 0; n < 40; n++) {
        char text[100];
        size_t len = (size_t)snprintf(text, sizeof text, "\"%0*d\"", n, 0), end = len - 1;
        UNIT_CHECK(stopped_at(text, len) == len, "a string of %zu bytes is read", len);
        UNIT_CHECK(stopped_at(text, end) == end, "a string ends with the text after %zu bytes",
                   end);
        for (int behind = 1; behind < 10; behind++) {
            len = (size_t)snprintf(text, sizeof text, "\"%0*d\n%0*d\"", n, 0, behind, 0);
            UNIT_CHECK(stopped_at(text, len) == end, "a line ends after %zu bytes of a string",
                       end);
            len = (size_t)snprintf(text, sizeof text, "\"%0*d\xc3\xa4%0*d\"", n, 0, behind, 0);
            UNIT_CHECK(stopped_at(text, len) == len, "%zu bytes before one that is not ASCII", end);
            len = (size_t)snprintf(text, sizeof text, "[%*s\t%*s7]", n, "", behind, "");
            UNIT_CHECK(stopped_at(text, len) == len, "%d and %d blanks are read", n, behind);
            UNIT_CHECK(stopped_at(text, len - 2) == len - 2, "%d and %d blanks end the text", n,
                       behind);
            text[n + 1] = '\v';
            UNIT_CHECK(stopped_at(text, len) == (size_t)n + 1, "%d blanks and what is no space", n);
        }
    }
}

static uint32_t item(const struct jsontape *t, uint32_t array, size_t i)
{
    struct jsontape_walk w = jsontape_walk(t, array);
    for (size_t at = 0; jsontape_step(t, &w); at++)
        if (at == i)
            return w.value;
    return JSONTAPE_NONE;
}

static void check_strings(const struct jsontape *t)
{
    uint32_t a = jsontape_get(t, 0, "a"), s = jsontape_get(t, 0, "s");
    uint32_t x = item(t, a, 2);
    struct buf out;
    buf_init(&out, 1000);
    UNIT_CHECK(jsontape_is(t, x, "xA\n"), "escapes are read");
    UNIT_CHECK(!jsontape_is(t, x, "xA") && !jsontape_is(t, a, "") &&
                   !jsontape_is(t, JSONTAPE_NONE, ""),
               "a string is compared whole, and only a string");
    UNIT_CHECK(!jsontape_is(t, s, "nul"), "U+0000 does not end a string");
    UNIT_CHECK(jsontape_is_among(t, x, (const char *[]){"y", "xA\n", NULL}) &&
                   !jsontape_is_among(t, x, (const char *[]){"y", NULL}),
               "one of several, and none");
    jsontape_string(t, x, &out);
    jsontape_string(t, a, &out);
    jsontape_string(t, JSONTAPE_NONE, &out);
    UNIT_CHECK(strcmp(out.data, "xA\n") == 0, "decoded: %s", out.data);
    buf_reset(&out);
    jsontape_string(t, s, &out);
    UNIT_CHECK(out.len == 5 && memcmp(out.data, "nul\0l", 5) == 0, "NUL is a byte");
    char *text = jsontape_text(t, s);
    UNIT_CHECK(text != NULL && strcmp(text, "nul\xef\xbf\xbdl") == 0, "no NUL in a C string: %s",
               text);
    free(text);
    text = jsontape_text(t, x);
    UNIT_CHECK(text != NULL && strcmp(text, "xA\n") == 0, "a C string: %s", text);
    free(text);
    UNIT_CHECK(jsontape_text(t, a) == NULL && jsontape_text(t, JSONTAPE_NONE) == NULL,
               "only strings are text");
    UNIT_CHECK(jsontape_count(t, item(t, a, 1), 7) == -25, "-2.50e+1 counts as -25");
    UNIT_CHECK(jsontape_count(t, a, 7) == 7 && jsontape_count(t, JSONTAPE_NONE, 7) == 7,
               "what is no number counts as told");
    buf_reset(&out);
    jsontape_copy(t, JSONTAPE_NONE, &out);
    UNIT_CHECK(out.len == 0, "nothing is copied as nothing");
    jsontape_copy(t, item(t, a, 1), &out);
    UNIT_CHECK(strcmp(out.data, "-2.50e+1") == 0, "a number keeps its bytes: %s", out.data);
    buf_reset(&out);
    jsontape_copy(t, 0, &out);
    UNIT_CHECK(strcmp(out.data, "{\"a\":[1,-2.50e+1,\"x\\u0041\\n\",[]],\"b\\u0062\":{},\"c\":true,"
                                "\"c\":false,\"n\":null,\"s\":\"nul\\u0000l\",\"\":0}") == 0,
               "without white space: %s", out.data);
    buf_free(&out);
}

/* Brackets to the ceiling, and one more; objects as well as arrays. */
static void check_depth(void)
{
    static const struct {
        const char *open, *close;
    } pairs[] = {{"[", "]"}, {"{\"k\":", "}"}};
    for (size_t i = 0; i < 2; i++) {
        for (size_t depth = CEILING_DEPTH; depth <= CEILING_DEPTH + 1; depth++) {
            struct jsontape t;
            struct buf text;
            struct diag_error err = {""};
            jsontape_init(&t);
            buf_init(&text, CEILING_TEXT);
            for (size_t n = 0; n < depth; n++)
                buf_text(&text, pairs[i].open);
            buf_char(&text, '1');
            for (size_t n = 0; n < depth; n++)
                buf_text(&text, pairs[i].close);
            int result = jsontape_read(&t, text.data, text.len, &err);
            if (depth == CEILING_DEPTH)
                UNIT_CHECK(result == 0 && t.stopped == text.len, "%zu deep: %s", depth, err.text);
            else
                UNIT_CHECK(result == -1 && strstr(err.text, "deep") != NULL &&
                               t.stopped == CEILING_DEPTH * strlen(pairs[i].open),
                           "%zu deep is refused at byte %zu: %s", depth, t.stopped, err.text);
            buf_free(&text);
            jsontape_free(&t);
        }
    }
}

/* The place in a message, and what follows it. */
static const struct {
    const char *text;
    const char *says;
} places[] = {
    {"[1,x]", "at byte 3: a value is expected"},
    {"{\"paths\":{\"/a\":{\"get\":{} x", "at byte 25, in #/paths/~1a: a comma or } is expected"},
    {"{\"paths\":{\"/a\":{\"get\":{x", "at byte 23, in #/paths/~1a/get: a member name"},
    {"{\"paths\":{\"/a\":x", "at byte 15, in #/paths/~1a: a value"},
    {"{\"paths\":{\"/a\":1,\"/b\" 1", "at byte 22, in #/paths/~1b: a colon"},
    {"{\"paths\":{\"/a\":1,\"/b", "at byte 20, in #/paths: the text ends"},
    {"{\"paths\":{\"/a\":\"\xff\"", "at byte 16, in #/paths/~1a: this is not UTF-8"},
    {"{\"a\":1,\"b\":[[1],[2,{}],[3,[],{\"c\":[4,[]", "in #/b/2/2/c: the text ends"},
    {"{\"b\":[[1],[2,{}],[3,[x", "in #/b/2/1: a value"},
    {"{\"a\":x", "at byte 5, in #/a: a value"},
    {"{\"\":{\"~\\u00e4\\u002f%\":x", "in #//~0\xc3\xa4~1%25: a value"},
    {"{\"a\":{}} x", "at byte 9: something stands behind the value"},
    {"[[[1],[2]],[3]]]", "at byte 15: something stands behind the value"},
};

static void check_places(void)
{
    struct jsontape t;
    struct diag_error err;
    jsontape_init(&t);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        int result = jsontape_read(&t, places[i].text, strlen(places[i].text), &err);
        UNIT_CHECK(result == -1 && strstr(err.text, places[i].says) != NULL, "%s: '%s', not '%s'",
                   places[i].text, err.text, places[i].says);
        jsontape_read(&t, "[{}, 1]", 7, NULL);
        result = jsontape_more(&t, places[i].text, 0, strlen(places[i].text), &err);
        UNIT_CHECK(result == -1 && strstr(err.text, places[i].says) != NULL,
                   "%s behind a value: '%s', not '%s'", places[i].text, err.text, places[i].says);
    }
    jsontape_free(&t);
}

/* A long pointer is cut, between two characters: of many members as of one with a long name. */
static void check_long_places(void)
{
    static const char *const parts[] = {"{\"abcdefgh\":", "[", "\xe2\x82\xac", "/"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        struct jsontape t;
        struct buf text;
        struct diag_error err = {""};
        jsontape_init(&t);
        buf_init(&text, CEILING_TEXT);
        buf_text(&text, i < 2 ? "" : "{\"");
        for (size_t n = 0; n < 500; n++)
            buf_text(&text, parts[i]);
        buf_text(&text, i < 2 ? "x" : "\":x");
        int result = jsontape_read(&t, text.data, text.len, &err);
        const char *in = strstr(err.text, ", in #/"), *rest = strstr(err.text, "...: a value");
        UNIT_CHECK(result == -1 && in != NULL && rest != NULL && rest - in > 190 && rest - in < 210,
                   "%s: %s", parts[i], err.text);
        UNIT_CHECK(rest == NULL ||
                       utf8_cut(err.text, (size_t)(rest - err.text)) == (size_t)(rest - err.text),
                   "%s is cut between characters: %s", parts[i], err.text);
        buf_free(&text);
        jsontape_free(&t);
    }
}

/* Up to the ceiling on nodes, and one more.  Memory that is never touched costs nothing. */
static void check_nodes(void)
{
    static const char text[] = "[1,{\"a\":2}]";
    for (size_t over = 0; over < 2; over++) {
        struct diag_error err = {""};
        struct jsontape t;
        jsontape_init(&t);
        t.node = calloc(CEILING_JSON_NODES, sizeof *t.node);
        t.room = CEILING_JSON_NODES;
        t.count = CEILING_JSON_NODES - 5 + over;
        size_t count = t.count;
        int result = jsontape_more(&t, text, 0, strlen(text), &err);
        if (over == 0)
            UNIT_CHECK(result == 0 && t.count == CEILING_JSON_NODES, "as many as may be: %s",
                       err.text);
        else
            UNIT_CHECK(result == -1 && t.count == count && strstr(err.text, "32 million") != NULL,
                       "one more: %s", err.text);
        jsontape_free(&t);
    }
}

/* Values read one behind the other: what each is without white space, or what is wrong with it. */
static const struct {
    const char *text;
    const char *json; /* NULL: it is none */
    const char *why;
} values[] = {
    {" {\"a\" : [1, {\"b\": 2}]}\n", "{\"a\":[1,{\"b\":2}]}", ""},
    {"x", NULL, "at byte 0: a value"},
    {"[1,[2", NULL, "at byte 5"},
    {"\t7 ", "7", ""},
    {"", NULL, "at byte 0: the text ends"},
    {"{} 1", NULL, "at byte 3: something"},
    {"[[],\"\\u00e9\",[[3]]]", "[[],\"\\u00e9\",[[3]]]", ""},
    {"{\"a\":{\"b\":tru", NULL, "at byte 10"},
    {"\"end\"", "\"end\"", ""},
};
enum { VALUES = sizeof values / sizeof *values };

static void check_values(const struct jsontape *t, const uint32_t root[VALUES], size_t count)
{
    struct buf copy;
    buf_init(&copy, CEILING_TEXT);
    for (size_t i = 0; i < count; i++) {
        buf_reset(&copy);
        if (values[i].json != NULL)
            jsontape_copy(t, root[i], &copy);
        UNIT_CHECK(values[i].json == NULL || strcmp(copy.data, values[i].json) == 0,
                   "'%s' is %s after %zu values", values[i].text, copy.data, count);
    }
    buf_free(&copy);
}

/* In a text that moves at each. */
static void check_more(void)
{
    struct jsontape t;
    struct buf text;
    uint32_t root[VALUES];
    char *moved = NULL;
    jsontape_init(&t);
    buf_init(&text, CEILING_TEXT);
    for (size_t i = 0; i < VALUES; i++) {
        struct diag_error err = {""};
        size_t at = text.len, count = t.count;
        buf_text(&text, values[i].text);
        char *old = moved;
        moved = malloc(text.len);
        memcpy(moved, text.data, text.len);
        root[i] = (uint32_t)count;
        int result = jsontape_more(&t, moved, at, text.len, &err);
        free(old);
        if (values[i].json != NULL)
            UNIT_CHECK(result == 0 && t.count > count && t.stopped == text.len, "'%s': %s",
                       values[i].text, err.text);
        else
            UNIT_CHECK(result == -1 && t.count == count && t.stopped >= at &&
                           strncmp(err.text, values[i].why, strlen(values[i].why)) == 0,
                       "'%s': '%s', not '%s'", values[i].text, err.text, values[i].why);
        jsontape_fit(&t);
        check_values(&t, root, i + 1);
    }
    UNIT_CHECK(jsontape_read(&t, "[7]", 3, NULL) == 0 && t.count == 2 && t.len == 3,
               "a tape that holds several is read anew");
    free(moved);
    buf_free(&text);
    jsontape_free(&t);
}

int main(void)
{
    struct jsontape t;
    jsontape_init(&t);
    UNIT_CHECK(jsontape_kind(&t, 0) == 0 && jsontape_get(&t, 0, "a") == JSONTAPE_NONE,
               "a tape that was never read has no root");
    check_texts();
    UNIT_CHECK(jsontape_read(&t, document, strlen(document), NULL) == 0, "the document is JSON");
    check_kinds(&t);
    check_walks(&t);
    check_strings(&t);
    UNIT_CHECK(jsontape_read(&t, "[7]", 3, NULL) == 0 && t.count == 2 &&
                   jsontape_count(&t, 1, 0) == 7,
               "a tape is read again");
    jsontape_free(&t);
    jsontape_free(&t);
    check_space();
    check_lengths();
    check_depth();
    check_more();
    check_places();
    check_long_places();
    check_nodes();
    return unit_end();
}
