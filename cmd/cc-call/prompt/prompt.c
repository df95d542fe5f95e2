#include "prompt/prompt.h"

#include <stdio.h>
#include <stdlib.h>

#include "ceiling.h"
#include "jsonwrite.h"
#include "prompt/sketch.h"
#include "prompt/template.h"
#include "prompt/wanted.h"

static const char system_text[] =
    "You design test cases for one operation of an HTTP API. It is described in short notation: "
    "name?: may be missing; string(1..50), integer(0..), [T](1..5): length, value, count; /re/ "
    "pattern; A|B one of these; A & B all; closed: no other members; =x default; eg x example; # "
    "note; Name: defined below.\n"
    "Answer with one JSON object {\"cases\":[...]}, nothing else. A case is an object:\n"
    "name, description: short, for a tester\n"
    "test_type: positive, negative or boundary\n"
    "technique: happy_required, happy_full, dependency, business_rule, state, sequence, "
    "unknown_resource, boundary_in, boundary_out, unicode or injection, where one fits\n"
    "priority: P0, P1 or P2; most important first\n"
    "method, path: exactly as given, {placeholders} kept\n"
    "path_params, query_params, headers, cookies: objects of values; left out when empty. Every "
    "placeholder has its value in path_params\n"
    "body: the JSON body; left out when there is none\n"
    "content_type: only where it is another\n"
    "status: the one expected, a documented one wherever there is one\n"
    "violates: only where the case breaks something, one thing: {\"in\":\"body|query|path|header|"
    "cookie\",\"pointer\":\"/a/b\",\"keyword\":\"maximum\"}; a rule: {\"in\":\"rule\",\"quote\":"
    "\"words of the description, copied exactly\"}; what is there or came before: "
    "{\"in\":\"state\"}, never without preconditions; {\"in\":\"auth|media|method\"}\n"
    "preconditions, postconditions: arrays of texts, where needed\n"
    "Credentials are placeholders: Bearer ${AUTH_TOKEN}, ${API_KEY}, Basic ${BASIC_CREDENTIALS}; "
    "left out or wrong where in is auth. Expect 401 or 403 only where auth is asked for.\n"
    "A program writes the cases that break one constraint of a schema, miss a required value or "
    "have a wrong type; of those write only the telling ones. Above all write what no schema says: "
    "rules in the words of the description, dependencies between values, states and sequences "
    "(404, 409, deleted, expired), realistic values of the domain, and each documented error. No "
    "two cases send the same request.";

static const char schema[] =
    "{\"type\":\"object\",\"properties\":{\"cases\":{\"type\":\"array\",\"items\":{"
    "\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
    "\"description\":{\"type\":\"string\"},"
    "\"test_type\":{\"enum\":[\"positive\",\"negative\",\"boundary\"]},"
    "\"technique\":{\"type\":\"string\"},"
    "\"priority\":{\"enum\":[\"P0\",\"P1\",\"P2\"]},"
    "\"method\":{\"type\":\"string\"},\"path\":{\"type\":\"string\"},"
    "\"path_params\":{\"type\":\"object\"},\"query_params\":{\"type\":\"object\"},"
    "\"headers\":{\"type\":\"object\"},\"cookies\":{\"type\":\"object\"},\"body\":{},"
    "\"content_type\":{\"type\":\"string\"},\"status\":{\"type\":\"integer\"},"
    "\"violates\":{\"type\":\"object\",\"properties\":{\"in\":{\"enum\":[\"body\",\"query\","
    "\"path\",\"header\",\"cookie\",\"auth\",\"media\",\"method\",\"rule\",\"state\"]},"
    "\"pointer\":{\"type\":\"string\"},\"keyword\":{\"type\":\"string\"},"
    "\"quote\":{\"type\":\"string\"}},\"required\":[\"in\"]},"
    "\"preconditions\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
    "\"postconditions\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},"
    "\"required\":[\"name\",\"test_type\",\"method\",\"path\",\"status\"]}}},"
    "\"required\":[\"cases\"]}";

static void ask(const struct record *r, const struct prompt_wish *wish, struct buf *out)
{
    struct wanted w = wanted_cases(r, wish->cases);
    sketch_write(r, out);
    buf_format(out, "Write %s%d cases: %d positive, %d negative, %d boundary.",
               wish->cases > 0 ? "" : "about ", wanted_sum(&w), w.positive, w.negative, w.boundary);
    if (wish->chinese)
        buf_text(out, " Names and descriptions in Chinese.");
}

/* Fills one text of a person's own prompt. */
static void fill(const char *text, const struct record *r, const struct prompt_wish *wish,
                 struct buf *out)
{
    enum { DIGITS = 24 };
    struct wanted w = wanted_cases(r, wish->cases);
    struct buf operation;
    buf_init(&operation, CEILING_LINE);
    sketch_write(r, &operation);
    char *method = record_text(r, "method"), *path = record_text(r, "path");
    char cases[DIGITS], positive[DIGITS], negative[DIGITS], boundary[DIGITS];
    snprintf(cases, DIGITS, "%d", wanted_sum(&w));
    snprintf(positive, DIGITS, "%d", w.positive);
    snprintf(negative, DIGITS, "%d", w.negative);
    snprintf(boundary, DIGITS, "%d", w.boundary);
    const struct template_place place[] = {{"operation", operation.data},
                                           {"method", method != NULL ? method : ""},
                                           {"path", path != NULL ? path : ""},
                                           {"cases", cases},
                                           {"positive", positive},
                                           {"negative", negative},
                                           {"boundary", boundary},
                                           {"lang", wish->chinese ? "Chinese" : "English"},
                                           {"schema", schema},
                                           {NULL, NULL}};
    template_fill(text, place, out);
    free(path);
    free(method);
    buf_free(&operation);
}

void prompt_message(struct jsonwrite *w, const char *role, const struct buf *text)
{
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "role", role);
    jsonwrite_key(w, "content");
    jsonwrite_bytes(w, text->data, text->len);
    jsonwrite_close(w, '}');
    w->out->over = w->out->over || buf_over(text);
}

void prompt_messages(const struct record *r, const struct prompt_wish *wish, struct buf *out)
{
    struct buf first, question;
    buf_init(&first, CEILING_LINE);
    buf_init(&question, CEILING_LINE);
    if (wish->own != NULL)
        fill(wish->own->system, r, wish, &first);
    else
        buf_add(&first, system_text, sizeof system_text - 1);
    if (wish->own != NULL && wish->own->user != NULL)
        fill(wish->own->user, r, wish, &question);
    else
        ask(r, wish, &question);
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '[');
    if (first.len > 0)
        prompt_message(&w, "system", &first);
    prompt_message(&w, "user", &question);
    jsonwrite_close(&w, ']');
    buf_free(&question);
    buf_free(&first);
}

long long prompt_wanted(const struct record *r, const struct prompt_wish *wish)
{
    struct wanted w = wanted_cases(r, wish->cases);
    bool said = wish->own == NULL || wish->cases > 0 || template_counts(wish->own);
    return said ? wanted_sum(&w) : 0;
}

const char *prompt_schema(void)
{
    return schema;
}
