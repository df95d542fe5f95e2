#include "yamlread.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "jsontape.h"
#include "unit.h"

/* A node and its JSON: tags, styles, properties. */
static const struct {
    const char *yaml, *json;
} nodes[] = {
    {"! 12", "\"12\""},
    {"&a ! 12", "\"12\""},
    {"! &a 12", "\"12\""},
    {"&a   12", "12"},
    {"! ~", "\"~\""},
    {"!", "\"\""},
    {"!local 12", "12"},
    {"!local x", "\"x\""},
    {"!!str 12", "\"12\""},
    {"!!str", "\"\""},
    {"!!str ~", "\"~\""},
    {"!!str .inf", "\".inf\""},
    {"!!int \"12\"", "12"},
    {"!!int 0x1F", "31"},
    {"!!float 1", "1"},
    {"!!float '.5'", "0.5"},
    {"!!bool 'true'", "true"},
    {"!!null ''", "null"},
    {"!!binary 12", "\"12\""},
    {"!!timestamp 2001", "\"2001\""},
    {"!!map {a: 1}", "{\"a\":1}"},
    {"!!seq [1]", "[1]"},
    {"!!set {a, b}", "{\"a\":null,\"b\":null}"},
    {"!<tag:yaml.org,2002:str> 1", "\"1\""},
    {"'12'", "\"12\""},
    {"\"true\"", "\"true\""},
    {"'it''s'", "\"it's\""},
    {"\"\\0\\x41\\u00e9\\U0001F600\\L\\\"\"",
     "\"\\u0000A\xc3\xa9\xf0\x9f\x98\x80\xe2\x80\xa8\\\"\""},
    {"<<", "\"<<\""},
    {"- 1", "[1]"},
    {"a # b", "\"a\""},
    {"a#b", "\"a#b\""},
    {"http://x/?a=1", "\"http://x/?a=1\""},
};

