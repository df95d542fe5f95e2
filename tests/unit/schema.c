/* lib/schema: what is valid, what is derived, what is varied. */
#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "ceiling.h"
#include "jsontape.h"
#include "schema/derive.h"
#include "schema/instance.h"
#include "schema/validate.h"
#include "schema/vary.h"
#include "unit.h"

/* A record with one schema, as cc-split would write it. */
struct given {
    struct buf text;
    struct jsontape tape;
    struct schema_view view;
    uint32_t schema;
};

static void given_open(struct given *g, const char *version, const char *defs, const char *schema)
{
    buf_init(&g->text, CEILING_MIB);
    buf_format(&g->text, "{\"spec\":{\"openapi\":\"%s\"},\"schema\":%s,\"$defs\":%s}", version,
               schema, defs == NULL ? "{}" : defs);
    jsontape_init(&g->tape);
    struct diag_error err = {""};
    UNIT_CHECK(jsontape_read(&g->tape, g->text.data, g->text.len, &err) == 0, "%s: %s", schema,
               err.text);
    schema_view_open(&g->view, &g->tape);
    g->schema = jsontape_get(&g->tape, 0, "schema");
}

static void given_close(struct given *g)
{
    schema_view_close(&g->view);
    jsontape_free(&g->tape);
    buf_free(&g->text);
}

#define NODE                                                                                       \
    "{\"Node\":{\"type\":\"object\",\"required\":[\"v\"],\"properties\":{\"v\":{\"type\":"         \
    "\"integer\"},\"next\":{\"$ref\":\"#/$defs/Node\"}}}}"

#define PETS "{\"Cat\":{\"type\":\"object\"},\"Dog\":{\"type\":\"object\",\"required\":[\"bark\"]}}"
#define PET_LIST "[{\"$ref\":\"#/$defs/Cat\"},{\"$ref\":\"#/$defs/Dog\"}]"

static const struct {
    const char *version, *defs, *schema, *instance;
    enum schema_verdict verdict;
} judged[] = {
    {"3.1.0", NULL, "true", "1", SCHEMA_VALID},
    {"3.1.0", NULL, "false", "1", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"type\":\"integer\"}", "1.0", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"type\":\"integer\"}", "1.5", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"type\":[\"string\",\"null\"]}", "null", SCHEMA_VALID},
    {"3.0.3", NULL, "{\"type\":\"string\",\"nullable\":true}", "null", SCHEMA_VALID},
    {"3.0.3", NULL, "{\"type\":\"string\"}", "null", SCHEMA_INVALID},
    {"3.0.3", NULL, "{\"maximum\":10,\"exclusiveMaximum\":true}", "10", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"exclusiveMaximum\":10}", "10", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"maxProperties\":1}", "{\"a\":1,\"a\":2}", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"maxProperties\":1}", "{\"a\":1,\"\\u0061\":2}", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"maxProperties\":1}", "{\"a\":1,\"b\":2,\"a\":2}", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"minProperties\":2}", "{\"a\":1,\"a\":2}", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"minProperties\":2}", "{\"a\":1,\"b\":2,\"a\":2}", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"minProperties\":1}", "{\"a\":1,\"a\":2}", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"maximum\":9223372036854775807}", "9223372036854775808", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"maximum\":9223372036854775807}", "9223372036854775807", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"multipleOf\":0.01}", "19.99", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"multipleOf\":0.01}", "19.999", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"maxLength\":2}", "\"\\u00e9\\ud83d\\ude00\"", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"minLength\":3}", "\"\\u00e9\\ud83d\\ude00\"", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"enum\":[1,\"a\"]}", "1.0", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"const\":{\"a\":1,\"b\":2}}", "{\"b\":2,\"a\":1}", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}", "[1,1.0]", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"format\":\"date\"}", "\"2025-02-29\"", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"format\":\"int32\"}", "2147483648", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"format\":\"somebody-s-own\"}", "\"x\"", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"pattern\":\"^[a-z]{2}$\"}", "\"ab\"", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"pattern\":\"^(a|b)$\"}", "\"c\"", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"unevaluatedProperties\":false}", "{}", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"unevaluatedProperties\":false}", "{\"a\":1}", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"anyOf\":[{\"type\":\"string\"},{\"minimum\":3}]}", "2", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"oneOf\":[{\"type\":\"integer\"},{\"minimum\":3}]}", "4", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"not\":{\"pattern\":\"(a\"}}", "\"b\"", SCHEMA_UNKNOWN},
    {"3.1.0", NULL, "{\"properties\":{\"a\":{}},\"additionalProperties\":false}", "{\"b\":1}",
     SCHEMA_INVALID},
    {"3.1.0", NODE, "{\"$ref\":\"#/$defs/Node\"}", "{\"v\":1,\"next\":{\"v\":2}}", SCHEMA_VALID},
    {"3.1.0", NODE, "{\"$ref\":\"#/$defs/Node\"}", "{\"v\":1,\"next\":{}}", SCHEMA_INVALID},
    {"3.1.0", NODE, "{\"$ref\":\"#/$defs/Nobody\"}", "1", SCHEMA_UNKNOWN},
    {"3.1.0", "{\"A\":{\"$ref\":\"#/$defs/A\"}}", "{\"$ref\":\"#/$defs/A\"}", "1", SCHEMA_UNKNOWN},
    {"3.1.0", "{\"a/b~c\":{\"type\":\"string\"}}", "{\"$ref\":\"#/$defs/a~1b~0c\"}", "1",
     SCHEMA_INVALID},
    {"3.1.0", NODE, "{\"$ref\":\"#/$defs/Node\",\"required\":[\"next\"]}", "{\"v\":1}",
     SCHEMA_INVALID},
    {"3.0.3", NODE, "{\"$ref\":\"#/$defs/Node\",\"required\":[\"next\"]}", "{\"v\":1}",
     SCHEMA_VALID},
    {"3.0.3", NULL, "{\"required\":[\"id\"],\"properties\":{\"id\":{\"readOnly\":true}}}", "{}",
     SCHEMA_VALID},
    {"3.0.3", NULL, "{\"required\":[\"id\"],\"properties\":{\"id\":{\"writeOnly\":true}}}", "{}",
     SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"type\":\"string\",\"nullable\":true}", "null", SCHEMA_INVALID},
    {"2.0", NULL, "{\"maximum\":10,\"exclusiveMaximum\":true}", "10", SCHEMA_INVALID},
    {"3.2.0", NULL, "{\"exclusiveMaximum\":10}", "10", SCHEMA_INVALID},
    /* What a branch that is not known may have looked at is not known either. */
    {"3.1.0", NULL,
     "{\"$ref\":\"#/$defs/Nobody\",\"properties\":{\"a\":{}},\"unevaluatedProperties\":false}",
     "{\"a\":1,\"b\":1}", SCHEMA_UNKNOWN},
    {"3.1.0", NULL,
     "{\"anyOf\":[{\"properties\":{\"b\":{\"pattern\":\"(\"}}},{\"required\":[\"b\"]}],"
     "\"unevaluatedProperties\":false}",
     "{\"b\":\"\"}", SCHEMA_UNKNOWN},
    {"3.1.0", NULL, "{\"patternProperties\":{\"(\":{\"type\":\"string\"}}}", "{\"a\":\"\"}",
     SCHEMA_VALID},
    {"3.1.0", NULL, "{\"patternProperties\":{\"(\":{\"type\":\"string\"}}}", "{\"a\":1}",
     SCHEMA_UNKNOWN},
    {"3.1.0", NULL,
     "{\"patternProperties\":{\"^a\":{\"type\":\"string\"}},\"additionalProperties\":false}",
     "{\"ab\":\"\"}", SCHEMA_VALID},
    {"3.1.0", "{\"A\":{\"$anchor\":\"a\",\"type\":\"string\"}}", "{\"$ref\":\"#a\"}", "1",
     SCHEMA_INVALID},
    {"3.1.0", "{\"A\":{\"$id\":\"http://x/y\",\"type\":\"string\"}}", "{\"$ref\":\"http://x/y\"}",
     "1", SCHEMA_INVALID},
    {"3.1.0", "{\"A\":{\"$id\":\"http://x/y\",\"type\":\"string\"}}", "{\"$ref\":\"http://x/z\"}",
     "1", SCHEMA_UNKNOWN},
    {"3.1.0", NULL, "{\"properties\":{\"a\":1,\"a\":{\"type\":\"string\"}}}", "{\"a\":1}",
     SCHEMA_VALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}", "[{\"a\":1,\"b\":[1e1]},{\"b\":[10],\"a\":1.0}]",
     SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}", "[\"a\",\"\\u0061\"]", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}", "[1,\"1\",[1],{\"a\":1},true,null,0,false,[],{}]",
     SCHEMA_VALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}",
     "[1,2,3,4,5,6,7,8,{\"a\":100,\"b\":[-0.5]},{\"b\":[-5e-1],\"a\":1e2}]", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}",
     "[1,2,3,4,5,6,7,8,-1,10,0.1,\"1\",[1],[[1]],[],{},[1,2],[2,1],0]", SCHEMA_VALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}", "[1,2,3,4,5,6,7,8,9,-0.0,0e5]", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}", "[-0,0.0]", SCHEMA_INVALID},
    {"3.1.0", NULL, "{\"uniqueItems\":true}", "[-1,1,1e1000,1e1001]", SCHEMA_VALID},
    /* A discriminator chooses in OpenAPI 3.0, and is a hint later on. */
    {"3.0.3", PETS, "{\"oneOf\":" PET_LIST ",\"discriminator\":{\"propertyName\":\"kind\"}}",
     "{\"kind\":\"Cat\"}", SCHEMA_VALID},
    {"3.0.3", PETS, "{\"oneOf\":" PET_LIST ",\"discriminator\":{\"propertyName\":\"kind\"}}",
     "{\"kind\":\"Dog\"}", SCHEMA_INVALID},
    {"3.0.3", PETS,
     "{\"anyOf\":" PET_LIST ",\"discriminator\":{\"propertyName\":\"kind\",\"mapping\":{\"d\":"
     "\"#/$defs/Dog\"}}}",
     "{\"kind\":\"d\"}", SCHEMA_INVALID},
    {"3.0.3", PETS,
     "{\"anyOf\":" PET_LIST ",\"discriminator\":{\"propertyName\":\"kind\",\"mapping\":{\"d\":"
     "\"Dog\"}}}",
     "{\"kind\":\"d\",\"bark\":1}", SCHEMA_VALID},
    {"3.1.0", PETS, "{\"oneOf\":" PET_LIST ",\"discriminator\":{\"propertyName\":\"kind\"}}",
     "{\"kind\":\"Cat\",\"bark\":1}", SCHEMA_INVALID},
    {"3.0.3", PETS, "{\"oneOf\":" PET_LIST ",\"discriminator\":{\"propertyName\":\"kind\"}}",
     "{\"kind\":\"Cat\",\"bark\":1}", SCHEMA_VALID},
};

