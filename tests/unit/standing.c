/* cc-stats' standing, rate and gauge: how far a run is, and how that reads. */
#include "../../cmd/cc-stats/standing.h"

#include <stdlib.h>
#include <string.h>

#include "../../cmd/cc-stats/gauge.h"
#include "../../cmd/cc-stats/rate.h"
#include "ceiling.h"
#include "unit.h"

static void read_line(struct standing *s, int64_t now, const char *line)
{
    standing_read(s, line, strlen(line), now);
}

static void check_rate(void)
{
    struct rate r = {0};
    UNIT_CHECK(rate_second(&r, 5000, 1) == -1, "nothing was noted");
    rate_note(&r, 1000, 100);
    rate_note(&r, 1999, 10000);
    UNIT_CHECK(rate_second(&r, 1500, 200) == -1, "too short to tell");
    UNIT_CHECK(rate_second(&r, 3000, 300) == 100, "100 a second");
    UNIT_CHECK(rate_second(&r, 3000, 50) == 0, "a sum that shrank");
    for (int64_t t = 2; t <= 60; t++)
        rate_note(&r, t * 1000, 100 + (t < 40 ? 0 : (t - 40) * 7));
    UNIT_CHECK(rate_second(&r, 61000, 100 + 21 * 7) == 7, "the last seconds count alone");
}

/* A first process of two providers, one of which fails; a second one that asks a third about what failed. */
static void check_sums(void)
{
    struct standing s;
    standing_init(&s);
    read_line(&s, 1000,
              "{\"process\":1,\"read\":10,\"again\":0,\"passed\":5,\"operations\":40,"
              "\"ended\":false,\"done\":0,\"failed\":0,\"kept\":0}");
    UNIT_CHECK(s.all.figure[STANDING_EXPECTED] == 35, "all operations but those that passed");
    read_line(&s, 1000,
              "{\"process\":1,\"read\":20,\"again\":0,\"passed\":5,\"operations\":40,"
              "\"ended\":true,\"done\":6,\"failed\":4,\"kept\":2}");
    UNIT_CHECK(s.all.figure[STANDING_EXPECTED] == 20, "the input has ended: filtered");
    UNIT_CHECK(standing_through(&s) == 10 && standing_failed(&s) == 4, "none is asked again");
    read_line(&s, 1000,
              "{\"process\":2,\"read\":3,\"again\":3,\"passed\":0,\"operations\":0,"
              "\"ended\":false,\"done\":2,\"failed\":0,\"kept\":0}");
    UNIT_CHECK(s.all.figure[STANDING_EXPECTED] == 20, "asked again is not one more");
    UNIT_CHECK(standing_through(&s) == 9 && standing_failed(&s) == 1, "8 done, 1 failed for good");
    read_line(&s, 1000,
              "{\"process\":1,\"provider\":\"a\",\"workers\":3,\"in_flight\":3,\"done\":5}");
    read_line(&s, 1000,
              "{\"process\":2,\"provider\":\"a\",\"workers\":3,\"in_flight\":1,\"done\":2}");
    read_line(&s, 1000,
              "{\"process\":1,\"provider\":\"a\",\"workers\":3,\"in_flight\":2,\"done\":6}");
    const long long *a = standing_at(&s, 0)->figure;
    UNIT_CHECK(a[STANDING_WORKERS] == 3 && a[STANDING_IN_FLIGHT] == 3 && a[STANDING_DONE] == 8,
               "the latest line of each process");
    standing_look(&s, 1000);
    UNIT_CHECK(s.all.figure[STANDING_IN_FLIGHT] == 3 && standing_at(&s, 1) == NULL, "of all");
    standing_free(&s);
}

static void check_left(void)
{
    struct standing s;
    standing_init(&s);
    read_line(&s, 1000, "{\"process\":1,\"read\":100,\"ended\":true}");
    read_line(&s, 1000, "{\"process\":1,\"provider\":\"slow\",\"queued\":50}");
    read_line(&s, 1000, "{\"process\":1,\"provider\":\"fast\",\"queued\":50}");
    UNIT_CHECK(standing_left_ms(&s, 1000) == -1, "nothing is done");
    read_line(&s, 11000, "{\"process\":1,\"read\":100,\"ended\":true,\"done\":60}");
    read_line(&s, 11000, "{\"process\":1,\"provider\":\"fast\",\"done\":50}");
    read_line(&s, 11000,
              "{\"process\":1,\"provider\":\"slow\",\"queued\":39,\"in_flight\":1,\"done\":10}");
    UNIT_CHECK(standing_left_ms(&s, 11000) == 40000, "40 of the slow one are left, one a second");
    read_line(&s, 11000,
              "{\"process\":1,\"provider\":\"slow\",\"queued\":39,\"in_flight\":1,\"done\":10,"
              "\"kept\":8}");
    UNIT_CHECK(standing_left_ms(&s, 11000) == 200000, "what was kept took no time");
    read_line(&s, 11000, "{\"process\":1,\"read\":100,\"ended\":true,\"done\":100}");
    UNIT_CHECK(standing_left_ms(&s, 11000) == -1, "all is done");
    standing_free(&s);
}

