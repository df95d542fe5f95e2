#include "prompt.h"

#include "ceiling.h"
#include "jsonwrite.h"

static const char system_text[] =
    "You design test cases for one operation of an HTTP API. You get its description as JSON; "
    "schema "
    "references point into its $defs.\n"
    "Answer with one JSON object {\"cases\":[...]} and nothing else. Each case is an object:\n"
    "name, description: short, for a tester\n"
    "test_type: positive, negative or boundary\n"
    "priority: P0, P1 or P2\n"
    "method, path: exactly as given, {placeholders} kept\n"
    "path_params, query_params, headers, cookies: objects; left out when empty. Every placeholder "
    "of the path "
    "has its value in path_params\n"
    "body: the JSON body; left out when there is none\n"
    "status: the one status expected, a documented one wherever there is one\n"
    "violates: for a case that breaks a rule, "
    "{\"in\":\"body|query|path|header|cookie|auth|rule|state\","
    "\"pointer\":\"/a/b\",\"keyword\":\"maximum\"} or, for a rule that stands in a description, "
    "{\"in\":\"rule\",\"quote\":\"the words\"}; left out in a valid case\n"
    "preconditions, postconditions: arrays of texts, where needed\n"
    "Credentials are placeholders: Bearer ${AUTH_TOKEN}, ${API_KEY}, Basic ${BASIC_CREDENTIALS}.\n"
    "Cover valid requests, each documented error, bounds, and above all what no schema says: rules "
    "in the "
    "descriptions, dependencies between values, states and sequences. No two cases send the same "
    "request. "
    "Expect 401 only where security is required.";

static const char schema[] =
    "{\"type\":\"object\",\"properties\":{\"cases\":{\"type\":\"array\",\"items\":{"
    "\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\"},"
    "\"description\":{\"type\":\"string\"},"
    "\"test_type\":{\"enum\":[\"positive\",\"negative\",\"boundary\"]},"
    "\"priority\":{\"enum\":[\"P0\",\"P1\",\"P2\"]},"
    "\"method\":{\"type\":\"string\"},\"path\":{\"type\":\"string\"},"
    "\"path_params\":{\"type\":\"object\"},\"query_params\":{\"type\":\"object\"},"
    "\"headers\":{\"type\":\"object\"},\"cookies\":{\"type\":\"object\"},\"body\":{},"
    "\"status\":{\"type\":\"integer\"},\"violates\":{\"type\":\"object\"},"
    "\"preconditions\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}},"
    "\"postconditions\":{\"type\":\"array\",\"items\":{\"type\":\"string\"}}},"
    "\"required\":[\"name\",\"test_type\",\"method\",\"path\",\"status\"]}}},"
    "\"required\":[\"cases\"]}";

/* What a model needs to see of a record. */
static const char *const members[] = {"summary",   "description", "request",
                                      "responses", "security",    "$defs"};

static void describe(const struct record *r, struct buf *out)
{
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '{');
    for (size_t i = 0; i < sizeof members / sizeof *members; i++) {
        uint32_t value = record_get(r, members[i]);
        if (value == JSONTAPE_NONE)
            continue;
        jsonwrite_key(&w, members[i]);
        jsontape_write(&r->tape, value, &w);
    }
    jsonwrite_close(&w, '}');
}

static void ask(const struct record *r, const struct prompt_wish *wish, struct buf *out)
{
    jsontape_string(&r->tape, record_get(r, "method"), out);
    buf_char(out, ' ');
    jsontape_string(&r->tape, record_get(r, "path"), out);
    buf_char(out, '\n');
    describe(r, out);
    if (wish->cases > 0)
        buf_format(out, "\nWrite %lld cases.", wish->cases);
    if (wish->chinese)
        buf_text(out, "\nWrite names and descriptions in Chinese.");
}

static void message(struct jsonwrite *w, const char *role, const char *text, size_t len)
{
    jsonwrite_open(w, '{');
    jsonwrite_member(w, "role", role);
    jsonwrite_key(w, "content");
    jsonwrite_bytes(w, text, len);
    jsonwrite_close(w, '}');
}

void prompt_messages(const struct record *r, const struct prompt_wish *wish, struct buf *out)
{
    struct buf question;
    buf_init(&question, CEILING_LINE);
    ask(r, wish, &question);
    struct jsonwrite w = jsonwrite_to(out);
    jsonwrite_open(&w, '[');
    message(&w, "system", system_text, sizeof system_text - 1);
    message(&w, "user", question.data, question.len);
    out->over = out->over || buf_over(&question);
    jsonwrite_close(&w, ']');
    buf_free(&question);
}

const char *prompt_schema(void)
{
    return schema;
}