/* What a person reads. */
static const struct {
    const char *schema, *instance, *line;
} told[] = {
    {"{\"properties\":{\"a\":{\"items\":{\"maximum\":10}}}}", "{\"a\":[1,11]}",
     "at /a/1: 11 is over the maximum of 10 (#/schema/properties/a/items/maximum)"},
    {"{\"$ref\":\"#/$defs/a~1b\"}", "1",
     "at the root: 1 is not of type \"string\" (#/$defs/a~1b/type)"},
    {"{\"required\":[\"a/b\"]}", "{}",
     "at the root: the member \"a/b\" is missing (#/schema/required)"},
    {"{\"additionalProperties\":false}", "{\"x\":1}",
     "at the root: the member \"x\" is not known (#/schema/additionalProperties)"},
    {"{\"pattern\":\"^a$\"}", "\"b\"",
     "at the root: \"b\" does not match \"^a$\" (#/schema/pattern)"},
    {"{\"enum\":[1,\"a\"]}", "2", "at the root: 2 is none of [1,\"a\"] (#/schema/enum)"},
    {"{\"format\":\"date\"}", "\"2025-13-01\"",
     "at the root: \"2025-13-01\" is no \"date\" (#/schema/format)"},
    {"{\"maxLength\":3}", "\"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz\"",
     "at the root: \"abcdefghijklmnopqrstuvwxyzabcdefghijklmnopq... is longer than 3 characters "
     "(#/schema/maxLength)"},
    {"{\"properties\":{\"a\":false}}", "{\"a\":1}",
     "at /a: nothing is allowed here (#/schema/properties/a)"},
    {"{\"pattern\":\"^(a+)+$\"}", "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\"",
     ": the search for the pattern takes too long"},
    {"{\"properties\":{\"a\":{\"anyOf\":[{\"pattern\":\"(\"},{\"type\":\"null\"}]}}}",
     "{\"a\":\"\"}", "/a: the pattern cannot be read"},
    {"{\"$ref\":\"other.json\"}", "1", ": the reference leads nowhere"},
};