/* Lines that no cc-call writes. */
static void check_odd(void)
{
    static const char *const odd[] = {"",
                                      "{",
                                      "[]",
                                      "7",
                                      "null",
                                      "{\"process\":\"1\",\"read\":5}",
                                      "{\"read\":5}",
                                      "{\"process\":1,\"provider\":7,\"read\":\"5\"}",
                                      "{\"process\":{},\"provider\":\"a\"}"};
    struct standing s;
    standing_init(&s);
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        read_line(&s, 1, odd[i]);
    UNIT_CHECK(standing_at(&s, 0) == NULL && s.all.figure[STANDING_READ] == 0, "passed over");
    read_line(&s, 1, "{\"process\":1,\"read\":-5,\"ended\":true,\"done\":1e300}");
    UNIT_CHECK(s.all.figure[STANDING_READ] == 0 && s.all.figure[STANDING_DONE] == 1000000000000LL,
               "counts within bounds");
    for (int i = 0; i < 20000; i++) {
        char line[100];
        snprintf(line, sizeof line, "{\"process\":%d,\"provider\":\"p%d\",\"done\":1}", i, i);
        read_line(&s, 1, line);
    }
    UNIT_CHECK(s.provider.count <= CEILING_PROVIDERS && s.line.count <= 4096, "bounded");
    standing_free(&s);
}

static void make(struct standing *s)
{
    standing_init(s);
    read_line(s, 1000, "{\"process\":1,\"read\":1223,\"ended\":true,\"done\":0}");
    read_line(s, 1000, "{\"process\":1,\"provider\":\"glm\",\"workers\":1,\"completion\":0}");
    standing_look(s, 1000);
    read_line(s, 61000, "{\"process\":1,\"read\":1223,\"ended\":true,\"done\":610,\"failed\":3}");
    read_line(s, 61000,
              "{\"process\":1,\"provider\":\"glm\",\"workers\":1,\"queued\":9,\"in_flight\":1,"
              "\"done\":410,\"failed\":3,\"completion\":60000,\"streaming\":60}");
    read_line(
        s, 61000,
        "{\"process\":1,\"provider\":\"模型模型模型模型模型模型\\u001b[31m\",\"workers\":1024,"
        "\"queued\":600,\"in_flight\":200,\"done\":200,\"failed\":0}");
    standing_look(s, 61000);
}

static void check_text(void)
{
    static const struct {
        size_t columns, lines, made;
        const char *want;
    } tried[] = {
        {100, 20, 3,
         "\n  glm                410 done       3 failed     1/1 in flight   1,001 tokens/s       "
         "9 waiting"
         "\n  模型模型模型..     200 done       0 failed  200/1024 in flight       - tokens/s     "
         "600 waiting"
         "\n  all             613 of 1,223, 50 %, 1 min 28 s left, 3 failed, 201 in flight, 1,001 "
         "tokens/s"},
        {80, 20, 3,
         "\n  glm                410 done       3 failed     1/1 in flight   1,001 tokens/s"
         "\n  模型模型模型..     200 done       0 failed  200/1024 in flight"
         "\n  all             613 of 1,223, 50 %, 1 min 28 s left, 3 failed, 201 in flight"},
        {40, 20, 3,
         "\n  glm                410 done"
         "\n  模型模型模型..     200 done"
         "\n  all             613 of 1,223, 50 %"},
        {80, 2, 2,
         "\n  glm     410 done       3 failed     1/1 in flight   1,001 tokens/s"
         "\n  all  613 of 1,223, 50 %, 1 min 28 s left, 3 failed, 201 in flight"},
        {10, 9, 3, "\n  glm    \n  模型.. \n  all    "},
        {1, 9, 3, "\n\n\n"},
        {80, 0, 0, ""},
        {0, 9, 0, ""},
    };
    struct standing s;
    struct buf out;
    buf_init(&out, CEILING_TEXT);
    make(&s);
    for (size_t i = 0; i < sizeof tried / sizeof *tried; i++) {
        buf_reset(&out);
        size_t made = gauge_lines(&s, 61000, tried[i].columns, tried[i].lines, &out);
        UNIT_CHECK(made == tried[i].made && strcmp(out.data, tried[i].want) == 0,
                   "%zu columns, %zu lines: %zu lines:%s", tried[i].columns, tried[i].lines, made,
                   out.data);
    }
    buf_reset(&out);
    gauge_plain(&s, 61000, &out);
    UNIT_CHECK(strcmp(out.data, "613 of 1,223, 50 %, 1 min 28 s left, 3 failed, 201 in flight, "
                                "1,001 tokens/s; glm 410 done, 3 failed; 模型模型模型.. 200 done, "
                                "0 failed") == 0,
               "plain: %s", out.data);
    buf_free(&out);
    standing_free(&s);
}

int main(void)
{
    check_rate();
    check_sums();
    check_left();
    check_odd();
    check_text();
    return unit_end();
}
