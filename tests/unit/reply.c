/* cc-call's reply: what is kept of an error, and of the tokens. */
#include "../../cmd/cc-call/wire/reply.h"

#include <stdlib.h>
#include <string.h>

#include "ceiling.h"
#include "unit.h"

static char key[] = "sk-12345-secret";

static void check_key(void)
{
    struct provider p = {.vendor = vendor_find("qwen"), .key = key};
    struct reply r;
    reply_init(&r);
    reply_refuse(&r, &p, "a sk-12345-secret", NULL, "key sk-12345-secret,sk-12345-secret refused");
    UNIT_CHECK(strcmp(r.message, "key ***************,*************** refused") == 0, "%s",
               r.message);
    UNIT_CHECK(strcmp(r.code, "a ***************") == 0, "%s", r.code);
    reply_fail(&r, &p, OUTCOME_SERVER, "%s", key);
    UNIT_CHECK(strcmp(r.message, "***************") == 0, "%s", r.message);
    reply_free(&r);
    p.key = NULL;
    reply_init(&r);
    reply_fail(&r, &p, OUTCOME_SERVER, "without a key");
    UNIT_CHECK(strcmp(r.message, "without a key") == 0 && r.class == OUTCOME_SERVER, "%s",
               r.message);
    reply_free(&r);
}

/* A message that is cut in the midst of the key. */
static void check_cut_key(void)
{
    struct provider p = {.vendor = vendor_find("qwen"), .key = key};
    struct buf text;
    buf_init(&text, CEILING_TEXT);
    for (size_t before = 2000; before < 2100; before++) {
        struct reply r;
        buf_reset(&text);
        while (text.len < before)
            buf_char(&text, '.');
        buf_text(&text, key);
        buf_text(&text, " and more");
        reply_init(&r);
        reply_refuse(&r, &p, NULL, NULL, text.data);
        UNIT_CHECK(strstr(r.message, "sk-1") == NULL, "%zu bytes before the key: ...%s", before,
                   r.message + 1990);
        reply_free(&r);
    }
    buf_free(&text);
}

/* Milliseconds that a message asks for, beside what the header did. */
static const struct {
    const char *message;
    int64_t header_ms, wait_ms;
} waits[] = {
    {"request reached max concurrency: 3, please try again after 1 seconds", -1, 1000},
    {"request reached max request: 20, please try again after 60 seconds", -1, 60000},
    {"please try again after 1 second", -1, 1000},
    {"after 0 seconds", -1, 0},
    {"please try again after 3 seconds", 5000, 5000},
    {"please try again later", -1, -1},
    {"please try again after a while", -1, -1},
    {"please try again after 3 minutes", -1, -1},
    {"please try again after -3 seconds", -1, -1},
    {"please try again after 3", -1, -1},
    {"after ", -1, -1},
    {"after 99999999999999999999 seconds", -1, -1},
    {"after 1000000 seconds", -1, 1000000000},
    {"TPM rate limit after the first minute: try again after 7 seconds", -1, 7000},
};

static void check_waits(void)
{
    struct provider p = {.vendor = vendor_find("kimi")};
    for (size_t i = 0; i < sizeof waits / sizeof *waits; i++) {
        struct reply r;
        reply_init(&r);
        r.http = 429;
        r.retry_after_ms = waits[i].header_ms;
        reply_refuse(&r, &p, NULL, "rate_limit_reached_error", waits[i].message);
        UNIT_CHECK(r.retry_after_ms == waits[i].wait_ms, "%s: %lld ms", waits[i].message,
                   (long long)r.retry_after_ms);
        UNIT_CHECK(r.class == OUTCOME_RATE && r.refused &&
                       strcmp(r.code, "rate_limit_reached_error") == 0,
                   "%s is %s, %s", waits[i].message, outcome_name(r.class), r.code);
        reply_free(&r);
    }
}

static void check_silent(void)
{
    struct provider p = {.vendor = vendor_find("kimi")};
    struct reply r;
    reply_init(&r);
    r.http = 503;
    reply_refuse(&r, &p, NULL, NULL, NULL);
    UNIT_CHECK(r.class == OUTCOME_OVERLOAD && r.code == NULL && r.refused &&
                   strstr(r.message, "503") != NULL,
               "an error without a word has its status: %s", r.message);
    reply_free(&r);
}

static const struct {
    long long prompt, completion, cached, reasoning, cache_write;
    const char *json;
} usages[] = {
    {-1, -1, -1, -1, -1, ""},
    {-1, -1, 3, 4, 5, ""},
    {0, 0, 0, 0, 0,
     "{\"prompt\":0,\"completion\":0,\"cached\":0,\"cache_write\":0,\"reasoning\":0}"},
    {10, 20, -1, -1, -1, "{\"prompt\":10,\"completion\":20}"},
    {10, 20, 5, 15, 2,
     "{\"prompt\":10,\"completion\":20,\"cached\":5,\"cache_write\":2,\"reasoning\":15}"},
    {-1, 20, -1, -1, -1, "{\"completion\":20}"},
};

static void check_usage(size_t i)
{
    struct reply r = {.prompt = usages[i].prompt,
                      .completion = usages[i].completion,
                      .cached = usages[i].cached,
                      .cache_write = usages[i].cache_write,
                      .reasoning = usages[i].reasoning};
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    reply_usage(&r, &out);
    UNIT_CHECK(strcmp(out.data, usages[i].json) == 0, "%s, not %s", out.data, usages[i].json);
    buf_free(&out);
}

int main(void)
{
    check_key();
    check_cut_key();
    check_waits();
    check_silent();
    for (size_t i = 0; i < sizeof usages / sizeof *usages; i++)
        check_usage(i);
    return unit_end();
}
