/* cc-call's openai: what is asked, and what is taken of chunks in every shape they come in. */
#include "../../cmd/cc-call/wire/openai.h"

#include <string.h>

#include "ceiling.h"
#include "unit.h"

/*
 * Chunks, one a line, and what the reply is after them, as taken() writes it: content, finish, thought, the tokens
 * of prompt, completion, cache and thinking; behind that which of the chunks brought the answer on.
 */
static const struct {
    const char *name, *chunks, *taken, *moved;
} answers[] = {
    {"whole",
     "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\\nb\"},"
     "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":2,"
     "\"total_tokens\":7}}",
     "'a\nb' stop 5 2 - -", "1"},
    {"a stream of llama.cpp",
     "{\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"role\":\"assistant\","
     "\"content\":null}}]}\n"
     "{\"choices\":[{\"finish_reason\":null,\"index\":0,\"delta\":{\"content\":\"a\"}}]}\n"
     "{\"choices\":[{\"finish_reason\":\"length\",\"index\":0,\"delta\":{}}]}\n"
     "{\"choices\":[],\"usage\":{\"completion_tokens\":3,\"prompt_tokens\":9},\"timings\":{}}",
     "'a' length 9 3 - -", "0111"},
    {"nothing of an answer",
     "{}\n{\"choices\":null}\n{\"choices\":[]}\n{\"choices\":[null]}\n{\"choices\":[1]}\n"
     "{\"choices\":{}}\n{\"choices\":\"x\"}\n{\"choices\":[{}]}\n{\"choices\":[{\"delta\":null}]}\n"
     "{\"choices\":[{\"delta\":{\"content\":null},\"finish_reason\":null}]}\n"
     "{\"choices\":[{\"delta\":{\"content\":\"\"},\"finish_reason\":\"\"}],\"usage\":null}\n"
     "{\"error\":null,\"choices\":[]}\n{\"error\":null}",
     "'' - - - - -", "0000000000000"},
    {"an empty finish_reason is none, and a later one counts",
     "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"\"}]}\n"
     "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n"
     "{\"choices\":[{\"delta\":{},\"finish_reason\":null}]}\n"
     "{\"choices\":[{\"delta\":{},\"finish_reason\":\"\"}]}",
     "'a' stop - - - -", "1100"},
    {"thinking, by its older name",
     "{\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\",\"content\":null}}]}\n"
     "{\"choices\":[{\"delta\":{\"reasoning_content\":\"\",\"content\":\"a\"}}]}",
     "'a' - thought - - - -", "11"},
    {"thinking, by its newer name", "{\"choices\":[{\"delta\":{\"reasoning\":\"hm\"}}]}",
     "'' - thought - - - -", "1"},
    {"no thinking", "{\"choices\":[{\"delta\":{\"reasoning\":null,\"reasoning_content\":\"\"}}]}",
     "'' - - - - -", "0"},
    {"thinking, whole",
     "{\"choices\":[{\"message\":{\"content\":\"a\",\"reasoning_content\":\"hm\"},"
     "\"finish_reason\":\"stop\"}]}",
     "'a' stop thought - - - -", "1"},
    {"a delta that is null beside a message",
     "{\"choices\":[{\"delta\":null,\"message\":{\"content\":\"a\"}}]}", "'a' - - - - -", "1"},
    {"the first choice alone",
     "{\"choices\":[{\"delta\":{\"content\":\"a\"}},{\"delta\":{\"content\":\"b\"},"
     "\"finish_reason\":\"stop\"}]}",
     "'a' - - - - -", "1"},
    {"usage beside an empty list of choices",
     "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2,"
     "\"prompt_tokens_details\":{\"cached_tokens\":3},"
     "\"completion_tokens_details\":{\"reasoning_tokens\":4}}}",
     "'' - 1 2 3 4", "1"},
    {"usage beside no choices", "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":0}}",
     "'' - 1 0 - -", "1"},
    {"usage beside the finish_reason",
     "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
     "\"completion_tokens\":2,\"cached_tokens\":3}}",
     "'' stop 1 2 3 -", "1"},
    {"usage inside the last choice",
     "{\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\",\"usage\":{\"prompt_tokens\":1,"
     "\"completion_tokens\":2,\"cached_tokens\":3}}]}",
     "'' stop 1 2 3 -", "1"},
    {"usage inside a choice with content",
     "{\"choices\":[{\"delta\":{\"content\":\"a\"},\"usage\":{\"prompt_tokens\":1,"
     "\"completion_tokens\":2}}]}",
     "'a' - 1 2 - -", "1"},
    {"usage inside a choice alone",
     "{\"choices\":[{\"delta\":{},\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}]}",
     "'' - 1 2 - -", "1"},
    {"usage that is null behind one that is not",
     "{\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n{\"choices\":[],\"usage\":null}",
     "'' - 1 2 - -", "10"},
    {"usage that grows",
     "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}\n"
     "{\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":9}}",
     "'' - 1 9 - -", "11"},
    {"the cache as DeepSeek tells it",
     "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"prompt_cache_hit_tokens\":4,"
     "\"prompt_cache_miss_tokens\":5}}",
     "'' - 9 2 4 -", "1"},
    {"the cache as Kimi tells it, twice",
     "{\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2,\"cached_tokens\":4,"
     "\"prompt_tokens_details\":{\"cached_tokens\":4,\"cache_write_tokens\":1}}}",
     "'' - 9 2 4 - kept 1", "1"},
    {"usage of other kinds",
     "{\"usage\":{\"prompt_tokens\":\"1\",\"completion_tokens\":null,"
     "\"prompt_tokens_details\":null,\"completion_tokens_details\":[]}}",
     "'' - - - - -", "1"},
    {"content of other kinds",
     "{\"choices\":[{\"message\":{\"content\":[{\"type\":\"text\",\"text\":\"a\"}]},"
     "\"finish_reason\":7}]}",
     "'' - - - - -", "0"},
    {"a code beside choices is no error",
     "{\"code\":0,\"choices\":[{\"delta\":{\"content\":\"a\"}}]}", "'a' - - - - -", "1"},
    {"escapes", "{\"choices\":[{\"delta\":{\"content\":\"\\u00e9\\ud83d\\ude00\\\"\"}}]}",
     "'\xc3\xa9\xf0\x9f\x98\x80\"' - - - - -", "1"},
};