static void check_told(void)
{
    for (size_t i = 0; i < sizeof told / sizeof *told; i++) {
        struct given g;
        struct buf line;
        struct schema_report report;
        given_open(&g, "3.1.0", "{\"a/b\":{\"type\":\"string\"}}", told[i].schema);
        buf_init(&line, CEILING_TEXT);
        enum schema_verdict verdict = schema_validate_text(&g.view, g.schema, told[i].instance,
                                                           strlen(told[i].instance), true, &report);
        if (verdict == SCHEMA_INVALID)
            schema_report_line(&report.failure[0], &g.tape, &line);
        else if (report.doubt.why != NULL)
            buf_format(&line, "%s: %s", report.doubt.pointer, report.doubt.why);
        UNIT_CHECK(strcmp(line.data, told[i].line) == 0, "%s of %s: %s", told[i].instance,
                   told[i].schema, line.data);
        buf_free(&line);
        given_close(&g);
    }
}

static void check_judged(void)
{
    for (size_t i = 0; i < sizeof judged / sizeof *judged; i++) {
        struct given g;
        given_open(&g, judged[i].version, judged[i].defs, judged[i].schema);
        enum schema_verdict verdict = schema_validate_text(&g.view, g.schema, judged[i].instance,
                                                           strlen(judged[i].instance), true, NULL);
        UNIT_CHECK(verdict == judged[i].verdict, "%s of %s is %d", judged[i].instance,
                   judged[i].schema, (int)verdict);
        given_close(&g);
    }
}

static const struct {
    const char *version, *defs, *schema, *plain, *full; /* NULL: none can be made */
} derived[] = {
    {"3.1.0", NULL, "{\"type\":\"string\"}", "\"sample\"", "\"sample\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"minLength\":8,\"maxLength\":8}", "\"sampleab\"",
     "\"sampleab\""},
    {"3.1.0", NULL, "{\"type\":\"integer\",\"minimum\":3,\"maximum\":5}", "4", "4"},
    {"3.1.0", NULL, "{\"type\":\"integer\",\"minimum\":9223372036854775807}", "9223372036854775807",
     "9223372036854775807"},
    {"3.1.0", NULL, "{\"type\":\"integer\",\"multipleOf\":7}", "14", "14"},
    {"3.1.0", NULL, "{\"type\":\"number\",\"exclusiveMinimum\":0,\"exclusiveMaximum\":0.5}", "0.2",
     "0.2"},
    {"3.1.0", NULL, "{\"enum\":[null,\"b\"]}", "\"b\"", "\"b\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"enum\":[1,\"b\"]}", "\"b\"", "\"b\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"maxLength\":3,\"example\":\"abcd\",\"default\":\"x\"}",
     "\"x\"", "\"x\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"pattern\":\"^[A-Z]{3}\\\\d$\"}", "\"AHO1\"",
     "\"AHO1\""},
    {"3.1.0", NULL, "false", NULL, NULL},
    {"3.1.0", NULL, "{\"type\":\"string\",\"minLength\":3,\"maxLength\":2}", NULL, NULL},
    {"3.1.0", NULL, "{\"allOf\":[{\"type\":\"string\"},{\"type\":\"integer\"}]}", NULL, NULL},
    {"3.1.0", NODE, "{\"$ref\":\"#/$defs/Node\"}", "{\"v\":10}", "{\"v\":10,\"next\":{\"v\":10}}"},
    {"3.1.0",
     "{\"N\":{\"type\":\"object\",\"properties\":{\"v\":{\"const\":1},\"kids\":{\"type\":\"array\","
     "\"items\":{\"$ref\":\"#/$defs/N\"}},\"m\":{\"$ref\":\"#/$defs/M\"}}},"
     "\"M\":{\"type\":\"object\",\"required\":[\"w\"],\"properties\":{\"w\":{\"const\":2},\"n\":{"
     "\"$ref\":\"#/$defs/N\"},\"m\":{\"$ref\":\"#/$defs/M\"}}}}",
     "{\"$ref\":\"#/$defs/N\"}", "{}",
     "{\"v\":1,\"kids\":[{}],\"m\":{\"w\":2,\"n\":{},\"m\":{\"w\":2}}}"},
    {"3.1.0",
     "{\"L\":{\"type\":\"object\",\"required\":[\"l\"],\"properties\":{\"l\":{\"$ref\":"
     "\"#/$defs/L\"}}}}",
     "{\"$ref\":\"#/$defs/L\"}", NULL, NULL},
    {"3.1.0",
     "{\"E\":{\"oneOf\":[{\"type\":\"object\",\"required\":[\"l\"],\"properties\":{\"l\":{"
     "\"$ref\":\"#/$defs/E\"}}},{\"type\":\"integer\"}]}}",
     "{\"$ref\":\"#/$defs/E\"}", "{\"l\":10}", "{\"l\":10}"},
    {"3.1.0", NULL,
     "{\"allOf\":[{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":"
     "\"boolean\"}}},{\"properties\":{\"b\":{\"type\":\"null\"}}}]}",
     "{\"a\":true}", "{\"a\":true,\"b\":null}"},
    {"3.1.0", NULL,
     "{\"type\":\"object\",\"properties\":{\"a\":{\"const\":1},\"b\":{\"const\":2}},\"anyOf\":[{"
     "\"required\":[\"b\"]},{\"required\":[\"a\"]}],\"maxProperties\":1}",
     "{\"b\":2}", "{\"b\":2}"},
    {"3.1.0", NULL,
     "{\"type\":\"object\",\"minProperties\":1,\"properties\":{\"a\":{\"const\":1},"
     "\"b\":{\"const\":2}}}",
     "{\"a\":1}", "{\"a\":1,\"b\":2}"},
    {"3.1.0", NULL,
     "{\"type\":\"array\",\"minItems\":2,\"uniqueItems\":true,\"items\":{\"type\":"
     "\"integer\"}}",
     "[10,11]", "[10,11]"},
    {"3.0.3", NULL,
     "{\"type\":\"object\",\"required\":[\"id\",\"n\"],\"properties\":{\"id\":{"
     "\"type\":\"integer\",\"readOnly\":true},\"n\":{\"const\":1}}}",
     "{\"n\":1}", "{\"n\":1}"},
    {"3.1.0",
     "{\"Cat\":{\"type\":\"object\",\"required\":[\"kind\"],\"properties\":{\"kind\":{"
     "\"type\":\"string\"}}}}",
     "{\"oneOf\":[{\"$ref\":\"#/$defs/Cat\"}],\"discriminator\":{\"propertyName\":\"kind\","
     "\"mapping\":{\"feline\":\"#/$defs/Cat\"}}}",
     "{\"kind\":\"feline\"}", "{\"kind\":\"feline\"}"},
    {"3.1.0", NULL,
     "{\"type\":\"array\",\"items\":{\"enum\":[1,2]},\"contains\":{\"const\":2},\"minContains\":2,"
     "\"minItems\":3}",
     "[2,2,1]", "[2,2,1]"},
    {"3.1.0", NULL,
     "{\"type\":\"object\",\"propertyNames\":{\"pattern\":\"^[xy]$\"},\"minProperties\":1,"
     "\"additionalProperties\":{\"const\":1}}",
     "{\"x\":1}", "{\"x\":1}"},
    {"3.1.0", NULL,
     "{\"type\":\"object\",\"patternProperties\":{\"^x$\":{\"const\":1}},\"additionalProperties\":"
     "false}",
     "{}", "{\"x\":1}"},
    {"3.1.0", NULL, "{\"type\":\"integer\",\"not\":{\"minimum\":3}}", "2", "2"},
    {"3.1.0", NULL,
     "{\"required\":[\"k\"],\"properties\":{\"k\":{\"enum\":[1,2]}},\"not\":{\"properties\":{\"k\":"
     "{\"const\":1}}}}",
     "{\"k\":2}", "{\"k\":2}"},
    {"3.1.0", NULL,
     "{\"required\":[\"k\"],\"properties\":{\"k\":{\"const\":1}},\"if\":{\"properties\":{\"k\":{"
     "\"const\":1}}},\"then\":{\"required\":[\"n\"],\"properties\":{\"n\":{\"const\":3}}}}",
     "{\"k\":1,\"n\":3}", "{\"k\":1,\"n\":3}"},
    {"3.1.0", NULL,
     "{\"required\":[\"k\"],\"properties\":{\"k\":{\"const\":1}},\"dependentSchemas\":{\"k\":{"
     "\"required\":[\"n\"],\"properties\":{\"n\":{\"const\":3}}}}}",
     "{\"k\":1,\"n\":3}", "{\"k\":1,\"n\":3}"},
    {"3.1.0", NULL, "{\"type\":\"array\",\"contains\":false}", NULL, NULL},
    {"3.1.0", NULL,
     "{\"type\":\"object\",\"minProperties\":3,\"propertyNames\":{\"maxLength\":3},"
     "\"additionalProperties\":{\"const\":1}}",
     "{\"key\":1,\"sa1\":1,\"sa2\":1}", "{\"key\":1,\"sa1\":1,\"sa2\":1}"},
    {"3.1.0", NULL,
     "{\"type\":\"object\",\"minProperties\":2,\"properties\":{\"id\":{\"type\":\"integer\","
     "\"readOnly\":true},\"n\":{\"const\":1}}}",
     "{\"n\":1,\"key_3\":\"sample\"}", "{\"n\":1,\"key_3\":\"sample\"}"},
    {"3.1.0", NULL,
     "{\"type\":\"object\",\"minProperties\":1,\"properties\":{\"key\":{\"const\":1},\"b\":{"
     "\"const\":2}},\"propertyNames\":{\"maxLength\":1}}",
     "{\"b\":2}", "{\"b\":2}"},
    {"3.1.0", NULL, "{\"type\":\"string\",\"format\":\"email\",\"maxLength\":20}",
     "\"alex1@example.com\"", "\"alex1@example.com\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"format\":\"email\",\"maxLength\":8}", "\"a1@b.co\"",
     "\"a1@b.co\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"format\":\"hostname\",\"maxLength\":5}", "\"host1\"",
     "\"host1\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"format\":\"ipv6\",\"maxLength\":8}", "\"::1\"",
     "\"::1\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"format\":\"byte\",\"maxLength\":6}", "\"0001\"",
     "\"0001\""},
    {"3.1.0", NULL, "{\"type\":\"string\",\"format\":\"byte\",\"minLength\":13}",
     "\"Y2FzZWNyYWZ0abcd\"", "\"Y2FzZWNyYWZ0abcd\""},
    {"3.1.0", NULL, "{\"oneOf\":[{\"const\":\"sample\"},{\"type\":\"string\"}]}", "\"sample 1\"",
     "\"sample 1\""},
    {"3.1.0", NULL,
     "{\"type\":\"array\",\"items\":{\"type\":\"string\",\"format\":\"uuid\","
     "\"maxLength\":1}}",
     "[]", "[]"},
    {"3.1.0", NULL, "{\"type\":[\"string\",\"null\"],\"format\":\"uuid\",\"maxLength\":1}", "null",
     "null"},
    {"3.1.0", NULL,
     "{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"const\":1},\"b\":{"
     "\"type\":\"string\",\"format\":\"uuid\",\"maxLength\":1}}}",
     "{\"a\":1}", "{\"a\":1}"},
};