/* A document and its JSON, or a part of the message that refuses it.  len 0: up to the NUL. */
static const struct {
    const char *yaml, *json, *error;
    size_t len;
} cases[] = {
    {"", "null", NULL, 0},
    {"# nothing\n", "null", NULL, 0},
    {"---\n", "null", NULL, 0},
    {"---\n...\n", "null", NULL, 0},
    {"a\n...\n...\n# end\n", "\"a\"", NULL, 0},
    {"%YAML 1.1\n---\na: no\n", "{\"a\":\"no\"}", NULL, 0},
    {"\xef\xbb\xbf"
     "a: 1\n",
     "{\"a\":1}", NULL, 0},
    {"\xff\xfe"
     "a\0:\0 \0!\0 \0"
     "1\0\n",
     "{\"a\":\"1\"}", NULL, 16},
    {"\xfe\xff"
     "\0a\0:\0 \xd8\x3d\xde\x00\0\n",
     "{\"a\":\"\xf0\x9f\x98\x80\"}", NULL, 14},
    {"200: ok\n1.10: a\nno: b\n~: c\n0x1F: d\n? e\n",
     "{\"200\":\"ok\",\"1.10\":\"a\",\"no\":\"b\",\"~\":\"c\",\"0x1F\":\"d\",\"e\":null}", NULL, 0},
    {"\"a\\\"\\0\": 1\n?\n: 2\n", "{\"a\\\"\\u0000\":1,\"\":2}", NULL, 0},
    {"a: |\n  x\n   y\nb: >-\n  x\n  y\nc: x\n  y\n",
     "{\"a\":\"x\\n y\\n\",\"b\":\"x y\",\"c\":\"x y\"}", NULL, 0},
    /* Aliases. */
    {"[&a 0x1F, *a, &a {x: &b [1]}, *a, *b]", "[31,31,{\"x\":[1]},{\"x\":[1]},[1]]", NULL, 0},
    {"- &a k\n- &n 0x1F\n- {*a : 1, *n : 2}\n", "[\"k\",31,{\"k\":1,\"0x1F\":2}]", NULL, 0},
    {"&a [&a [1], *a]", "[[1],[1]]", NULL, 0},
    {"a: *b\n", NULL, "line 1, column 4: the alias *b has no anchor", 0},
    {"*a\n", NULL, "line 1, column 1: the alias *a has no anchor", 0},
    {"a: &a\n  b: [*a]\n", NULL, "line 2, column 7: the alias *a stands inside its own anchor", 0},
    {"&a {<<: *a}", NULL, "line 1, column 9: the alias *a stands inside", 0},
    /* Merging. */
    {"- &a {x: 1, y: 2}\n- {w: 0, <<: *a, y: 3, z: 4}\n",
     "[{\"x\":1,\"y\":2},{\"w\":0,\"x\":1,\"y\":3,\"z\":4}]", NULL, 0},
    {"- &a {x: 1}\n- &b {<<: *a, x: 2, y: 2}\n- {<<: [*b, *a, {z: 3}]}\n",
     "[{\"x\":1},{\"x\":2,\"y\":2},{\"x\":2,\"y\":2,\"z\":3}]", NULL, 0},
    {"- &s [{x: 1}, {x: 2, y: [1, {a: b}]}]\n- <<: *s\n- a: &k {b: 1}\n  <<: {c: &c 1}\n- [*k, "
     "*c]\n",
     "[[{\"x\":1},{\"x\":2,\"y\":[1,{\"a\":\"b\"}]}],{\"x\":1,\"y\":[1,{\"a\":\"b\"}]},"
     "{\"a\":{\"b\":1},\"c\":1},[{\"b\":1},1]]",
     NULL, 0},
    {"<<: {}\na: 1\n", "{\"a\":1}", NULL, 0},
    {"a: {<<: []}\n", "{\"a\":{}}", NULL, 0},
    {"- {\"<<\": 1}\n- {'<<': 2}\n- {! <<: 3}\n- {!!str <<: 4}\n- [&m <<, {*m : 5}]\n",
     "[{\"<<\":1},{\"<<\":2},{\"<<\":3},{\"<<\":4},[\"<<\",{\"<<\":5}]]", NULL, 0},
    {"a: 1\n<<: 2\n", NULL, "line 2, column 1: << merges mappings", 0},
    {"<<: [{}, 1]\n", NULL, "line 1, column 1: << merges mappings", 0},
    {"<<: {a: 1}\n<<: {b: 1}\n", NULL, "line 2, column 1: the key \"<<\" is in this mapping twice",
     0},
    /* Keys. */
    {"a: 1\nb: 2\n\"a\": 3\n", NULL,
     "line 3, column 1: the key \"a\" is in this mapping twice (first on line 1)", 0},
    {"x: {200: a, b: {}, '200': c}\n", NULL, "line 1, column 20: the key \"200\" is", 0},
    {"- &a k\n- k: 1\n  *a : 2\n", NULL, "line 3, column 3: the key \"k\" is", 0},
    {"a: {k: 1}\nb: {k: 1}\n", "{\"a\":{\"k\":1},\"b\":{\"k\":1}}", NULL, 0},
    {"? [a]\n: b\n", NULL, "line 1, column 3: the key is a sequence or a mapping", 0},
    {"? {a: 1}\n", NULL, "line 1, column 3: the key is a sequence or a mapping", 0},
    {"- &a []\n- {*a : 1}\n", NULL, "line 2, column 4: the key is a sequence or a mapping", 0},
    /* What JSON cannot say, and tags that are wrong. */
    {"a: .inf\n", NULL, "line 1, column 4: .inf is a number that JSON cannot say", 0},
    {"a: -.INF\n", NULL, "line 1, column 4: -.INF is", 0},
    {"a:\n  - .NaN\n", NULL, "line 2, column 5: .NaN is", 0},
    {"!!float .inf", NULL, "JSON cannot say", 0},
    {"!!int 1.5", NULL, "line 1, column 1: the tag says !!int, but the value is none", 0},
    {"!!float 0x1F", NULL, "the tag says !!float, but", 0},
    {"!!bool no", NULL, "the tag says !!bool, but", 0},
    {"!!null 0", NULL, "the tag says !!null, but", 0},
    {"!!str [a]", NULL, "the tag says !!str, but the value is a sequence", 0},
    {"!!map a", NULL, "the tag says !!map, but the value is a scalar", 0},
    {"!!seq {}", NULL, "the tag says !!seq, but the value is a mapping", 0},
    /* Other documents, and what libyaml refuses. */
    {"a\n---\nb\n", NULL, "line 2, column 1: a second document begins", 0},
    {"a\n...\nb\n", NULL, "line 3, column 1: a second document begins", 0},
    {"a\n...\n%YAML 1.2\n---\n", NULL, "line 3, column 1: a second document begins", 0},
    {"[a]]\n", NULL, "line 1, column 4: the document ends before this", 0},
    {"  a: 1\nb: 1\n", NULL, "line 2, column 1: the document ends before this", 0},
    {"a:\n\tb: 1\n", NULL, "line 2, column 1: a tab cannot stand here", 0},
    {"a: 1\n b: 2\n", NULL, "line 2, column 3: mapping values are not allowed", 0},
    {"a: [1\nb: 2\n", NULL, "line 2, column", 0},
    {"a: \xff\n", NULL, "line 1, column 4: invalid leading UTF-8 octet", 0},
    {"a: 1\n\xc3\xa9: \x01\n", NULL, "line 2, column 4: control characters are not allowed", 0},
    {"a: \0\n", NULL, "line 1, column 4: control characters are not allowed", 5},
    {"\xff\xfe"
     "a\0\n\0\x01\0",
     NULL, "line 2, column 1: control characters are not allowed", 8},
    {"%YAML 2.0\n---\na\n", NULL, "line 1, column 1: found incompatible YAML document", 0},
    {"@a\n", NULL, "line 1, column 1: found character that cannot start any token", 0},
};

