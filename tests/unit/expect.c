/* cc-call's expect: the status of a case, from what is documented and what its author said. */
#include "../../cmd/cc-call/testcase/expect.h"

#include <string.h>

#include "ceiling.h"
#include "unit.h"

enum { NOBODY = 0 };

/* documented: the statuses of the operation, as members of `responses`. */
static const struct {
    const char *documented;
    enum expect what;
    int said; /* NOBODY: the case is builtin's */
    const char *written;
} rows[] = {
    {"'200':{}", EXPECT_ACCEPTED, NOBODY, "200 documented"},
    {"'204':{},'202':{}", EXPECT_ACCEPTED, NOBODY, "202 documented"},
    {"'302':{}", EXPECT_ACCEPTED, NOBODY, "302 documented"},
    {"'2XX':{}", EXPECT_ACCEPTED, NOBODY, "200 [2XX] documented"},
    {"'404':{}", EXPECT_ACCEPTED, NOBODY, "200 [2XX]"},
    {"'200':{}", EXPECT_BORNE, NOBODY, "200 [2XX,4XX] documented"},
    {"'422':{}", EXPECT_REFUSED, NOBODY, "422 documented"},
    {"'400':{},'422':{}", EXPECT_REFUSED, NOBODY, "400 [400,422] documented"},
    {"'4xx':{}", EXPECT_REFUSED, NOBODY, "400 [4XX] documented"},
    {"'200':{}", EXPECT_REFUSED, NOBODY, "400 [4XX]"},
    {"'400':{}", EXPECT_MEDIA, NOBODY, "415 [415,400] documented"},
    {"'400':{}", EXPECT_IGNORED, NOBODY, "400 [4XX,2XX] documented"},
    /* What was said stays where it is documented. */
    {"'200':{},'201':{}", EXPECT_ACCEPTED, 200, "200 documented"},
    {"'200':{},'302':{}", EXPECT_ACCEPTED, 302, "302 documented"},
    {"'400':{},'409':{}", EXPECT_REFUSED, 409, "409 documented"},
    {"'400':{},'401':{}", EXPECT_STOPPED, 401, "401 documented"},
    {"'503':{}", EXPECT_CLASS, 503, "503 documented"},
    /* Else it becomes the one that stands for the same. */
    {"'201':{},'400':{}", EXPECT_ACCEPTED, 200, "201 documented"},
    {"'302':{}", EXPECT_ACCEPTED, 200, "302 documented"},
    {"'422':{},'200':{}", EXPECT_REFUSED, 400, "422 documented"},
    {"'400':{},'200':{}", EXPECT_REFUSED, 422, "400 documented"},
    {"'400':{},'200':{}", EXPECT_REFUSED, 201, "400 documented"},
    {"'400':{},'500':{}", EXPECT_REFUSED, 500, "400 documented"},
    {"'403':{}", EXPECT_STOPPED, 401, "403 documented"},
    {"'410':{}", EXPECT_UNKNOWN, 404, "410 documented"},
    {"'400':{}", EXPECT_MEDIA, 415, "415 [415,400] documented"},
    /* Several will do. */
    {"'201':{},'202':{}", EXPECT_ACCEPTED, 200, "201 [201,202] documented"},
    {"'400':{},'422':{}", EXPECT_REFUSED, 413, "400 [400,422] documented"},
    /* Nobody documented any. */
    {"'404':{}", EXPECT_ACCEPTED, 201, "201 [2XX]"},
    {"'200':{}", EXPECT_ACCEPTED, 304, "304 [3XX]"},
    {"'2XX':{}", EXPECT_ACCEPTED, 201, "201 [2XX] documented"},
    {"'404':{},'409':{}", EXPECT_REFUSED, 422, "422 [4XX]"},
    {"'4XX':{}", EXPECT_REFUSED, 422, "422 [4XX] documented"},
    {"'200':{}", EXPECT_REFUSED, 200, "400 [4XX]"},
    {"'200':{}", EXPECT_CLASS, 409, "409 [4XX]"},
    {"'200':{}", EXPECT_CLASS, 503, "503 [5XX]"},
    {"'5XX':{}", EXPECT_CLASS, 503, "503 [5XX] documented"},
    {"'default':{}", EXPECT_REFUSED, 400, "400 [4XX]"},
};

/* "STATUS [IN] documented" of what was written. */
static void add_written(const struct jsontape *t, struct buf *out)
{
    buf_format(out, "%lld", jsontape_count(t, jsontape_get(t, 0, "status"), 0));
    const char *joint = " [";
    for (struct jsontape_walk w = jsontape_walk(t, jsontape_get(t, 0, "status_in"));
         jsontape_step(t, &w); joint = ",") {
        buf_text(out, joint);
        jsontape_string(t, w.value, out);
    }
    buf_text(out, *joint == ',' ? "]" : "");
    if (jsontape_true(t, jsontape_get(t, 0, "documented")))
        buf_text(out, " documented");
}

static void check_row(size_t i)
{
    struct record r;
    struct jsontape tape;
    struct diag_error err;
    struct buf line, json, got;
    buf_init(&line, CEILING_TEXT);
    buf_init(&json, CEILING_TEXT);
    buf_init(&got, CEILING_TEXT);
    jsontape_init(&tape);
    buf_format(&line, "{\"id\":\"x\",\"responses\":{%s}}", rows[i].documented);
    for (char *c = line.data; (c = strchr(c, '\'')) != NULL;)
        *c = '"';
    if (UNIT_CHECK(record_read(&r, line.data, line.len, &err) == 0, "%s is read", line.data)) {
        struct jsonwrite w = jsonwrite_to(&json);
        jsonwrite_open(&w, '{');
        if (rows[i].said == NOBODY)
            expect_write(&r, rows[i].what, &w);
        else
            expect_write_said(&r, rows[i].what, rows[i].said, &w);
        jsonwrite_close(&w, '}');
        UNIT_CHECK(jsontape_read(&tape, json.data, json.len, &err) == 0, "%s is JSON", json.data);
        add_written(&tape, &got);
        UNIT_CHECK(strcmp(got.data, rows[i].written) == 0, "%s, %d said: %s, not %s",
                   rows[i].documented, rows[i].said, got.data, rows[i].written);
        record_free(&r);
    }
    jsontape_free(&tape);
    buf_free(&line);
    buf_free(&json);
    buf_free(&got);
}

int main(void)
{
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        check_row(i);
    UNIT_CHECK(expect_of(422) == EXPECT_REFUSED && expect_of(403) == EXPECT_STOPPED &&
                   expect_of(404) == EXPECT_UNKNOWN && expect_of(409) == EXPECT_CLASS,
               "a status tells what a refusal is about");
    return unit_end();
}
