/* cc-call's ollama: what is asked, and what is taken of its lines. */
#include "../../cmd/cc-call/wire/ollama.h"

#include <string.h>

#include "ceiling.h"
#include "unit.h"

/* Lines, and what the reply is after them: content, finish, thought, tokens of prompt and completion; behind that
 * which of the lines brought the answer on. */
static const struct {
    const char *name, *lines, *taken, *moved;
} answers[] = {
    {"a stream",
     "{\"model\":\"llama3.2\",\"created_at\":\"2026-08-21T17:15:24.097767Z\",\"message\":{\"role\":"
     "\"assistant\",\"content\":\"The\"},\"done\":false}\n"
     "{\"model\":\"llama3.2\",\"message\":{\"role\":\"assistant\",\"content\":\" sky\"},\"done\":"
     "false}\n"
     "{\"model\":\"llama3.2\",\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,"
     "\"done_reason\":\"stop\",\"total_duration\":4883583458,\"prompt_eval_count\":26,"
     "\"eval_count\":282}",
     "'The sky' stop 26 282", "111"},
    {"the last line may have content",
     "{\"message\":{\"content\":\"a\"},\"done\":false}\n"
     "{\"message\":{\"content\":\"!\"},\"done\":true,\"done_reason\":\"length\",\"eval_count\":2}",
     "'a!' length -1 2", "11"},
    {"thinking first",
     "{\"message\":{\"role\":\"assistant\",\"content\":\"\",\"thinking\":\"hm\"},\"done\":false}\n"
     "{\"message\":{\"role\":\"assistant\",\"content\":\"a\"},\"done\":false}",
     "'a' - thought -1 -1", "11"},
    {"lines that bring nothing",
     "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":false}\n"
     "{\"message\":{\"content\":null,\"images\":null},\"done\":false}\n{\"message\":null}\n{}\n"
     "{\"done\":null}\n{\"done\":\"true\"}\n{\"message\":{\"thinking\":\"\"}}\n{\"error\":null}",
     "'' - -1 -1", "00000000"},
    {"not through without done", "{\"message\":{\"content\":\"a\"},\"done_reason\":\"stop\"}",
     "'a' - -1 -1", "1"},
    {"whole, of an older server without a reason",
     "{\"message\":{\"content\":\"a\",\"images\":null},\"done\":true,\"eval_count\":1}",
     "'a' stop -1 1", "1"},
    {"the end of the model was lost",
     "{\"message\":{\"content\":\"a\"},\"done\":false}\n{\"message\":{\"content\":\"\"},\"done\":"
     "true}",
     "'a' - -1 -1", "11"},
    {"a prompt from the cache", "{\"done\":true,\"done_reason\":\"stop\",\"eval_count\":1}",
     "'' stop -1 1", "1"},
    {"a model that was loaded",
     "{\"message\":{\"role\":\"assistant\",\"content\":\"\"},\"done\":true,\"done_reason\":"
     "\"load\"}",
     "'' load -1 -1", "1"},
};

/* Takes the lines; moved gets a digit for each: whether it brought the answer on. */
static void take_all(const struct provider *p, const char *lines, struct reply *r,
                     struct buf *moved)
{
    struct jsontape t;
    struct diag_error err = {""};
    jsontape_init(&t);
    for (const char *at = lines; *at != '\0';) {
        size_t len = strcspn(at, "\n");
        UNIT_CHECK(jsontape_read(&t, at, len, &err) == 0, "%.*s: %s", (int)len, at, err.text);
        buf_char(moved, ollama_take(p, &t, r) ? '1' : '0');
        at += len + (at[len] == '\n');
    }
    jsontape_free(&t);
}

