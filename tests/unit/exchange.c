/* cc-call's exchange: what one try comes to, and its timers. */
#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "clock.h"
#include "tried.h"
#include "unit.h"

static char key[] = "sk-12345-secret";

/* Chunks of a stream, and lines of Ollama's. */
#define A "data: {\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":null}]}\n\n"
#define HM "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"hm\"}}]}\n\n"
#define STOP "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n"
#define ENDED(why) "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"" why "\"}]}\n\n"
#define USAGE "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":2}}\n\n"
#define DONE "data: [DONE]\n\n"
#define LINE "{\"message\":{\"content\":\"a\"},\"done\":false}\n"

/* What comes of it: the class, a part of the message (NULL: there is none), the content, texts that were no JSON. */
static const struct {
    const char *name;
    long status;
    enum httppool_end end;
    const char *body;
    enum outcome_class class;
    const char *message, *content;
    size_t bad;
} rows[] = {
    {"an answer", 200, HTTPPOOL_DONE, A A STOP USAGE DONE, OUTCOME_OK, NULL, "aa", 0},
    {"comments", 200, HTTPPOOL_DONE, ": x\n\n" A ":\n\n" STOP DONE, OUTCOME_OK, NULL, "a", 0},
    {"no [DONE]", 200, HTTPPOOL_DONE, A STOP, OUTCOME_OK, NULL, "a", 0},
    {"no [DONE] and a reset", 200, HTTPPOOL_NETWORK, A STOP, OUTCOME_OK, NULL, "a", 0},
    {"no [DONE] and silence", 200, HTTPPOOL_TIMEOUT, A STOP, OUTCOME_OK, NULL, "a", 0},
    {"no finish_reason", 200, HTTPPOOL_DONE, A A DONE, OUTCOME_OUTPUT, "cut off", "aa", 0},
    {"neither of them", 200, HTTPPOOL_DONE, A A, OUTCOME_OUTPUT, "cut off", "aa", 0},
    {"[DONE] alone", 200, HTTPPOOL_DONE, DONE, OUTCOME_OUTPUT, "no choice", "", 0},
    {"comments alone", 200, HTTPPOOL_DONE, ": x\n\n: y\n\n", OUTCOME_OUTPUT, "no choice", "", 0},
    {"a reset in its midst", 200, HTTPPOOL_NETWORK, A, OUTCOME_NETWORK, "as curl says", "a", 0},
    {"a time-out in its midst", 200, HTTPPOOL_TIMEOUT, A, OUTCOME_TIMEOUT, "as curl says", "a", 0},
    {"no connection", 0, HTTPPOOL_NETWORK, "", OUTCOME_NETWORK, "as curl says", "", 0},
    {"a head that is too large", 200, HTTPPOOL_TOO_BIG, "", OUTCOME_SERVER, "as curl says", "", 0},
    {"a chunk that is no JSON", 200, HTTPPOOL_DONE, A "data: {\"choices\":[{\n\n" A STOP DONE,
     OUTCOME_OK, NULL, "aa", 1},
    {"chunks that are no object", 200, HTTPPOOL_DONE, "data: 7\n\ndata:\n\ndata: []\n\n" A STOP,
     OUTCOME_OK, NULL, "a", 3},
    {"length", 200, HTTPPOOL_DONE, A ENDED("length"), OUTCOME_OK, NULL, "a", 0},
    {"length, all of it thinking", 200, HTTPPOOL_DONE, HM ENDED("length"), OUTCOME_OUTPUT,
     "empty (finish_reason length)", "", 0},
    {"stop without content", 200, HTTPPOOL_DONE, STOP DONE, OUTCOME_OUTPUT, "empty", "", 0},
    {"sensitive", 200, HTTPPOOL_DONE, A ENDED("sensitive") DONE, OUTCOME_CONTENT, "sensitive", "a",
     0},
    {"network_error", 200, HTTPPOOL_DONE, A ENDED("network_error"), OUTCOME_SERVER, "network_error",
     "a", 0},
    {"window exceeded", 200, HTTPPOOL_DONE, ENDED("model_context_window_exceeded"), OUTCOME_CONTEXT,
     "window_exceeded", "", 0},
    {"an error in its midst", 200, HTTPPOOL_DONE,
     A "data: {\"error\":{\"code\":\"1305\",\"message\":\"busy\"}}\n\n" DONE, OUTCOME_OVERLOAD,
     "busy", "a", 0},
    {"an error, then a reset", 200, HTTPPOOL_NETWORK,
     A "data: {\"error\":{\"code\":\"1113\",\"message\":\"m\"}}\n\n", OUTCOME_BILLING, "m", "a", 0},
    {"an error behind its end", 200, HTTPPOOL_DONE,
     A STOP "data: {\"error\":{\"code\":\"1302\",\"message\":\"m\"}}\n\n", OUTCOME_RATE, "m", "a",
     0},
    {"an event of errors", 200, HTTPPOOL_DONE,
     "event:error\n:HTTP_STATUS/400\ndata:{\"code\":\"1261\",\"message\":\"m\"}\n\n",
     OUTCOME_CONTEXT, "m", "", 0},
    {"an error that repeats the key", 401, HTTPPOOL_DONE,
     "{\"error\":{\"code\":\"1000\",\"message\":\"bad key sk-12345-secret\"}}", OUTCOME_AUTH,
     "bad key ***************", "", 0},
    {"not streamed", 200, HTTPPOOL_DONE,
     "\n\n{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}", OUTCOME_OK,
     NULL, "a", 0},
    {"nothing", 200, HTTPPOOL_DONE, "", OUTCOME_SERVER, "empty (text/x)", "", 0},
    {"blank lines", 200, HTTPPOOL_DONE, "\n\n\n", OUTCOME_SERVER, "empty (text/x)", "", 0},
    {"HTML", 200, HTTPPOOL_DONE, "<html>\n</html>", OUTCOME_SERVER, "not JSON (text/x)", "", 1},
    {"HTML of a gateway", 504, HTTPPOOL_DONE, "<html>\n</html>", OUTCOME_TIMEOUT, "status 504", "",
     1},
    {"HTML of another", 502, HTTPPOOL_DONE, "<html>overloaded</html>", OUTCOME_SERVER, "status 502",
     "", 1},
    {"JSON without a choice", 200, HTTPPOOL_DONE, "{\"status\":\"ok\"}", OUTCOME_OUTPUT,
     "no choice", "", 0},
    {"a redirect", 302, HTTPPOOL_DONE, "", OUTCOME_REQUEST, "elsewhere", "", 0},
    {"401 without a body", 401, HTTPPOOL_DONE, "", OUTCOME_AUTH, "status 401", "", 0},
    {"503 without a body", 503, HTTPPOOL_DONE, "", OUTCOME_OVERLOAD, "status 503", "", 0},
    {"an answer with status 500", 500, HTTPPOOL_DONE, A STOP, OUTCOME_SERVER, "status 500", "a", 0},
    {"429 cut off", 429, HTTPPOOL_NETWORK, "{\"error\":", OUTCOME_RATE, "status 429", "", 1},
};

