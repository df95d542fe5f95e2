/* cc-call's style: the table "Style Examples" of OpenAPI 3.1.1, and what stands beside it. */
#include "../../cmd/cc-call/testcase/style.h"

#include <string.h>

#include "ceiling.h"
#include "diag.h"
#include "unit.h"

enum { VALUES = 5 };

/* A text, an empty one, a list, an empty one, an object; ' stands for ". */
static const char *const values[VALUES] = {"'blue'", "''", "['blue','black','brown']", "[]",
                                           "{'R':100,'G':200,'B':150}"};

#define RGB "R,100,G,200,B,150"
#define RGB_EXPLODED "R=100&G=200&B=150"
#define COLORS "blue,black,brown"
#define COLORS_EXPLODED "color=blue&color=black&color=brown"

static const struct {
    enum style_place in;
    const char *declaration;
    const char *written[VALUES];
} table[] = {
    {STYLE_PATH,
     "'style':'matrix'",
     {";color=blue", ";color", ";color=" COLORS, "", ";color=" RGB}},
    {STYLE_PATH,
     "'style':'matrix','explode':false",
     {";color=blue", ";color", ";color=" COLORS, "", ";color=" RGB}},
    {STYLE_PATH,
     "'style':'matrix','explode':true",
     {";color=blue", ";color", ";color=blue;color=black;color=brown", "", ";R=100;G=200;B=150"}},
    {STYLE_PATH, "'style':'label'", {".blue", ".", "." COLORS, "", "." RGB}},
    {STYLE_PATH, "'style':'label','explode':false", {".blue", ".", "." COLORS, "", "." RGB}},
    {STYLE_PATH,
     "'style':'label','explode':true",
     {".blue", ".", ".blue.black.brown", "", ".R=100.G=200.B=150"}},
    {STYLE_PATH, "", {"blue", "", COLORS, "", RGB}},
    {STYLE_PATH, "'style':'simple','explode':false", {"blue", "", COLORS, "", RGB}},
    {STYLE_PATH, "'style':'simple','explode':true", {"blue", "", COLORS, "", "R=100,G=200,B=150"}},
    {STYLE_PATH,
     "'style':'spaceDelimited','explode':false",
     {"blue", "", "blue%20black%20brown", "", "R%20100%20G%20200%20B%20150"}},
    {STYLE_HEADER, "", {"blue", "", COLORS, "", RGB}},
    {STYLE_HEADER, "'style':'simple','explode':false", {"blue", "", COLORS, "", RGB}},
    {STYLE_HEADER, "'explode':true", {"blue", "", COLORS, "", "R=100,G=200,B=150"}},
    {STYLE_HEADER,
     "'style':'pipeDelimited','explode':false",
     {"blue", "", "blue|black|brown", "", "R|100|G|200|B|150"}},
    {STYLE_COOKIE, "'style':'form','explode':false", {"blue", "", COLORS, "", RGB}},
    {STYLE_COOKIE, "", {"blue", "", COLORS, "", "R=100,G=200,B=150"}},
    {STYLE_QUERY, "", {"color=blue", "color=", COLORS_EXPLODED, "", RGB_EXPLODED}},
    {STYLE_QUERY, "'style':'form'", {"color=blue", "color=", COLORS_EXPLODED, "", RGB_EXPLODED}},
    {STYLE_QUERY,
     "'style':'form','explode':true",
     {"color=blue", "color=", COLORS_EXPLODED, "", RGB_EXPLODED}},
    {STYLE_QUERY, "'explode':false", {"color=blue", "color=", "color=" COLORS, "", "color=" RGB}},
    {STYLE_QUERY,
     "'style':'spaceDelimited'",
     {"color=blue", "color=", "color=blue%20black%20brown", "",
      "color=R%20100%20G%20200%20B%20150"}},
    {STYLE_QUERY,
     "'style':'spaceDelimited','explode':true",
     {"color=blue", "color=", COLORS_EXPLODED, "", RGB_EXPLODED}},
    {STYLE_QUERY,
     "'style':'pipeDelimited','explode':false",
     {"color=blue", "color=", "color=blue%7Cblack%7Cbrown", "",
      "color=R%7C100%7CG%7C200%7CB%7C150"}},
    {STYLE_QUERY,
     "'style':'pipeDelimited','explode':true",
     {"color=blue", "color=", COLORS_EXPLODED, "", RGB_EXPLODED}},
    {STYLE_QUERY,
     "'style':'tabDelimited','explode':false",
     {"color=blue", "color=", "color=blue%09black%09brown", "",
      "color=R%09100%09G%09200%09B%09150"}},
    {STYLE_QUERY,
     "'style':'deepObject','explode':true",
     {"color=blue", "color=", "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown", "",
      "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"}},
    {STYLE_QUERY,
     "'style':'deepObject'",
     {"color=blue", "color=", "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown", "",
      "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"}},
    {STYLE_QUERY,
     "'content':{'application/json':{}}",
     {"color=%22blue%22", "color=%22%22", "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
      "color=%5B%5D", "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"}},
    {STYLE_HEADER,
     "'content':{'application/problem+json':{}}",
     {"\"blue\"", "\"\"", "[\"blue\",\"black\",\"brown\"]", "[]",
      "{\"R\":100,\"G\":200,\"B\":150}"}},
    {STYLE_QUERY,
     "'content':{'text/plain':{}}",
     {"color=blue", "color=", "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D", "color=%5B%5D",
      "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"}},
};