static void add_count(struct buf *out, long long count)
{
    if (count < 0)
        buf_text(out, " -");
    else
        buf_format(out, " %lld", count);
}

static void taken(const struct reply *r, struct buf *out)
{
    buf_format(out, "'%s' %s%s", r->content.data, r->finish != NULL ? r->finish : "-",
               r->thought ? " thought" : "");
    add_count(out, r->prompt);
    add_count(out, r->completion);
    add_count(out, r->cached);
    add_count(out, r->reasoning);
    if (r->cache_write >= 0)
        buf_format(out, " kept %lld", r->cache_write);
}

/* Takes the chunks; moved gets a digit for each: whether it brought the answer on. */
static void take_all(const struct provider *p, const char *chunks, struct reply *r,
                     struct buf *moved)
{
    struct jsontape t;
    struct diag_error err = {""};
    jsontape_init(&t);
    for (const char *at = chunks; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        UNIT_CHECK(jsontape_read(&t, at, len, &err) == 0, "%.*s: %s", (int)len, at, err.text);
        buf_char(moved, openai_take(p, &t, r) ? '1' : '0');
        at += len + (at[len] == '\n');
    }
    jsontape_free(&t);
}

static void check_answer(size_t i)
{
    struct provider p = {.vendor = vendor_find("glm")};
    struct reply r;
    struct buf moved, out;
    reply_init(&r);
    buf_init(&moved, CEILING_TEXT);
    buf_init(&out, CEILING_TEXT);
    take_all(&p, answers[i].chunks, &r, &moved);
    taken(&r, &out);
    UNIT_CHECK(strcmp(out.data, answers[i].taken) == 0, "%s: %s", answers[i].name, out.data);
    UNIT_CHECK(strcmp(moved.data, answers[i].moved) == 0, "%s: moved on by %s", answers[i].name,
               moved.data);
    UNIT_CHECK(!r.refused && r.message == NULL, "%s is no error: %s", answers[i].name,
               r.message != NULL ? r.message : "");
    buf_free(&out);
    buf_free(&moved);
    reply_free(&r);
}

/* Errors in every shape, and what of them is kept; NULL: no code. */
static const struct {
    const char *body, *code, *message;
} errors[] = {
    {"{\"error\":{\"code\":\"1302\",\"message\":\"slow\"}}", "1302", "slow"},
    {"{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":\"c\"},\"request_id\":"
     "\"r\"}",
     "c", "m"},
    {"{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}", "t", "m"},
    {"{\"error\":{\"message\":\"m\",\"type\":\"t\",\"code\":404}}", "404", "m"},
    {"{\"error\":{\"message\":\"m\",\"type\":\"t\"}}", "t", "m"},
    {"{\"error\":{\"message\":\"m\"}}", NULL, "m"},
    {"{\"error\":{\"message\":\"m\"},\"choices\":[{\"delta\":{\"content\":\"a\"}}]}", NULL, "m"},
    {"{\"object\":\"error\",\"message\":\"m\",\"type\":\"NotFoundError\",\"param\":null,\"code\":"
     "404}",
     "404", "m"},
    {"{\"object\":\"error\",\"message\":\"m\",\"type\":\"NotFoundError\"}", "NotFoundError", "m"},
    {"{\"code\":\"InvalidParameter\",\"message\":\"m\",\"request_id\":\"r\"}", "InvalidParameter",
     "m"},
    {"{\"code\":1000,\"msg\":\"m\",\"success\":false}", "1000", "m"},
    {"{\"error\":\"m\"}", NULL, "m"},
    {"{\"error\":{\"code\":\"1305\"}}", "1305", "status 200 without a message"},
    {"{\"error\":{\"code\":\"1305\",\"message\":null}}", "1305", "status 200 without a message"},
    {"{\"error\":{}}", NULL, "status 200 without a message"},
    {"{\"error\":{\"message\":{\"a\":1},\"code\":[1],\"type\":true}}", NULL,
     "status 200 without a message"},
};