/* A text that comes piece by piece. */
struct pieces {
    const char *text;
    size_t len, most;
};

static ssize_t take_piece(void *from, char *room, size_t size)
{
    struct pieces *p = from;
    size_t n = size < p->most ? size : p->most;
    n = n < p->len ? n : p->len;
    memcpy(room, p->text, n);
    p->text += n;
    p->len -= n;
    return (ssize_t)n;
}

/* Whether the tape is what reading the JSON gives. */
static bool is_tape_of(const struct jsontape *tape, const struct buf *json)
{
    struct jsontape read;
    jsontape_init(&read);
    bool same = jsontape_read(&read, json->data, json->len, NULL) == 0 &&
                tape->text == json->data && tape->len == read.len &&
                tape->deepest == read.deepest && tape->count == read.count &&
                memcmp(tape->node, read.node, read.count * sizeof *read.node) == 0;
    jsontape_free(&read);
    return same;
}

/* As yamlread_json; looks at the tape, which must be that of the JSON, or empty. */
static int read_json(const char *yaml, size_t len, struct buf *out, struct diag_error *err)
{
    struct jsontape tape;
    jsontape_init(&tape);
    int result = yamlread_json(yaml, len, out, &tape, err);
    UNIT_CHECK(result == 0 ? is_tape_of(&tape, out) : tape.count == 0, "the tape of %s", yaml);
    jsontape_free(&tape);
    return result;
}

/* Whether the text in pieces is the JSON, and the tape is that of it; *told: it could be told. */
static bool is_streamed(const char *yaml, size_t len, size_t most, const char *json, bool *told)
{
    struct buf out;
    struct jsontape tape;
    struct pieces pieces = {yaml, len, most};
    buf_init(&out, CEILING_SPEC);
    jsontape_init(&tape);
    *told = yamlread_stream(yaml, len, take_piece, &pieces, &out, &tape) == 0;
    bool same = *told ? json != NULL && strcmp(out.data, json) == 0 && is_tape_of(&tape, &out)
                      : tape.count == 0;
    jsontape_free(&tape);
    buf_free(&out);
    return same;
}

