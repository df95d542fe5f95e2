/* cc-call's retry: which failures get another try, how many, and after how long. */
#include "../../cmd/cc-call/lane/retry.h"

#include <limits.h>
#include <stddef.h>

#include "unit.h"

enum { DRAWS = 200 };

/* Tries after the first with 5 allowed, and the first wait at the most; a class that is not here gets none. */
static const struct {
    enum outcome_class class;
    int retries;
    int first_ms;
} rows[] = {
    {OUTCOME_RATE, 5, 1000},   {OUTCOME_OVERLOAD, 2, 1000}, {OUTCOME_SERVER, 5, 500},
    {OUTCOME_NETWORK, 5, 500}, {OUTCOME_TIMEOUT, 1, 0},     {OUTCOME_OUTPUT, 1, 0},
};

static int64_t wait_once(enum outcome_class c, int tries, int max_retries, int64_t after)
{
    struct random random = random_from(1);
    struct retry r = {tries, max_retries, 0, after};
    return retry_wait(c, &r, &random);
}

static int retries_of(enum outcome_class c, int max_retries)
{
    int tries = 1;
    while (tries < 1000 && wait_once(c, tries, max_retries, -1) >= 0)
        tries++;
    return tries - 1;
}

static void check_classes(void)
{
    for (int c = 0; c < OUTCOME_CLASSES; c++) {
        int wanted = 0;
        for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
            if ((int)rows[i].class == c)
                wanted = rows[i].retries;
        const char *name = outcome_name((enum outcome_class)c);
        int five = retries_of((enum outcome_class)c, 5), one = retries_of((enum outcome_class)c, 1);
        UNIT_CHECK(five == wanted, "%s is tried again %d times, not %d", name, five, wanted);
        UNIT_CHECK(one == (wanted > 0), "%s: one retry allowed is one retry, not %d", name, one);
        UNIT_CHECK(retries_of((enum outcome_class)c, 0) == 0, "%s: none allowed is none", name);
        UNIT_CHECK(retries_of((enum outcome_class)c, INT_MAX) <= 20, "%s is bounded", name);
    }
}

/* Full jitter: from 0 to a top that doubles with each try, and not beyond 30 s. */
static void check_jitter(size_t row, int tries)
{
    struct random random = random_from(7);
    struct retry r = {tries, 20, 0, -1};
    int64_t top = rows[row].first_ms, least = INT64_MAX, most = -1;
    for (int i = 1; i < tries; i++)
        top = top * 2 < 30000 ? top * 2 : 30000;
    for (int i = 0; i < DRAWS; i++) {
        int64_t wait = retry_wait(rows[row].class, &r, &random);
        least = wait < least ? wait : least;
        most = wait > most ? wait : most;
    }
    UNIT_CHECK(least >= 0 && most <= top, "%s, try %d: %lld to %lld ms, at most %lld",
               outcome_name(rows[row].class), tries, (long long)least, (long long)most,
               (long long)top);
    UNIT_CHECK(least <= top / 10 && most >= top - top / 10, "%s, try %d: all of 0 to %lld is used",
               outcome_name(rows[row].class), tries, (long long)top);
}

static void check_seed(void)
{
    struct random a = random_from(42), b = random_from(42), c = random_from(43);
    struct retry r = {3, 20, 0, -1};
    int other = 0;
    for (int i = 0; i < DRAWS; i++) {
        int64_t wait = retry_wait(OUTCOME_RATE, &r, &a);
        UNIT_CHECK(wait == retry_wait(OUTCOME_RATE, &r, &b), "one seed, one wait");
        other += wait != retry_wait(OUTCOME_RATE, &r, &c);
    }
    UNIT_CHECK(other > DRAWS / 2, "another seed, other waits");
}

/* What the provider asks for is the least, and nothing is waited that is too long. */
static void check_asked(void)
{
    struct random random = random_from(3);
    struct retry r = {1, 5, 0, 2000};
    for (int i = 0; i < DRAWS; i++) {
        int64_t wait = retry_wait(OUTCOME_RATE, &r, &random);
        UNIT_CHECK(wait >= 2000 && wait <= 2250, "Retry-After: 2 is %lld ms", (long long)wait);
    }
    UNIT_CHECK(wait_once(OUTCOME_OVERLOAD, 1, 5, RETRY_LONGEST_MS) >= RETRY_LONGEST_MS,
               "the longest wait is waited");
    UNIT_CHECK(wait_once(OUTCOME_OVERLOAD, 1, 5, RETRY_LONGEST_MS + 1) == -1, "a longer one not");
    UNIT_CHECK(wait_once(OUTCOME_RATE, 1, 5, INT64_MAX) == -1, "nor one without end");
    UNIT_CHECK(wait_once(OUTCOME_RATE, 6, 5, 10) == -1, "nor any after the last try");
    UNIT_CHECK(wait_once(OUTCOME_AUTH, 1, 5, 10) == -1, "nor any that cannot help");
    UNIT_CHECK(wait_once(OUTCOME_TIMEOUT, 1, 5, 0) == 0, "none asked for is none");
}

static void check_sum(void)
{
    struct random random = random_from(5);
    struct retry r = {1, 20, RETRY_SUM_MS - 100000, 100000};
    int over = 0;
    for (int i = 0; i < DRAWS; i++) {
        int64_t wait = retry_wait(OUTCOME_RATE, &r, &random);
        UNIT_CHECK(wait == -1 || wait + r.waited_ms <= RETRY_SUM_MS, "%lld ms are over the sum",
                   (long long)wait);
        over += wait == -1;
    }
    UNIT_CHECK(over > DRAWS / 2, "most are over the sum");
    r = (struct retry){1, 20, RETRY_SUM_MS, -1};
    UNIT_CHECK(retry_wait(OUTCOME_OUTPUT, &r, &random) == 0, "no wait is never too long");
    r = (struct retry){1, 20, 0, -1};
    int64_t wait;
    while ((wait = retry_wait(OUTCOME_RATE, &r, &random)) >= 0) {
        r.waited_ms += wait;
        r.tries++;
    }
    UNIT_CHECK(r.waited_ms <= RETRY_SUM_MS && r.tries <= 21, "%d tries wait %lld ms in all",
               r.tries, (long long)r.waited_ms);
}

int main(void)
{
    check_classes();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        for (int tries = 1; tries <= rows[i].retries; tries++)
            check_jitter(i, tries);
    check_jitter(0, 7);
    check_jitter(0, 20);
    check_seed();
    check_asked();
    check_sum();
    return unit_end();
}