static void check_error(size_t i)
{
    struct provider p = {.vendor = vendor_find("glm")};
    struct reply r;
    struct buf moved;
    reply_init(&r);
    r.http = 200;
    buf_init(&moved, CEILING_TEXT);
    take_all(&p, errors[i].body, &r, &moved);
    UNIT_CHECK(r.refused && strcmp(moved.data, "1") == 0, "%s is an error", errors[i].body);
    UNIT_CHECK(r.class != OUTCOME_OK && r.message != NULL &&
                   strcmp(r.message, errors[i].message) == 0,
               "%s says %s", errors[i].body, r.message != NULL ? r.message : "nothing");
    UNIT_CHECK((r.code == NULL) == (errors[i].code == NULL) &&
                   (r.code == NULL || strcmp(r.code, errors[i].code) == 0),
               "%s has the code %s", errors[i].body, r.code != NULL ? r.code : "-");
    UNIT_CHECK(r.content.len == 0 && r.finish == NULL, "%s is no answer", errors[i].body);
    buf_free(&moved);
    reply_free(&r);
}

/* What is asked of whom; the messages are [7], the schema {"type":"object"}. */
static const struct {
    const char *vendor, *server, *json;
    double temperature;
    struct form form;
} requests[] = {
    {"glm",
     NULL,
     "{\"model\":\"m\",\"messages\":[7],\"stream\":true,\"stream_options\":{\"include_usage\":true}"
     ",\"max_tokens\":100,\"temperature\":0.70,\"thinking\":{\"type\":\"disabled\"},"
     "\"response_format\":{\"type\":\"json_object\"}}",
     0.7,
     {VENDOR_JSON_OBJECT, true, true, true, true, 0}},
    {"glm",
     NULL,
     "{\"model\":\"m\",\"messages\":[7],\"stream\":false,\"max_tokens\":100}",
     0.7,
     {VENDOR_TEXT, false, true, false, false, 0}},
    {"qwen",
     NULL,
     "{\"model\":\"m\",\"messages\":[7],\"stream\":true,\"max_tokens\":100,"
     "\"enable_thinking\":false}",
     1,
     {VENDOR_TEXT, true, false, true, false, 0}},
    {"kimi",
     NULL,
     "{\"model\":\"m\",\"messages\":[7],\"stream\":true,\"stream_options\":{\"include_usage\":true}"
     ",\"max_completion_tokens\":100,\"thinking\":{\"type\":\"disabled\"}}",
     -1,
     {VENDOR_TEXT, true, true, true, false, 0}},
    {"local",
     "llamacpp",
     "{\"model\":\"m\",\"messages\":[7],\"stream\":false,\"max_tokens\":100,\"temperature\":0.00,"
     "\"chat_template_kwargs\":{\"enable_thinking\":false},\"response_format\":{\"type\":"
     "\"json_schema\",\"json_schema\":{\"name\":\"cases\",\"schema\":{\"type\":\"object\"}},"
     "\"schema\":{\"type\":\"object\"}}}",
     0,
     {VENDOR_JSON_SCHEMA, false, true, true, true, 0}},
    {"deepseek",
     NULL,
     "{\"model\":\"m\",\"messages\":[7],\"stream\":false,\"max_tokens\":100,\"temperature\":1.99}",
     1.99,
     {VENDOR_TEXT, false, true, false, true, 0}},
};

static void check_request(size_t i)
{
    const struct vendor *v = vendor_find(requests[i].vendor);
    char model[] = "m", base_url[] = "http://h/v1";
    struct provider p = {
        .vendor = requests[i].server != NULL ? vendor_serving(v, requests[i].server) : v,
        .base_url = base_url,
        .model = model,
        .max_tokens = 100,
        .temperature = requests[i].temperature};
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    openai_request(&p, &requests[i].form, "[7]", 3, "{\"type\":\"object\"}", &out);
    UNIT_CHECK(strcmp(out.data, requests[i].json) == 0, "%s: %s", requests[i].vendor, out.data);
    buf_reset(&out);
    openai_request(&p, &requests[i].form, "[7]", 3, NULL, &out);
    UNIT_CHECK(strstr(out.data, "response_format") == NULL, "%s: no schema, no format",
               requests[i].vendor);
    buf_reset(&out);
    openai_url(&p, &out);
    UNIT_CHECK(strcmp(out.data, "http://h/v1/chat/completions") == 0, "%s", out.data);
    buf_free(&out);
}

int main(void)
{
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++)
        check_answer(i);
    for (size_t i = 0; i < sizeof errors / sizeof *errors; i++)
        check_error(i);
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
        check_request(i);
    return unit_end();
}