/* Items that have to differ: so many of them. */
static const struct {
    const char *item;
    unsigned count;
    const char *array; /* NULL: any that is valid; "": there are not so many */
} different[] = {
    {"{\"type\":\"string\",\"maxLength\":5}", 3, "[\"sampl\",\"samp1\",\"samp2\"]"},
    {"{\"type\":\"string\",\"maxLength\":8}", 2, "[\"sample\",\"sample 1\"]"},
    {"{\"type\":\"string\",\"maxLength\":5}", 200, NULL},
    {"{\"type\":\"string\",\"maxLength\":1}", 26, NULL},
    {"{\"type\":\"string\",\"maxLength\":2}", 100, NULL},
    {"{\"type\":\"string\",\"minLength\":12}", 100, NULL},
    {"{\"type\":\"string\",\"maxLength\":0}", 1, "[\"\"]"},
    {"{\"type\":\"string\",\"format\":\"time\"}", 3, NULL},
    {"{\"type\":\"string\",\"format\":\"byte\"}", 200, NULL},
    {"{\"type\":\"string\",\"format\":\"date\"}", 28, NULL},
    {"{\"type\":\"string\",\"format\":\"date-time\"}", 28, NULL},
    {"{\"type\":\"string\",\"format\":\"uuid\"}", 200, NULL},
    {"{\"type\":\"string\",\"format\":\"email\"}", 200, NULL},
    {"{\"type\":\"string\",\"format\":\"hostname\"}", 200, NULL},
    {"{\"type\":\"string\",\"format\":\"ipv4\"}", 200, NULL},
    {"{\"type\":\"string\",\"format\":\"ipv6\"}", 200, NULL},
    {"{\"type\":\"string\",\"format\":\"uri\"}", 200, NULL},
    {"{\"type\":\"string\",\"format\":\"uri\",\"maxLength\":25}", 200, NULL},
    {"{\"type\":\"string\",\"format\":\"url\",\"maxLength\":25}", 200, NULL},
    {"{\"type\":\"string\",\"pattern\":\"^[a-z]{2}$\"}", 100, NULL},
    {"{\"type\":\"string\",\"pattern\":\"^(a|b)$\"}", 2, NULL},
    {"{\"type\":\"integer\",\"minimum\":1,\"maximum\":3}", 3, "[2,3,1]"},
    {"{\"type\":\"integer\",\"minimum\":1,\"maximum\":3}", 4, ""},
    {"{\"type\":\"integer\",\"maximum\":11}", 5, "[10,11,9,8,7]"},
    {"{\"type\":\"integer\",\"exclusiveMinimum\":0,\"maximum\":9,\"multipleOf\":3}", 3, NULL},
    {"{\"type\":\"number\",\"minimum\":0,\"maximum\":1}", 10, NULL},
    {"{\"type\":\"boolean\"}", 2, "[true,false]"},
    {"{\"type\":\"boolean\"}", 3, ""},
    {"{\"enum\":[\"a\",\"b\",\"c\"]}", 3, "[\"a\",\"b\",\"c\"]"},
    {"{\"enum\":[\"a\",\"a\",\"b\"]}", 2, "[\"a\",\"b\"]"},
    {"{\"enum\":[\"a\",\"b\",\"c\"]}", 4, ""},
    {"{\"type\":\"object\",\"required\":[\"a\",\"b\"],\"properties\":{\"a\":{\"type\":\"boolean\"},"
     "\"b\":{\"type\":\"integer\"}}}",
     5, NULL},
    {"{\"type\":\"array\",\"minItems\":1,\"items\":{\"enum\":[1,2]}}", 2, "[[1],[2]]"},
    {"{\"type\":\"object\",\"properties\":{\"a\":{\"type\":\"integer\"}}}", 3,
     "[{},{\"a\":11},{\"a\":12}]"},
    {"{\"type\":\"object\"}", 2, "[{},{\"key\":\"sample 1\"}]"},
    {"{\"type\":\"object\",\"additionalProperties\":false}", 2, ""},
};