static void check(const char *yaml, size_t len, const char *json, const char *error)
{
    bool told;
    UNIT_CHECK(is_streamed(yaml, len, 1, json, &told) && is_streamed(yaml, len, 7, json, &told),
               "%s\nin pieces is another", yaml);
    struct buf out;
    struct diag_error err = {""};
    buf_init(&out, CEILING_SPEC);
    int result = read_json(yaml, len, &out, &err);
    if (json != NULL)
        UNIT_CHECK(result == 0 && strcmp(out.data, json) == 0, "%s\nis %s\nexpected %s %s", yaml,
                   out.data, json, err.text);
    else
        UNIT_CHECK(result == -1 && strstr(err.text, error) != NULL, "%s\nsays '%s'\nexpected '%s'",
                   yaml, err.text, error);
    buf_free(&out);
}

/* Text from pieces; in a piece # is its number, from 1, and @ the number before. */
static const struct {
    const char *head, *piece, *tail;
    size_t times;
    const char *error; /* or NULL: accepted */
} hostile[] = {
    {"", "[", "", 200 * 1000, "line 1, column 65: nested deeper than 64 levels"},
    {"", "{a: ", "", 200 * 1000, "nested deeper than 64 levels"},
    {"", "- ", "", 200 * 1000, "line 1, column 129: nested deeper than 64 levels"},
    {"", "? ", "", 200 * 1000, "the key is a sequence or a mapping"},
    {"", "[", "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]", 64, NULL},
    {"", "\"", "", 100 * 1000 + 1, "the document ends before this"},
    {"", "&a ", "x", 1000, "the document ends before this"},
    {"- &a0 lol\n", "- &a# [*a@,*a@,*a@,*a@,*a@,*a@,*a@,*a@,*a@]\n", "", 20,
     "line 9, column 12: more than 16000000 values, aliases expanded"},
    {"- &a0 {a: b}\n", "- &a# {a: *a@,b: *a@,c: *a@,d: *a@}\n", "", 20, "aliases expanded"},
    {"- &a0 0123456789012345678901234567890123456789\n", "- &a# \"*a@\"\n- &b# [*a0,*a0]\n", "",
     1000, NULL},
    {"- &a0 [x]\n", "- &a# [[[[[[[[[[*a@]]]]]]]]]]\n", "", 90,
     "line 78, column 18: with its aliases expanded it nests deeper than 768 levels"},
    {"- &a0 [x]\n", "- &a# {b: &b {<<: {a: *a@}}}\n", "", 100, NULL},
    {"- &a0 {}\n", "- &a# {<<: *a@, k#: 1}\n", "", 1000, NULL},
    {"", "- &a# x\n", "- [*a1, *a100000]\n", 100 * 1000, NULL},
    {"", "- &a x\n- *a\n", "", 50 * 1000, NULL},
    {"", "k#: 1\n", "k7: 2\n", 50 * 1000,
     "line 50001, column 1: the key \"k7\" is in this mapping"},
    {"", "k#: {a: 1, b: 2}\n", "", 20 * 1000, NULL},
    {"", "%TAG !t#! tag:example.com,2000:\n", "---\na\n", 100 * 1000, "more than 64 directives"},
    {"a\n...\n", "%TAG !t#! tag:example.com,2000:\n", "---\na\n", 100 * 1000, "a second document"},
};

static void add_piece(struct buf *to, const char *piece, size_t number)
{
    for (const char *c = piece; *c != '\0'; c++) {
        if (*c == '#' || *c == '@')
            buf_format(to, "%zu", *c == '#' ? number : number - 1);
        else
            buf_char(to, *c);
    }
}

static void check_hostile(void)
{
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct buf yaml, out;
        struct diag_error err = {""};
        buf_init(&yaml, CEILING_SPEC);
        buf_init(&out, CEILING_SPEC);
        buf_text(&yaml, hostile[i].head);
        for (size_t n = 1; n <= hostile[i].times; n++)
            add_piece(&yaml, hostile[i].piece, n);
        buf_text(&yaml, hostile[i].tail);
        int result = read_json(yaml.data, yaml.len, &out, &err);
        if (hostile[i].error != NULL)
            UNIT_CHECK(result == -1 && strstr(err.text, hostile[i].error) != NULL,
                       "%zu times '%s' says '%s', expected '%s'", hostile[i].times,
                       hostile[i].piece, err.text, hostile[i].error);
        else
            UNIT_CHECK(result == 0, "%zu times '%s' says '%s'", hostile[i].times, hostile[i].piece,
                       err.text);
        buf_free(&yaml);
        buf_free(&out);
    }
}

