/*
 * answer: what a model may have written, through cc-call's repair, the whole of its reading of answers, and the judging
 * of the cases in them.
 */
#include "../../cmd/cc-call/answer/answer.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../../cmd/cc-call/answer/naming.h"
#include "../../cmd/cc-call/answer/repair.h"
#include "../../cmd/cc-call/verify.h"
#include "ceiling.h"
#include "mem.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static void demand(bool so, const char *what)
{
    if (so)
        return;
    fprintf(stderr, "%s\n", what);
    abort();
}

static bool is_same(const struct buf *a, const struct buf *b)
{
    return a->len == b->len && memcmp(a->data, b->data, a->len) == 0;
}

/* Repaired text is JSON, or nothing, and is not changed when it is repaired again. */
static void check_repair(const char *text, size_t at, size_t len)
{
    struct buf once, twice;
    struct jsontape tape;
    buf_init(&once, CEILING_LINE);
    buf_init(&twice, CEILING_LINE);
    jsontape_init(&tape);
    struct repair r = repair_value(text, at, len, &once);
    demand(r.end > at && r.end <= len && r.whole <= once.len, "places that are none");
    demand(r.broken || r.whole == once.len, "a whole value that is not");
    if (once.len > 0) {
        demand(jsontape_read(&tape, once.data, once.len, NULL) == 0, "repaired, and no JSON");
        demand(!repair_value(once.data, 0, once.len, &twice).broken, "repaired, and broken");
        demand(is_same(&once, &twice), "repaired again, and changed");
    }
    jsontape_free(&tape);
    buf_free(&once);
    buf_free(&twice);
}

/* Valid JSON is repaired to itself, without its white space. */
static void check_valid(const struct jsontape *t)
{
    const size_t at = t->node[0].at;
    struct buf repaired, plain;
    if (jsontape_kind(t, 0) != '{' && jsontape_kind(t, 0) != '[')
        return;
    buf_init(&repaired, CEILING_LINE);
    buf_init(&plain, CEILING_LINE);
    demand(!repair_value(t->text, at, t->len, &repaired).broken, "valid, and broken");
    jsontape_copy(t, 0, &plain);
    demand(is_same(&repaired, &plain), "valid, and changed");
    buf_free(&repaired);
    buf_free(&plain);
}

/* The members of a case have the bytes that they had. */
static void check_case(const struct jsontape *t, uint32_t n, const struct jsontape *out, uint32_t m)
{
    struct jsontape_walk in = jsontape_walk(t, n), written = jsontape_walk(out, m);
    while (jsontape_step(t, &in)) {
        size_t a, b;
        demand(jsontape_step(out, &written), "a member is missing");
        const char *had = jsontape_raw(t, in.value, &a);
        const char *has = jsontape_raw(out, written.value, &b);
        demand(a == b && memcmp(had, has, a) == 0, "the value of a member has changed");
    }
    demand(!jsontape_step(out, &written), "there is one more member");
}

/* A list of nothing but cases. */
static uint32_t list_of(const struct jsontape *t)
{
    uint32_t list = jsontape_kind(t, 0) == '[' ? 0 : jsontape_get(t, 0, "cases");
    if (list != 0 && (jsontape_size(t, 0) != 1 || jsontape_kind(t, list) != '['))
        return JSONTAPE_NONE;
    for (struct jsontape_walk w = jsontape_walk(t, list); jsontape_step(t, &w);) {
        static const char *const lists[] = {"cases", "test_cases",     "testCases", "testcases",
                                            "tests", "test_case_list", "scenarios"};
        if (!naming_is_case(t, w.value))
            return JSONTAPE_NONE;
        for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
            for (struct jsontape_walk m = jsontape_walk(t, w.value); jsontape_step(t, &m);)
                if (jsontape_is(t, m.key, lists[i]))
                    return JSONTAPE_NONE;
    }
    return list;
}

static void check_cases(const struct jsontape *t, bool read, const struct answer *a)
{
    uint32_t list = list_of(t);
    if (list == JSONTAPE_NONE)
        return;
    demand(read == (jsontape_size(t, list) > 0), "cases that are not found");
    if (!read)
        return;
    demand(!a->cut, "valid, and cut");
    struct jsontape_walk out = jsontape_walk(&a->tape, a->cases);
    for (struct jsontape_walk in = jsontape_walk(t, list); jsontape_step(t, &in);) {
        demand(jsontape_step(&a->tape, &out), "a case is missing");
        check_case(t, in.value, &a->tape, out.value);
    }
    demand(!jsontape_step(&a->tape, &out), "there is one more case");
}

static const char operation[] =
    "{\"id\":\"PUT /a/{b}\",\"method\":\"PUT\",\"path\":\"/a/{b}\",\"description\":\"A b is "
    "one\",\"request\":{\"parameters\":[{\"name\":\"b\",\"in\":\"path\",\"required\":true,"
    "\"schema\":{\"type\":\"integer\"}},{\"name\":\"q\",\"in\":\"query\",\"schema\":{\"type\":"
    "\"array\",\"items\":{\"type\":\"boolean\"}}}],\"body\":{\"content\":{\"application/json\":{"
    "\"schema\":{\"required\":[\"n\"],\"properties\":{\"n\":{\"anyOf\":[{\"type\":\"string\","
    "\"maxLength\":3},{\"type\":\"null\"}]}}}}}}},\"responses\":{\"200\":{},\"422\":{}},"
    "\"security\":[[{\"type\":\"apiKey\",\"in\":\"query\",\"name\":\"k\"}]]}";

/* Each case is accepted or refused, and both lists are JSON. */
static void check_judging(const struct answer *a)
{
    struct record r;
    struct verify v;
    struct jsontape tape;
    jsontape_init(&tape);
    demand(record_read(&r, operation, sizeof operation - 1, NULL) == 0, "the operation");
    verify_answer(&v, &r, a, "fuzz");
    demand(v.accepted + v.refused == jsontape_size(&a->tape, a->cases), "a case is neither");
    demand(jsontape_read(&tape, v.cases.data, v.cases.len, NULL) == 0 &&
               jsontape_size(&tape, 0) == v.accepted,
           "cases that are no JSON");
    demand(jsontape_read(&tape, v.rejected.data, v.rejected.len, NULL) == 0,
           "refused cases that are no JSON");
    verify_free(&v);
    jsontape_free(&tape);
    record_free(&r);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct answer a;
    struct diag_error err = {""};
    struct jsontape whole;
    char *text = mem_copy((const char *)bytes, size); /* of its exact size, but for the NUL */
    const size_t len = strlen(text), at = strcspn(text, "{[");
    jsontape_init(&whole);
    const bool valid = jsontape_read(&whole, text, len, NULL) == 0;
    const bool read = answer_read(&a, text, &err) == 0;
    demand(read || err.text[0] != '\0', "an error without a message");
    demand(!read || (jsontape_kind(&a.tape, a.cases) == '[' && jsontape_size(&a.tape, a.cases) > 0),
           "an answer without cases");
    if (at < len)
        check_repair(text, at, len);
    if (valid) {
        check_valid(&whole);
        check_cases(&whole, read, &a);
    }
    if (read) {
        check_judging(&a);
        answer_free(&a);
    }
    jsontape_free(&whole);
    free(text);
    return 0;
}