static void check_derived(void)
{
    for (size_t i = 0; i < 2 * sizeof derived / sizeof *derived; i++) {
        const bool all = i % 2 == 1;
        const char *wanted = all ? derived[i / 2].full : derived[i / 2].plain;
        struct given g;
        struct buf out;
        given_open(&g, derived[i / 2].version, derived[i / 2].defs, derived[i / 2].schema);
        buf_init(&out, CEILING_MIB);
        struct schema_derive d = {.view = &g.view, .all = all, .request = true};
        bool made = schema_instance(&d, g.schema, "", &out);
        UNIT_CHECK(made == (wanted != NULL) && strcmp(out.data, made ? wanted : "") == 0,
                   "%s gives %s instead of %s", derived[i / 2].schema, out.data,
                   wanted == NULL ? "nothing" : wanted);
        UNIT_CHECK(!made || schema_validate_text(&g.view, g.schema, out.data, out.len, true,
                                                 NULL) == SCHEMA_VALID,
                   "%s is not valid for %s", out.data, derived[i / 2].schema);
        buf_free(&out);
        given_close(&g);
    }
}

static void check_different(void)
{
    for (size_t i = 0; i < sizeof different / sizeof *different; i++) {
        const char *wanted = different[i].array;
        struct given g;
        struct buf schema, out;
        buf_init(&schema, CEILING_MIB);
        buf_init(&out, CEILING_MIB);
        buf_format(&schema,
                   "{\"type\":\"array\",\"uniqueItems\":true,\"minItems\":%u,\"items\":%s}",
                   different[i].count, different[i].item);
        given_open(&g, "3.1.0", NULL, schema.data);
        struct schema_derive d = {.view = &g.view, .request = true};
        bool made = schema_instance(&d, g.schema, "", &out);
        UNIT_CHECK(made == (wanted == NULL || wanted[0] != '\0'), "%s gives %s", schema.data,
                   out.data);
        UNIT_CHECK(!made || wanted == NULL || strcmp(out.data, wanted) == 0, "%s gives %s",
                   schema.data, out.data);
        UNIT_CHECK(!made || schema_validate_text(&g.view, g.schema, out.data, out.len, true,
                                                 NULL) == SCHEMA_VALID,
                   "%s is not valid for %s", out.data, schema.data);
        buf_free(&out);
        buf_free(&schema);
        given_close(&g);
    }
}

static const char order[] =
    "{\"type\":\"object\",\"required\":[\"sku\",\"lines\"],\"additionalProperties\":false,"
    "\"properties\":{\"sku\":{\"type\":\"string\",\"minLength\":3,\"maxLength\":5},"
    "\"gift\":{\"type\":\"boolean\"},\"state\":{\"type\":\"string\",\"enum\":[\"new\",\"paid\"]},"
    "\"lines\":{\"type\":\"array\",\"minItems\":1,\"maxItems\":2,\"items\":{\"type\":\"object\","
    "\"required\":[\"quantity\"],\"properties\":{\"quantity\":{\"type\":\"integer\",\"minimum\":1,"
    "\"maximum\":10}}}}}}";

static const struct {
    const char *technique, *pointer, *keyword, *value, *instance;
} varied[] = {
    {"missing_required", "/sku", "required", NULL, "{\"lines\":[{\"quantity\":5}]}"},
    {"missing_required", "/lines/0/quantity", "required", NULL,
     "{\"sku\":\"sampl\",\"lines\":[{}]}"},
    {"wrong_type", "", "type", "\"not-an-object\"", "\"not-an-object\""},
    {"wrong_type", "/gift", "type", "\"not-a-boolean\"",
     "{\"sku\":\"sampl\",\"lines\":[{\"quantity\":5}],\"gift\":\"not-a-boolean\"}"},
    {"null_value", "/sku", "type", "null", "{\"sku\":null,\"lines\":[{\"quantity\":5}]}"},
    {"boundary_in", "/sku", "minLength", "\"abc\"",
     "{\"sku\":\"abc\",\"lines\":[{\"quantity\":5}]}"},
    {"boundary_out", "/sku", "minLength", "\"ab\"",
     "{\"sku\":\"ab\",\"lines\":[{\"quantity\":5}]}"},
    {"boundary_out", "/sku", "maxLength", "\"abcdef\"",
     "{\"sku\":\"abcdef\",\"lines\":[{\"quantity\":5}]}"},
    {"boundary_in", "/lines/0/quantity", "maximum", "10",
     "{\"sku\":\"sampl\",\"lines\":[{\"quantity\":10}]}"},
    {"boundary_out", "/lines/0/quantity", "maximum", "11",
     "{\"sku\":\"sampl\",\"lines\":[{\"quantity\":11}]}"},
    {"boundary_out", "/lines/0/quantity", "minimum", "0",
     "{\"sku\":\"sampl\",\"lines\":[{\"quantity\":0}]}"},
    {"boundary_out", "/lines", "minItems", "[]", "{\"sku\":\"sampl\",\"lines\":[]}"},
    {"boundary_out", "/lines", "maxItems", "[{\"quantity\":5},{\"quantity\":6},{\"quantity\":7}]",
     "{\"sku\":\"sampl\",\"lines\":[{\"quantity\":5},{\"quantity\":6},{\"quantity\":7}]}"},
    {"enum_value", "/state", "enum", "\"paid\"",
     "{\"sku\":\"sampl\",\"lines\":[{\"quantity\":5}],\"state\":\"paid\"}"},
    {"enum_violation", "/state", "enum", "\"not-an-allowed-value\"",
     "{\"sku\":\"sampl\",\"lines\":[{\"quantity\":5}],\"state\":\"not-an-allowed-value\"}"},
    {"extra_property", "/unexpected_property", "additionalProperties", NULL,
     "{\"sku\":\"sampl\",\"lines\":[{\"quantity\":5}],\"unexpected_property\":\"unexpected\"}"},
};