/* The same of Ollama's own protocol. */
static const struct {
    const char *name;
    enum httppool_end end;
    const char *body;
    enum outcome_class class;
    const char *message, *content;
} lines[] = {
    {"an answer", HTTPPOOL_DONE, LINE "{\"done\":true,\"done_reason\":\"stop\"}\n", OUTCOME_OK,
     NULL, "a"},
    {"its last line without an end", HTTPPOOL_DONE,
     LINE "{\"done\":true,\"done_reason\":\"length\"}", OUTCOME_OK, NULL, "a"},
    {"no end", HTTPPOOL_DONE, LINE LINE, OUTCOME_OUTPUT, "cut off", "aa"},
    {"an end that is lost", HTTPPOOL_DONE, LINE "{\"done\":true}\n", OUTCOME_OUTPUT, "cut off",
     "a"},
    {"a reset", HTTPPOOL_NETWORK, LINE, OUTCOME_NETWORK, "as curl says", "a"},
    {"a model that was loaded", HTTPPOOL_DONE, "{\"done\":true,\"done_reason\":\"load\"}\n",
     OUTCOME_OUTPUT, "empty", ""},
    {"an error in its midst", HTTPPOOL_DONE,
     LINE "{\"error\":\"an error was encountered while running the model\"}\n", OUTCOME_SERVER,
     "while running", "a"},
};