/* Few keys are compared in another way than many: each of them twice, in mappings of every size. */
static void check_keys(void)
{
    for (int keys = 1; keys <= 20; keys++) {
        for (int twice = 0; twice <= keys; twice++) {
            struct buf yaml, out;
            struct diag_error err = {""};
            buf_init(&yaml, CEILING_TEXT);
            buf_init(&out, CEILING_TEXT);
            for (int n = 1; n <= keys; n++)
                buf_format(&yaml, "key%d: %d\n", n, n);
            if (twice > 0)
                buf_format(&yaml, "'key%d': 0\n", twice);
            char says[100];
            snprintf(says, sizeof says,
                     "line %d, column 1: the key \"key%d\" is in this mapping"
                     " twice (first on line %d)",
                     keys + 1, twice, twice);
            int result = read_json(yaml.data, yaml.len, &out, &err);
            UNIT_CHECK(twice == 0 ? result == 0 : result == -1 && strcmp(err.text, says) == 0,
                       "%d keys, number %d twice: '%s'", keys, twice, err.text);
            buf_free(&yaml);
            buf_free(&out);
        }
    }
}

/* Merging drops what aliases brought: the work is bounded too, not only the output. */
static void check_dropped(void)
{
    struct buf yaml, out;
    struct diag_error err = {""};
    buf_init(&yaml, CEILING_SPEC);
    buf_init(&out, CEILING_SPEC);
    buf_text(&yaml, "- &b {k: ");
    for (int i = 0; i < 1000; i++)
        buf_text(&yaml, "some text of a thousandth ");
    buf_text(&yaml, "}\n");
    for (int i = 0; i < 10000; i++)
        buf_text(&yaml, "- {<<: [*b, *b, *b, *b, *b], k: 1}\n");
    UNIT_CHECK(read_json(yaml.data, yaml.len, &out, &err) == -1 &&
                   strstr(err.text, "the aliases expand to more than") != NULL,
               "merged and dropped: '%s'", err.text);
    buf_free(&yaml);
    buf_free(&out);
}

static void check_ceilings(void)
{
    static const char *const yaml[] = {"[aaaaaaaaaa, bbbbbbbbbb]", "{aaaaaaaaaa: bbbbbbbbbb}",
                                       "{a: {<<: {b: cccccccccc}}}", "[aaaaaaaa, bbbbbbb]",
                                       "\"\\x01\\x01\\x01\\x01\""};
    for (size_t i = 0; i < sizeof yaml / sizeof *yaml; i++) {
        struct buf out;
        struct diag_error err = {""};
        buf_init(&out, 20);
        UNIT_CHECK(read_json(yaml[i], strlen(yaml[i]), &out, &err) == -1 &&
                       strstr(err.text, "as JSON it is longer than 20 bytes") != NULL,
                   "%s within 20 bytes: '%s'", yaml[i], err.text);
        buf_free(&out);
    }
    struct buf out;
    buf_init(&out, 20);
    UNIT_CHECK(read_json("", CEILING_SPEC + 1, &out, NULL) == -1, "a text over CEILING_SPEC");
    UNIT_CHECK(read_json("[", 1, &out, NULL) == -1, "no room for the message");
    buf_free(&out);
}

