#include "clock.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "unit.h"

static const struct {
    const char *epoch, *stamp; /* stamp NULL: the value is no time, and now counts */
} epochs[] = {
    {"0", "1970-01-01T00:00:00Z"},
    {"1", "1970-01-01T00:00:01Z"},
    {"951782400", "2000-02-29T00:00:00Z"},
    {"1795428930", "2026-11-23T10:15:30Z"},
    {"2147483648", "2038-01-19T03:14:08Z"},
    {"253402300799", "9999-12-31T23:59:59Z"},
    {"253402300800", NULL},
    {"99999999999999999999", NULL},
    {"-1", NULL},
    {"", NULL},
    {"yesterday", NULL},
    {"1795428930x", NULL},
    {" 1795428930", NULL},
    {"1795428930.5", NULL},
    {"1e9", NULL},
    {"0x10", NULL},
};

/* "0000-00-00T00:00:00Z" and nothing behind it. */
static bool is_stamp(const char *s)
{
    static const char form[] = "0000-00-00T00:00:00Z";
    if (strlen(s) != CLOCK_STAMP - 1)
        return false;
    for (size_t i = 0; form[i] != '\0'; i++)
        if (form[i] == '0' ? s[i] < '0' || s[i] > '9' : s[i] != form[i])
            return false;
    return true;
}

static void utc(time_t when, char out[CLOCK_STAMP])
{
    struct tm tm = {0};
    gmtime_r(&when, &tm);
    strftime(out, CLOCK_STAMP, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

/* Whether the stamp is one between two looks at the clock. */
static bool is_between(const char *stamp, time_t before, time_t after)
{
    char first[CLOCK_STAMP], last[CLOCK_STAMP];
    utc(before, first);
    utc(after, last);
    return is_stamp(stamp) && strcmp(first, stamp) <= 0 && strcmp(stamp, last) <= 0;
}

static void check_now(const char *what, void (*stamp)(char out[CLOCK_STAMP]))
{
    char out[CLOCK_STAMP];
    memset(out, 'x', sizeof out);
    time_t before = time(NULL);
    stamp(out);
    UNIT_CHECK(is_between(out, before, time(NULL)), "%s is now, not %s", what, out);
}

int main(void)
{
    setenv("TZ", "America/New_York", 1); /* stamps are in UTC whatever it says */
    setenv("SOURCE_DATE_EPOCH", "0", 1);
    check_now("a stamp", clock_stamp);
    unsetenv("SOURCE_DATE_EPOCH");
    check_now("made without an epoch", clock_made);
    for (size_t i = 0; i < sizeof epochs / sizeof *epochs; i++) {
        char out[CLOCK_STAMP];
        setenv("SOURCE_DATE_EPOCH", epochs[i].epoch, 1);
        if (epochs[i].stamp == NULL) {
            check_now(epochs[i].epoch, clock_made);
            continue;
        }
        clock_made(out);
        UNIT_CHECK(strcmp(out, epochs[i].stamp) == 0, "epoch %s is %s, not %s", epochs[i].epoch,
                   epochs[i].stamp, out);
    }
    int64_t before = clock_ms();
    nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
    int64_t passed = clock_ms() - before;
    UNIT_CHECK(passed >= 19 && passed < 60 * 1000, "20 ms take %lld ms", (long long)passed);
    return unit_end();
}