static void check_outcome(const char *name, const struct exchange *e, enum outcome_class class,
                          const char *message, const char *content)
{
    const struct reply *r = &e->reply;
    UNIT_CHECK(r->class == class, "%s is %s, not %s", name, outcome_name(r->class),
               outcome_name(class));
    UNIT_CHECK(message == NULL ? r->message == NULL
                               : r->message != NULL && strstr(r->message, message) != NULL,
               "%s says: %s", name, r->message != NULL ? r->message : "nothing");
    UNIT_CHECK(strcmp(r->content.data, content) == 0, "%s has the content %s", name,
               r->content.data);
}

static void end(struct exchange *e, enum httppool_end how)
{
    snprintf(e->call.message, sizeof e->call.message, "as curl says");
    e->call.content_type = mem_text("text/x");
    tried_end(e, how);
}

static void check_row(size_t i)
{
    struct provider p = {.vendor = vendor_find("glm"), .key = key, .stream = true};
    struct exchange e;
    tried_begin(&e, &p);
    tried_bytes(&e, rows[i].status, rows[i].body, strlen(rows[i].body));
    end(&e, rows[i].end);
    check_outcome(rows[i].name, &e, rows[i].class, rows[i].message, rows[i].content);
    UNIT_CHECK(e.bad == rows[i].bad && e.reply.http == rows[i].status, "%s: %zu bad, status %ld",
               rows[i].name, e.bad, e.reply.http);
    exchange_free(&e);
}

static void check_lines(size_t i)
{
    struct provider p = {.vendor = vendor_find("local"), .stream = true};
    struct exchange e;
    tried_begin(&e, &p);
    tried_bytes(&e, 200, lines[i].body, strlen(lines[i].body));
    end(&e, lines[i].end);
    check_outcome(lines[i].name, &e, lines[i].class, lines[i].message, lines[i].content);
    exchange_free(&e);
}

/* An answer over its ceiling: in one text, in many, and one that would be an answer without its end. */
static void check_big(const char *name, const char *first, const char *piece, size_t pieces)
{
    struct provider p = {.vendor = vendor_find("glm"), .stream = true};
    struct exchange e;
    tried_begin(&e, &p);
    tried_bytes(&e, 200, first, strlen(first));
    size_t n = 0;
    for (; n < pieces && e.call.end == HTTPPOOL_DONE; n++)
        tried_bytes(&e, 200, piece, strlen(piece));
    UNIT_CHECK(n < pieces, "%s is refused while it comes", name);
    tried_end(&e, HTTPPOOL_DONE);
    UNIT_CHECK(e.reply.class == OUTCOME_SERVER && strstr(e.reply.message, "8 MiB") != NULL,
               "%s is %s: %s", name, outcome_name(e.reply.class),
               e.reply.message != NULL ? e.reply.message : "-");
    exchange_free(&e);
}

static void check_bigs(void)
{
    struct buf blanks, chunk;
    buf_init(&blanks, CEILING_MIB);
    buf_init(&chunk, CEILING_MIB);
    for (size_t i = 0; i < 512 * CEILING_KIB; i++)
        buf_char(&blanks, ' ');
    buf_format(&chunk,
               "data: {\"choices\":[{\"delta\":{\"content\":\"%s\"},\"finish_reason\":"
               "\"stop\"}]}\n\n",
               blanks.data);
    check_big("blanks behind an answer",
              "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}",
              blanks.data, 20);
    check_big("a line without an end", "data: ", blanks.data, 20);
    check_big("content in many chunks", "", chunk.data, 20);
    buf_free(&chunk);
    buf_free(&blanks);
}

static const struct provider timed = {.stream = true, .first_ms = 20000, .stall_ms = 3000};