/* Documents one behind the other: those that are refused leave no node. */
static void check_several(void)
{
    static const char *const yaml[] = {"a: [1, {b: 2}]", "[", "- &x {c: [3]}\n- *x",
                                       "a: 1\na: 2",     "",  "{<<: {d: 4}, e: [5]}"};
    struct jsontape tape, read;
    struct buf out;
    jsontape_init(&tape);
    jsontape_init(&read);
    buf_init(&out, CEILING_TEXT);
    for (size_t i = 0; i < sizeof yaml / sizeof *yaml; i++) {
        size_t at = out.len, count = tape.count;
        if (yamlread_json(yaml[i], strlen(yaml[i]), &out, &tape, NULL) < 0) {
            UNIT_CHECK(tape.count == count, "'%s' leaves nodes", yaml[i]);
            buf_cut(&out, at);
            continue;
        }
        jsontape_more(&read, out.data, at, out.len, NULL);
        UNIT_CHECK(tape.count == read.count && tape.deepest == read.deepest &&
                       memcmp(tape.node, read.node, read.count * sizeof *read.node) == 0,
                   "the nodes of '%s' behind others", yaml[i]);
    }
    jsontape_free(&read);
    jsontape_free(&tape);
    buf_free(&out);
}

/* Aliases make nodes that no text of the file holds. */
static void check_nodes(void)
{
    struct diag_error err = {""};
    struct jsontape tape;
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    for (size_t left = 3; left < 5; left++) {
        jsontape_init(&tape);
        jsontape_room(&tape, CEILING_JSON_NODES);
        tape.count = CEILING_JSON_NODES - left;
        int result = yamlread_json("[a, b, c]", 9, &out, &tape, &err);
        UNIT_CHECK(left == 3 ? result == -1 && strstr(err.text, "more than") != NULL &&
                                   tape.count == CEILING_JSON_NODES - left
                             : result == 0 && tape.count == CEILING_JSON_NODES,
                   "four nodes where there is room for %zu: %s", left, err.text);
        jsontape_free(&tape);
    }
    buf_free(&out);
}

static ssize_t take_nothing(void *from, char *room, size_t size)
{
    (void)from, (void)room, (void)size;
    return -1;
}

static void check_stream(void)
{
    static const struct {
        const char *yaml;
        bool told;
    } texts[] = {{"a: [1, {b: 'x'}, &a [*b]]\n", false},
                 {"a: [1, {b: x, c: }, &a [y], *a]\n", true},
                 {"a: ! 12\n", true},
                 {"a: !\n", true},
                 {"a: &b 12\n", false},
                 {"a: &b x\n", true},
                 {"# nothing\n", false},
                 {"a: 1\na: 2\n", false},
                 {"%YAML 1.1\n---\na: 1\n", true},
                 {"a: 1\n---\nb: 2\n", false}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct buf out;
        bool told;
        buf_init(&out, CEILING_SPEC);
        read_json(texts[i].yaml, strlen(texts[i].yaml), &out, NULL);
        bool same = is_streamed(texts[i].yaml, strlen(texts[i].yaml), 3, out.data, &told);
        UNIT_CHECK(same && told == texts[i].told, "'%s' can %s told in pieces", texts[i].yaml,
                   told ? "be" : "not be");
        buf_free(&out);
    }
    struct buf out;
    struct jsontape tape;
    struct pieces pieces = {"# a\nb: 1\n", 9, 9};
    buf_init(&out, CEILING_SPEC);
    jsontape_init(&tape);
    UNIT_CHECK(yamlread_stream("# a\n", 4, take_piece, &pieces, &out, &tape) == -1,
               "directives may stand behind the first bytes");
    UNIT_CHECK(yamlread_stream("a: 1\n", 5, take_nothing, NULL, &out, &tape) == -1,
               "no more to be had");
    jsontape_free(&tape);
    buf_free(&out);
}

int main(void)
{
    for (size_t i = 0; i < sizeof nodes / sizeof *nodes; i++)
        check(nodes[i].yaml, strlen(nodes[i].yaml), nodes[i].json, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t len = cases[i].len > 0 ? cases[i].len : strlen(cases[i].yaml);
        check(cases[i].yaml, len, cases[i].json, cases[i].error);
    }
    check_several();
    check_nodes();
    check_stream();
    check_hostile();
    check_keys();
    check_dropped();
    check_ceilings();
    return unit_end();
}