#define VARIED (sizeof varied / sizeof *varied)

struct seen {
    struct given g;
    size_t times[VARIED];
    size_t count, stop_after;
    unsigned depth;
};

static bool see(void *ctx, const struct schema_variation *v)
{
    struct seen *s = ctx;
    struct schema_report report;
    enum schema_verdict verdict = schema_validate_text(&s->g.view, s->g.schema, v->instance, v->len,
                                                       true, &report);
    UNIT_CHECK(verdict == (v->violates ? SCHEMA_INVALID : SCHEMA_VALID), "%s at %s: %s",
               v->technique, v->pointer, v->instance);
    UNIT_CHECK(!v->violates || schema_report_only(&report, v->pointer, v->keyword),
               "%s at %s breaks something else", v->technique, v->pointer);
    UNIT_CHECK(v->depth >= s->depth, "%s at %s comes after a deeper spot", v->technique,
               v->pointer);
    s->depth = v->depth;
    for (size_t i = 0; i < VARIED; i++)
        if (strcmp(varied[i].technique, v->technique) == 0 &&
            strcmp(varied[i].pointer, v->pointer) == 0 &&
            strcmp(varied[i].keyword, v->keyword) == 0 &&
            (varied[i].value == NULL || (v->value_len == strlen(varied[i].value) &&
                                         memcmp(varied[i].value, v->value, v->value_len) == 0)) &&
            strlen(varied[i].instance) == v->len &&
            memcmp(varied[i].instance, v->instance, v->len) == 0)
            s->times[i]++;
    return ++s->count != s->stop_after;
}

static void check_varied(void)
{
    struct seen s = {.stop_after = 0};
    given_open(&s.g, "3.1.0", NULL, order);
    const struct schema_vary vary = {&s.g.view, 0, true, false, false, see, &s};
    schema_vary(&vary, s.g.schema, "");
    for (size_t i = 0; i < VARIED; i++)
        UNIT_CHECK(s.times[i] == 1, "%s of %s at %s came %zu times", varied[i].technique,
                   varied[i].keyword, varied[i].pointer, s.times[i]);
    s.stop_after = s.count + 3;
    s.depth = 0;
    const size_t all = s.count;
    schema_vary(&vary, s.g.schema, "");
    UNIT_CHECK(s.count == all + 3, "it went on after it was stopped");
    given_close(&s.g);
}

/* Objects with members that no schema names, each under a name of its own, and one list. */
static const struct {
    const char *schema, *technique, *keyword, *instance;
} named[] = {
    {"{\"properties\":{\"name\":{\"const\":1},\"other\":{\"const\":2}},\"required\":[\"name\"],"
     "\"additionalProperties\":{\"const\":3},\"maxProperties\":3}",
     "boundary_out", "maxProperties", "{\"name\":1,\"other\":2,\"key\":3,\"key_2\":3}"},
    {"{\"minProperties\":3,\"propertyNames\":{\"maxLength\":3},\"additionalProperties\":{\"const\":"
     "1}}",
     "boundary_in", "minProperties", "{\"key\":1,\"sa1\":1,\"sa2\":1}"},
    {"{\"maxProperties\":4,\"propertyNames\":{\"pattern\":\"^[a-z]{2}$\"},"
     "\"additionalProperties\":{\"const\":1}}",
     "boundary_out", "maxProperties", "{\"ah\":1,\"bi\":1,\"cj\":1,\"dk\":1,\"el\":1}"},
    {"{\"properties\":{\"unexpected_property\":{\"const\":1}},\"additionalProperties\":false}",
     "extra_property", "additionalProperties", "{\"unexpected_property_2\":\"unexpected\"}"},
    {"{\"minProperties\":1,\"maxProperties\":2,\"propertyNames\":{\"enum\":[\"x\",\"y\",\"z\"]},"
     "\"additionalProperties\":{\"const\":1}}",
     "boundary_out", "maxProperties", "{\"x\":1,\"y\":1,\"z\":1}"},
    /* There are no three that differ. */
    {"{\"type\":\"array\",\"maxItems\":2,\"uniqueItems\":true,\"items\":{\"enum\":[\"a\",\"b\"]}}",
     "boundary_out", "maxItems", "[\"a\",\"b\",\"a\"]"},
};

struct naming {
    struct given g;
    size_t row, times;
};

static bool see_named(void *ctx, const struct schema_variation *v)
{
    struct naming *s = ctx;
    struct schema_report report;
    enum schema_verdict verdict = schema_validate_text(&s->g.view, s->g.schema, v->instance, v->len,
                                                       true, &report);
    UNIT_CHECK(verdict == (v->violates ? SCHEMA_INVALID : SCHEMA_VALID), "%s of %s: %s",
               v->technique, v->keyword, v->instance);
    s->times += strcmp(v->technique, named[s->row].technique) == 0 &&
                        strcmp(v->keyword, named[s->row].keyword) == 0 &&
                        strcmp(v->instance, named[s->row].instance) == 0
                    ? 1
                    : 0;
    return true;
}

static void check_named(void)
{
    for (size_t i = 0; i < sizeof named / sizeof *named; i++) {
        struct naming s = {.row = i};
        given_open(&s.g, "3.1.0", NULL, named[i].schema);
        const struct schema_vary vary = {&s.g.view, 0, true, false, false, see_named, &s};
        schema_vary(&vary, s.g.schema, "");
        UNIT_CHECK(s.times == 1, "%s came %zu times", named[i].instance, s.times);
        given_close(&s.g);
    }
}

#define FORM(own, kind)                                                                            \
    "{\"type\":\"object\",\"required\":[\"kind\",\"" own "\"],\"properties\":{\"" own              \
    "\":{\"type\":\"integer\"},\"kind\":" kind "}}"