/* The timers: which of them runs, and that only what brings the answer on starts it anew. */
static void check_timers(void)
{
    static const struct {
        const char *body;
        bool moved;
        int64_t after_ms; /* from the start, or from what moved it on */
    } steps[] = {
        {": keep-alive\n\n", false, 20000},
        {"data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":null}}]}\n\n", false,
         20000},
        {HM, true, 3000},
        {": keep-alive\n\n", false, 3000},
        {"data: {\"choices\":[{\"delta\":{\"content\":\"\"}}]}\n\n", false, 3000},
        {A, true, 3000},
        {"data: {\"cho\n\n", false, 3000},
        {STOP, true, 2000},
        {": keep-alive\n\n", false, 2000},
        {USAGE, true, 2000},
    };
    struct provider p = timed;
    struct exchange e;
    p.vendor = vendor_find("glm");
    tried_begin(&e, &p);
    e.started_ms -= 1000;
    e.progress_ms = e.started_ms;
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        int64_t before = e.progress_ms = e.progress_ms - 500;
        tried_bytes(&e, 200, steps[i].body, strlen(steps[i].body));
        UNIT_CHECK((e.progress_ms > before) == steps[i].moved, "step %zu moves it on", i);
        int64_t from = steps[i].after_ms == 20000  ? e.started_ms
                       : steps[i].after_ms == 2000 ? e.finish_ms
                                                   : e.progress_ms;
        UNIT_CHECK(exchange_deadline(&e) == from + steps[i].after_ms, "step %zu: %lld ms", i,
                   (long long)(exchange_deadline(&e) - from));
    }
    UNIT_CHECK(e.first_ms >= 1000, "the first token came after %lld ms", (long long)e.first_ms);
    tried_end(&e, HTTPPOOL_DONE);
    UNIT_CHECK(e.reply.class == OUTCOME_OK, "it is an answer");
    exchange_free(&e);
    p.stream = false;
    tried_begin(&e, &p);
    UNIT_CHECK(exchange_deadline(&e) == INT64_MAX, "without a stream none of them runs");
    exchange_free(&e);
}

/* What came before a timer ran out, and what it came to then. */
static const struct {
    const char *body;
    enum outcome_class class;
    const char *message, *content;
} expired[] = {
    {"", OUTCOME_TIMEOUT, "no token came within 20 s", ""},
    {": keep-alive\n\n", OUTCOME_TIMEOUT, "no token came within 20 s", ""},
    {HM, OUTCOME_TIMEOUT, "no further token came within 3 s", ""},
    {A A, OUTCOME_TIMEOUT, "no further token came within 3 s", "aa"},
    {A STOP, OUTCOME_OK, NULL, "a"},
    {STOP, OUTCOME_OUTPUT, "empty", ""},
    {A ENDED("sensitive"), OUTCOME_CONTENT, "sensitive", "a"},
    {A "data: {\"error\":{\"code\":\"1302\",\"message\":\"m\"}}\n\n", OUTCOME_RATE, "m", "a"},
};

static void check_expired(size_t i)
{
    struct provider p = timed;
    struct exchange e;
    p.vendor = vendor_find("glm");
    tried_begin(&e, &p);
    tried_bytes(&e, 200, expired[i].body, strlen(expired[i].body));
    exchange_expire(&e);
    check_outcome(expired[i].body, &e, expired[i].class, expired[i].message, expired[i].content);
    exchange_free(&e);
}

/* The header's wait goes before the one that the message names; one try leaves nothing to the next. */
static void check_again(void)
{
    static const char slow[] =
        "{\"error\":{\"code\":\"1302\",\"message\":\"please try again after 3 seconds\"}}";
    struct provider p = {.vendor = vendor_find("glm"), .stream = true};
    struct exchange e;
    tried_begin(&e, &p);
    tried_bytes(&e, 429, slow, sizeof slow - 1);
    e.call.retry_after_ms = 7000;
    tried_end(&e, HTTPPOOL_DONE);
    UNIT_CHECK(e.reply.retry_after_ms == 7000, "%lld ms", (long long)e.reply.retry_after_ms);
    exchange_begin(&e, NULL);
    e.call.retry_after_ms = -1;
    tried_bytes(&e, 429, slow, sizeof slow - 1);
    tried_end(&e, HTTPPOOL_DONE);
    UNIT_CHECK(e.reply.retry_after_ms == 3000, "%lld ms", (long long)e.reply.retry_after_ms);
    exchange_begin(&e, NULL);
    e.call.retry_after_ms = -1;
    tried_bytes(&e, 200, A STOP, strlen(A STOP));
    tried_end(&e, HTTPPOOL_DONE);
    check_outcome("the next try", &e, OUTCOME_OK, NULL, "a");
    UNIT_CHECK(e.reply.retry_after_ms == -1 && e.reply.code == NULL, "nothing is left of the last");
    exchange_free(&e);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(i);
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        check_lines(i);
    check_bigs();
    check_timers();
    for (size_t i = 0; i < sizeof expired / sizeof *expired; i++)
        check_expired(i);
    check_again();
    return unit_end();
}