/* Rows of `encoding`: a style where one is said, else the type of what is in it. */
static const struct {
    const char *row;
    const char *written[VALUES];
} fields[] = {
    {"",
     {"color=blue", "color=", COLORS_EXPLODED, "",
      "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"}},
    {"'contentType':'text/plain'",
     {"color=blue", "color=", COLORS_EXPLODED, "",
      "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"}},
    {"'contentType':'application/json'",
     {"color=%22blue%22", "color=%22%22", "color=%5B%22blue%22%2C%22black%22%2C%22brown%22%5D",
      "color=%5B%5D", "color=%7B%22R%22%3A100%2C%22G%22%3A200%2C%22B%22%3A150%7D"}},
    {"'style':'form'", {"color=blue", "color=", COLORS_EXPLODED, "", RGB_EXPLODED}},
    {"'explode':false,'contentType':'application/json'",
     {"color=blue", "color=", "color=" COLORS, "", "color=" RGB}},
    {"'allowReserved':true", {"color=blue", "color=", COLORS_EXPLODED, "", RGB_EXPLODED}},
    {"'style':'deepObject'",
     {"color=blue", "color=", "color%5B0%5D=blue&color%5B1%5D=black&color%5B2%5D=brown", "",
      "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150"}},
    {"'style':'pipeDelimited'",
     {"color=blue", "color=", "color=blue%7Cblack%7Cbrown", "",
      "color=R%7C100%7CG%7C200%7CB%7C150"}},
};