#define FORMS(c, d) "{\"C\":" FORM("x", c) ",\"D\":" FORM("y", d) "}"
#define TEXT "{\"type\":\"string\"}"
#define BY_KIND(more)                                                                              \
    "{\"oneOf\":[{\"$ref\":\"#/$defs/C\"},{\"$ref\":\"#/$defs/D\"}],\"discriminator\":{"           \
    "\"propertyName\":\"kind\"" more "}}"

/* What a discriminator's member is in all that is valid: the number of others that it is at all. */
static const struct {
    const char *defs, *schema, *one, *other;
    size_t others;
} tagged[] = {
    {FORMS("{\"type\":\"string\"}", "{\"type\":\"string\",\"minLength\":1,\"maxLength\":20}"),
     BY_KIND(""), "\"kind\":\"C\"", "\"kind\":\"D\"", 0},
    {FORMS("{\"type\":\"string\"}", "{\"type\":\"string\",\"example\":\"it\"}"),
     BY_KIND(",\"mapping\":{\"c\":\"#/$defs/C\",\"d\":\"D\"}"), "\"kind\":\"c\"", "\"kind\":\"d\"",
     0},
    {FORMS("{\"enum\":[\"C\",\"D\"]}", "{\"enum\":[\"C\",\"D\"]}"), BY_KIND(""), "\"kind\":\"C\"",
     "\"kind\":\"D\"", 0},
    {FORMS("{\"type\":[\"string\",\"null\"]}", "{\"anyOf\":[{\"type\":\"string\"},{\"const\":7}]}"),
     BY_KIND(""), "\"kind\":\"C\"", "\"kind\":\"D\"", 0},
    /* The schemas of another document: their names are those they have there. */
    {"{\"C~beef\":" FORM("x", TEXT) ",\"D~a6f519be\":" FORM("y", TEXT) "}",
     "{\"oneOf\":[{\"$ref\":\"#/$defs/C~0beef\"},{\"$ref\":\"#/$defs/D~0a6f519be\"}],"
     "\"discriminator\":{\"propertyName\":\"kind\"}}",
     "\"kind\":\"C~beef\"", "\"kind\":\"D\"", 0},
    {"{\"C~beef\":" FORM("x", TEXT) ",\"D~a6f519be\":" FORM("y", TEXT) "}",
     "{\"oneOf\":[{\"$ref\":\"#/$defs/C~0beef\"},{\"$ref\":\"#/$defs/D~0a6f519be\"}],"
     "\"discriminator\":{\"propertyName\":\"kind\",\"mapping\":{\"d\":\"#/$defs/D~0a6f519be\"}}}",
     "\"kind\":\"C~beef\"", "\"kind\":\"d\"", 0},
    /* One that need not be there, but where others ask for it. */
    {"{\"C\":{\"required\":[\"x\"],\"minProperties\":2,\"properties\":{\"x\":{\"type\":\"integer\"}"
     ","
     "\"kind\":{\"type\":\"string\"},\"z\":{}},\"dependentRequired\":{\"z\":[\"kind\"]}},"
     "\"D\":{\"required\":[\"y\"],\"maxProperties\":2,\"properties\":{\"y\":{\"type\":\"integer\"},"
     "\"kind\":{\"type\":\"string\"}}}}",
     BY_KIND(""), "\"kind\":\"C\"", "\"kind\":\"D\"", 0},
    /* Members that may not have the name of their schema keep their own. */
    {FORMS("{\"enum\":[\"one\",\"two\"]}", "{\"const\":\"three\"}"), BY_KIND(""),
     "\"kind\":\"one\"", "\"kind\":\"three\"", 1},
    /* Without a discriminator nothing is one. */
    {FORMS("{\"type\":\"string\"}", "{\"type\":\"string\"}"), "{\"$ref\":\"#/$defs/C\"}",
     "\"kind\":\"sample\"", "\"kind\":\"sample\"", 5},
};

static bool see_tagged(void *ctx, const struct schema_variation *v)
{
    struct naming *s = ctx;
    const bool whole = memmem(v->instance, v->len, "\"kind\"", 6) != NULL;
    if (!v->violates && whole &&
        memmem(v->instance, v->len, tagged[s->row].one, strlen(tagged[s->row].one)) == NULL &&
        memmem(v->instance, v->len, tagged[s->row].other, strlen(tagged[s->row].other)) == NULL)
        s->times++;
    return true;
}

static void check_tagged(void)
{
    static const char *const versions[] = {"3.0.3", "3.1.0"};
    for (size_t i = 0; i < 2 * sizeof tagged / sizeof *tagged; i++) {
        struct naming s = {.row = i / 2};
        given_open(&s.g, versions[i % 2], tagged[s.row].defs, tagged[s.row].schema);
        const struct schema_vary vary = {&s.g.view, 0, true, false, false, see_tagged, &s};
        schema_vary(&vary, s.g.schema, "");
        UNIT_CHECK(s.times == tagged[s.row].others, "%s, %s: %zu are of another kind",
                   versions[i % 2], tagged[s.row].defs, s.times);
        given_close(&s.g);
    }
}

static size_t depth_of(const char *text)
{
    size_t deep = 0, most = 0;
    for (; *text != '\0'; text++) {
        deep += *text == '{' ? 1 : 0;
        deep -= *text == '}' ? 1 : 0;
        most = deep > most ? deep : most;
    }
    return most;
}

/* Optional members end at a depth; another seed gives other values; the same seed the same. */
static void check_bounds(void)
{
    struct buf schema, out[3];
    struct given g;
    buf_init(&schema, CEILING_MIB);
    for (int i = 0; i < 20; i++)
        buf_text(&schema, "{\"type\":\"object\",\"properties\":{\"id\":{\"type\":\"integer\"},"
                          "\"uuid\":{\"type\":\"string\",\"format\":\"uuid\"},\"more\":");
    buf_text(&schema, "true");
    for (int i = 0; i < 20; i++)
        buf_text(&schema, "}}");
    given_open(&g, "3.1.0", NULL, schema.data);
    for (int i = 0; i < 3; i++) {
        struct schema_derive d = {.view = &g.view, .all = true, .seed = i == 0 ? 0 : 7};
        buf_init(&out[i], CEILING_MIB);
        UNIT_CHECK(schema_instance(&d, g.schema, "", &out[i]), "nothing was made");
    }
    UNIT_CHECK(depth_of(out[0].data) == SCHEMA_DERIVE_DEPTH + 1, "it is %zu deep",
               depth_of(out[0].data));
    UNIT_CHECK(strcmp(out[0].data, out[1].data) != 0, "another seed gives the same");
    UNIT_CHECK(strcmp(out[1].data, out[2].data) == 0, "the same seed gives something else");
    for (int i = 0; i < 3; i++)
        buf_free(&out[i]);
    given_close(&g);
    buf_free(&schema);
}