static void check_answer(size_t i)
{
    struct provider p = {.vendor = vendor_find("local")};
    struct reply r;
    struct buf moved, out;
    reply_init(&r);
    buf_init(&moved, CEILING_TEXT);
    buf_init(&out, CEILING_TEXT);
    take_all(&p, answers[i].lines, &r, &moved);
    buf_format(&out, "'%s' %s%s %lld %lld", r.content.data, r.finish != NULL ? r.finish : "-",
               r.thought ? " thought" : "", r.prompt, r.completion);
    UNIT_CHECK(strcmp(out.data, answers[i].taken) == 0, "%s: %s", answers[i].name, out.data);
    UNIT_CHECK(strcmp(moved.data, answers[i].moved) == 0, "%s: moved on by %s", answers[i].name,
               moved.data);
    UNIT_CHECK(!r.refused && r.message == NULL, "%s is no error", answers[i].name);
    buf_free(&out);
    buf_free(&moved);
    reply_free(&r);
}

static const struct {
    const char *body, *message;
} errors[] = {
    {"{\"error\":\"model 'x' not found\"}", "model 'x' not found"},
    {"{\"error\":\"an error was encountered while running the model\"}",
     "an error was encountered while running the model"},
    {"{\"error\":{\"message\":\"m\",\"type\":\"api_error\",\"param\":null,\"code\":null}}", "m"},
    {"{\"error\":\"m\",\"done\":true,\"done_reason\":\"stop\"}", "m"},
    {"{\"error\":\"unauthorized\",\"signin_url\":\"https://ollama.com/connect\"}", "unauthorized"},
};

/* An error in the midst of an answer, whose content stays as it was. */
static void check_error(size_t i)
{
    struct provider p = {.vendor = vendor_find("local")};
    struct reply r;
    struct buf moved, lines;
    reply_init(&r);
    r.http = 200;
    buf_init(&moved, CEILING_TEXT);
    buf_init(&lines, CEILING_TEXT);
    buf_format(&lines, "{\"message\":{\"content\":\"a\"},\"done\":false}\n%s", errors[i].body);
    take_all(&p, lines.data, &r, &moved);
    UNIT_CHECK(r.refused && strcmp(r.message, errors[i].message) == 0, "%s says %s", errors[i].body,
               r.message != NULL ? r.message : "nothing");
    UNIT_CHECK(r.class != OUTCOME_OK && r.finish == NULL && strcmp(r.content.data, "a") == 0 &&
                   strcmp(moved.data, "11") == 0,
               "%s ends it", errors[i].body);
    buf_free(&lines);
    buf_free(&moved);
    reply_free(&r);
}

/* The messages are [7], the schema {"type":"object"}. */
static const struct {
    struct form form;
    const char *json;
} requests[] = {
    {{VENDOR_JSON_SCHEMA, true, true, true, true, 8192},
     "{\"model\":\"m\",\"messages\":[7],\"stream\":true,\"truncate\":false,\"think\":false,"
     "\"format\":{\"type\":\"object\"},\"options\":{\"num_predict\":100,\"num_ctx\":8192,"
     "\"temperature\":0.20}}"},
    {{VENDOR_JSON_OBJECT, false, false, false, false, 16384},
     "{\"model\":\"m\",\"messages\":[7],\"stream\":false,\"truncate\":false,\"format\":\"json\","
     "\"options\":{\"num_predict\":100,\"num_ctx\":16384}}"},
    {{VENDOR_TEXT, true, false, false, false, 8192},
     "{\"model\":\"m\",\"messages\":[7],\"stream\":true,\"truncate\":false,"
     "\"options\":{\"num_predict\":100,\"num_ctx\":8192}}"},
};

static void check_request(size_t i)
{
    char model[] = "m", base_url[] = "http://h:11434";
    struct provider p = {.vendor = vendor_find("local"),
                         .base_url = base_url,
                         .model = model,
                         .max_tokens = 100,
                         .temperature = 0.2};
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    ollama_request(&p, &requests[i].form, "[7]", 3, "{\"type\":\"object\"}", &out);
    UNIT_CHECK(strcmp(out.data, requests[i].json) == 0, "%s", out.data);
    buf_reset(&out);
    ollama_request(&p, &requests[i].form, "[7]", 3, NULL, &out);
    UNIT_CHECK(strstr(out.data, "format") == NULL, "no schema, no format: %s", out.data);
    buf_reset(&out);
    ollama_url(&p, &out);
    UNIT_CHECK(strcmp(out.data, "http://h:11434/api/chat") == 0, "%s", out.data);
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
