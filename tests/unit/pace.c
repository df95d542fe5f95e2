/* cc-call's pace: how many at once, and when the next. */
#include "../../cmd/cc-call/lane/pace.h"

#include "unit.h"

/* One call that has ended, and how many may run after it. */
struct step {
    enum outcome_class class;
    int64_t started_ms, now;
    int limit;
};

static void check_steps(const char *name, int cap, const struct step *step, size_t steps)
{
    struct pace p = pace_of(cap, 0);
    UNIT_CHECK(p.limit == cap && p.interval_ms == 0 && p.next_ms <= 0, "%s begins at its cap",
               name);
    for (size_t i = 0; i < steps; i++) {
        pace_ended(&p, step[i].class, step[i].started_ms, step[i].now);
        UNIT_CHECK(p.limit == step[i].limit, "%s, step %zu: %d at once, not %d", name, i, p.limit,
                   step[i].limit);
    }
}

static void check_limit(void)
{
    static const struct step round[] = {
        {OUTCOME_RATE, 0, 100, 4},    {OUTCOME_RATE, 10, 101, 4},  {OUTCOME_RATE, 99, 500, 4},
        {OUTCOME_RATE, 100, 600, 2},  {OUTCOME_RATE, 599, 700, 2}, {OUTCOME_RATE, 650, 750, 1},
        {OUTCOME_RATE, 800, 900, 1},  {OUTCOME_RATE, 950, 999, 1}, {OUTCOME_OK, 1000, 1001, 2},
        {OUTCOME_RATE, 980, 1002, 2},
    };
    static const struct step growth[] = {
        {OUTCOME_RATE, 0, 10, 2},  {OUTCOME_OK, 0, 20, 2},  {OUTCOME_OK, 0, 30, 3},
        {OUTCOME_OK, 30, 40, 3},   {OUTCOME_OK, 30, 40, 3}, {OUTCOME_OK, 30, 40, 4},
        {OUTCOME_OK, 30, 40, 4},   {OUTCOME_OK, 30, 40, 4}, {OUTCOME_OK, 30, 40, 4},
        {OUTCOME_OK, 30, 40, 5},   {OUTCOME_OK, 30, 40, 5}, {OUTCOME_OK, 30, 40, 5},
        {OUTCOME_OK, 30, 40, 5},   {OUTCOME_OK, 30, 40, 5}, {OUTCOME_OK, 30, 40, 5},
        {OUTCOME_OK, 30, 40, 5},   {OUTCOME_OK, 30, 40, 5}, {OUTCOME_OK, 30, 40, 5},
        {OUTCOME_RATE, 50, 60, 2}, {OUTCOME_OK, 60, 70, 2}, {OUTCOME_RATE, 20, 80, 2},
        {OUTCOME_OK, 60, 90, 2},   {OUTCOME_OK, 60, 90, 3},
    };
    static const struct step others[] = {
        {OUTCOME_OVERLOAD, 0, 10, 3}, {OUTCOME_SERVER, 0, 10, 3},  {OUTCOME_NETWORK, 0, 10, 3},
        {OUTCOME_TIMEOUT, 0, 10, 3},  {OUTCOME_AUTH, 0, 10, 3},    {OUTCOME_OUTPUT, 0, 10, 3},
        {OUTCOME_RATE, 0, 20, 1},     {OUTCOME_SERVER, 20, 30, 1}, {OUTCOME_TIMEOUT, 20, 30, 1},
        {OUTCOME_OK, 20, 30, 2},
    };
    static const struct step one[] = {
        {OUTCOME_RATE, 0, 10, 1},
        {OUTCOME_OK, 10, 20, 1},
        {OUTCOME_OK, 20, 30, 1},
    };
    check_steps("halving", 8, round, sizeof round / sizeof *round);
    check_steps("growth", 5, growth, sizeof growth / sizeof *growth);
    check_steps("other ends", 3, others, sizeof others / sizeof *others);
    check_steps("a cap of one", 1, one, sizeof one / sizeof *one);
}

/* Starts as soon as they may, and how many there are in a minute. */
static void check_minute(int rpm, int64_t interval_ms)
{
    struct pace p = pace_of(4, rpm);
    int64_t now = 1000000, end = now + 60000;
    int started = 0;
    UNIT_CHECK(p.next_ms <= now, "%d a minute: the first starts at once", rpm);
    for (; now < end; started++) {
        pace_started(&p, now);
        UNIT_CHECK(p.next_ms - now == interval_ms, "%d a minute: %lld ms between two", rpm,
                   (long long)(p.next_ms - now));
        now = p.next_ms;
    }
    UNIT_CHECK(started <= rpm && started >= rpm - rpm / 20, "%d a minute: %d started", rpm,
               started);
}

static void check_late(void)
{
    struct pace p = pace_of(4, 60);
    pace_started(&p, 5000);
    pace_started(&p, 90000);
    UNIT_CHECK(p.next_ms == 91000, "what was not used is not caught up with");
}

static void check_hold(void)
{
    struct pace p = pace_of(2, 60);
    pace_started(&p, 1000);
    pace_hold(&p, 1500);
    UNIT_CHECK(p.next_ms == 2000, "a pause that is over before changes nothing: %lld",
               (long long)p.next_ms);
    pace_hold(&p, 9000);
    UNIT_CHECK(p.next_ms == 9000, "a longer one holds: %lld", (long long)p.next_ms);
}

int main(void)
{
    check_limit();
    check_minute(1, 60000);
    check_minute(3, 20000);
    check_minute(60, 1000);
    check_minute(70, 858);
    check_minute(1200, 50);
    check_late();
    check_hold();
    return unit_end();
}