/* Descriptions and bodies that would take for ever, and an answer in no time: A0 to A40, each of the next. */
static const struct {
    const char *link, *last, *schema;
    enum schema_verdict verdict;
} bombs[] = {
    {"{\"anyOf\":[{\"$ref\":\"#/$defs/A%d\"},{\"$ref\":\"#/$defs/A%d\"}]}",
     "{\"type\":\"integer\",\"minimum\":5}", "{\"$ref\":\"#/$defs/A0\"}", SCHEMA_UNKNOWN},
    {"{\"allOf\":[{\"$ref\":\"#/$defs/A%d\"},{\"$ref\":\"#/$defs/A%d\"}]}", "{}",
     "{\"$ref\":\"#/$defs/A0\"}", SCHEMA_UNKNOWN},
    {"{\"allOf\":[{\"$ref\":\"#/$defs/A%d\"},{\"$ref\":\"#/$defs/A%d\"}],"
     "\"unevaluatedProperties\":{}}",
     "{}", "{\"$ref\":\"#/$defs/A0\"}", SCHEMA_UNKNOWN},
    {"{\"if\":{\"$ref\":\"#/$defs/A%d\"},\"then\":{\"$ref\":\"#/$defs/A%d\"}}", "{}",
     "{\"$ref\":\"#/$defs/A0\"}", SCHEMA_UNKNOWN},
    {"{\"not\":{\"allOf\":[{\"$ref\":\"#/$defs/A%d\"},{\"$ref\":\"#/$defs/A%d\"}]}}", "{}",
     "{\"$ref\":\"#/$defs/A0\"}", SCHEMA_UNKNOWN},
    {"{\"allOf\":[{\"$ref\":\"#/$defs/A%d\"}],\"x\":%d}", "{\"$ref\":\"#/$defs/A0\"}",
     "{\"$ref\":\"#/$defs/A0\"}", SCHEMA_UNKNOWN},
    {"{\"$dynamicAnchor\":\"a\",\"allOf\":[{\"$ref\":\"#/$defs/A%d\"}],\"x\":%d}",
     "{\"$dynamicRef\":\"#a\"}", "{\"$ref\":\"#/$defs/A0\"}", SCHEMA_UNKNOWN},
};

static void check_bombs(void)
{
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        struct buf defs, out;
        struct given g;
        buf_init(&defs, CEILING_MIB);
        buf_init(&out, CEILING_MIB);
        for (int n = 0; n < 40; n++) {
            const char *p = bombs[i].link;
            buf_format(&defs, "%s\"A%d\":", n == 0 ? "{" : ",", n);
            for (const char *at; (at = strstr(p, "%d")) != NULL; p = at + 2) {
                buf_add(&defs, p, (size_t)(at - p));
                buf_format(&defs, "%d", n + 1);
            }
            buf_text(&defs, p);
        }
        buf_format(&defs, ",\"A40\":%s}", bombs[i].last);
        given_open(&g, "3.1.0", defs.data, bombs[i].schema);
        struct schema_derive d = {.view = &g.view};
        enum schema_verdict verdict = schema_validate_text(&g.view, g.schema, "1", 1, true, NULL);
        UNIT_CHECK(verdict == bombs[i].verdict, "%s is %d", bombs[i].link, (int)verdict);
        schema_instance(&d, g.schema, "", &out);
        given_close(&g);
        buf_free(&defs);
        buf_free(&out);
    }
}

/* The deepest instance there can be, below a schema that leads back to itself at each step. */
static void check_deep(void)
{
    struct buf instance;
    struct given g;
    buf_init(&instance, CEILING_MIB);
    for (int i = 0; i < CEILING_DEPTH - 1; i++)
        buf_text(&instance, "{\"a\":");
    buf_char(&instance, '1');
    for (int i = 0; i < CEILING_DEPTH - 1; i++)
        buf_char(&instance, '}');
    given_open(&g, "3.1.0",
               "{\"A\":{\"properties\":{\"a\":{\"$ref\":\"#/$defs/A\"}},"
               "\"unevaluatedProperties\":false}}",
               "{\"$ref\":\"#/$defs/A\"}");
    enum schema_verdict verdict = schema_validate_text(&g.view, g.schema, instance.data,
                                                       instance.len, true, NULL);
    UNIT_CHECK(verdict == SCHEMA_VALID, "the deepest instance is %d", (int)verdict);
    given_close(&g);
    buf_free(&instance);
}

/* Large bodies: each row of work would take minutes if it were done. */
static void check_large(void)
{
    static const struct {
        const char *head, *member, *tail; /* of the schema; %d counts to 3,000 */
    } rows[] = {
        {"{\"allOf\":[", "{\"maxProperties\":%d}", "]}"},
        {"{\"required\":[", "\"m%d\"", "]}"},
        {"{\"patternProperties\":{", "\"^x%d$\":false", "}}"},
        {"{\"additionalProperties\":{\"enum\":[", "\"%d\"", "]}}"},
        {"{\"allOf\":[", "{\"const\":{\"a\":%d}}", "]}"},
        {"{\"not\":{\"dependentRequired\":{", "\"x%d\":[]", "}}}"},
    };
    struct buf instance, schema;
    buf_init(&instance, 8 * CEILING_MIB);
    buf_init(&schema, CEILING_MIB);
    for (int i = 0; i < 100000; i++)
        buf_format(&instance, "%s\"m%d\":%d", i == 0 ? "{" : ",", i, i);
    buf_char(&instance, '}');
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct given g;
        buf_reset(&schema);
        buf_text(&schema, rows[i].head);
        for (int n = 0; n < 3000; n++) {
            const char *at = strstr(rows[i].member, "%d");
            buf_format(&schema, "%s%.*s%d%s", n == 0 ? "" : ",", (int)(at - rows[i].member),
                       rows[i].member, 100000 - n, at + 2);
        }
        buf_text(&schema, rows[i].tail);
        given_open(&g, "3.1.0", NULL, schema.data);
        struct schema_report report;
        schema_validate_text(&g.view, g.schema, instance.data, instance.len, true, &report);
        UNIT_CHECK(g.view.cache->work < SCHEMA_VIEW_WORK / 2, "%s: %zu steps", rows[i].head,
                   g.view.cache->work);
        given_close(&g);
    }
    buf_free(&schema);
    buf_free(&instance);
}

int main(void)
{
    check_judged();
    check_told();
    check_derived();
    check_different();
    check_varied();
    check_named();
    check_tagged();
    check_bounds();
    check_bombs();
    check_deep();
    check_large();
    return unit_end();
}