/* Other values. */
static const struct {
    enum style_place in;
    const char *declaration, *value, *written;
} others[] = {
    {STYLE_QUERY, "'allowReserved':true", "\"a/b?c d:@!$'()*;,\"", "color=a/b?c%20d:@!$'()*;,"},
    {STYLE_QUERY, "'allowReserved':true", "'a&b=c+d#e[f]'", "color=a%26b%3Dc%2Bd%23e%5Bf%5D"},
    {STYLE_QUERY, "'allowReserved':true", "'a%2Fb%zz%'", "color=a%2Fb%25zz%25"},
    {STYLE_QUERY, "'allowReserved':true,'explode':false", "['a/b','c,d']", "color=a/b,c%2Cd"},
    {STYLE_QUERY, "'allowReserved':false", "'a/b%20'", "color=a%2Fb%2520"},
    {STYLE_PATH, "'allowReserved':true", "'a/b'", "a%2Fb"},
    {STYLE_PATH, "", "['a,b','c']", "a%2Cb,c"},
    {STYLE_PATH, "'style':'matrix'", "'a;b=c'", ";color=a%3Bb%3Dc"},
    {STYLE_PATH, "'style':'label','explode':true", "['a.b',1]", ".a.b.1"},
    {STYLE_PATH, "'style':'form'", "[1,2]", "1,2"},
    {STYLE_PATH, "'content':{'application/json':{}}", "{'a':'b'}", "%7B%22a%22%3A%22b%22%7D"},
    {STYLE_QUERY, "", "[{'a':1},[2]]", "color=%7B%22a%22%3A1%7D&color=%5B2%5D"},
    {STYLE_QUERY, "", "1.10", "color=1.10"},
    {STYLE_QUERY, "", "null", "color=null"},
    {STYLE_QUERY, "", "'${API_KEY}'", "color=${API_KEY}"},
    {STYLE_QUERY, "'style':7,'explode':'x'", "[1,2]", "color=1,2"},
    {STYLE_QUERY, "'style':'matrix'", "'a'", "color=a"},
    {STYLE_QUERY, "'content':{'application/json':{}}", "12", "color=12"},
    {STYLE_QUERY, "'content':{'application/json':{}}", "'12'", "color=%2212%22"},
    {STYLE_QUERY, "'content':{'application/json':{}}", "\"{\\\"a\\\": 1}\"",
     "color=%7B%22a%22%3A%201%7D"},
    {STYLE_QUERY, "'content':{}", "{'a':1}", "color=%7B%22a%22%3A1%7D"},
    {STYLE_HEADER, "", "{'a b':'c,d'}", "a b,c,d"},
};

static void read_quoted(struct jsontape *t, char *text, size_t room, const char *json)
{
    struct diag_error err = {""};
    snprintf(text, room, "%s", json);
    for (char *p = text; *p != '\0' && strchr(json, '"') == NULL; p++)
        *p = *p == '\'' ? '"' : *p;
    jsontape_init(t);
    UNIT_CHECK(jsontape_read(t, text, strlen(text), &err) == 0, "%s: %s", text, err.text);
}

static void check(bool field, enum style_place in, const char *declaration, const char *value,
                  const char *written)
{
    char declared[200], text[200];
    struct jsontape record, t;
    struct style s;
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    buf_format(&out, "{%s}", declaration);
    read_quoted(&record, declared, sizeof declared, out.data);
    read_quoted(&t, text, sizeof text, value);
    if (field)
        style_of_field(&record, 0, &s);
    else
        style_of_parameter(&record, 0, in, &s);
    char joint = s.leads ? s.between : '\0';
    buf_reset(&out);
    style_write(&s, "color", &t, 0, &joint, &out);
    UNIT_CHECK(strcmp(out.data, written) == 0, "%d %s %s: %s, not %s", (int)in, declaration, value,
               out.data, written);
    buf_free(&out);
    jsontape_free(&record);
    jsontape_free(&t);
}

static void check_declared(void)
{
    static const struct {
        enum style_place in;
        const char *name;
        bool found;
    } rows[] = {{STYLE_HEADER, "x-color", true},
                {STYLE_HEADER, "X-Color", true},
                {STYLE_QUERY, "X-Color", false},
                {STYLE_COOKIE, "tone", true},
                {STYLE_COOKIE, "Tone", false}};
    char text[200];
    struct jsontape record;
    read_quoted(&record, text, sizeof text,
                "[{'name':'X-Color','in':'header'},{'name':'tone','in':'cookie'},{},7]");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        UNIT_CHECK((style_declared(&record, 0, rows[i].in, rows[i].name) != JSONTAPE_NONE) ==
                       rows[i].found,
                   "%s", rows[i].name);
    jsontape_free(&record);
}

int main(void)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        for (size_t k = 0; k < VALUES; k++)
            check(false, table[i].in, table[i].declaration, values[k], table[i].written[k]);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        for (size_t k = 0; k < VALUES; k++)
            check(true, STYLE_QUERY, fields[i].row, values[k], fields[i].written[k]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        check(false, others[i].in, others[i].declaration, others[i].value, others[i].written);
    check_declared();
    return unit_end();
}
