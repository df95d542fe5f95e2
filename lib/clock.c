#include "clock.h"

#include <stdlib.h>
#include <time.h>

#include "number.h"

int64_t clock_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

int64_t clock_ms(void)
{
    return clock_us() / 1000;
}

static void stamp(time_t when, char out[CLOCK_STAMP])
{
    struct tm utc = {0};
    gmtime_r(&when, &utc);
    strftime(out, CLOCK_STAMP, "%Y-%m-%dT%H:%M:%SZ", &utc);
}

void clock_stamp(char out[CLOCK_STAMP])
{
    stamp(time(NULL), out);
}

void clock_made(char out[CLOCK_STAMP])
{
    const char *epoch = getenv("SOURCE_DATE_EPOCH");
    long long when;
    /* Up to the end of the year 9999, so that a stamp always has its 20 characters. */
    if (epoch == NULL || number_parse(epoch, 0, 253402300799LL, &when) < 0)
        when = (long long)time(NULL);
    stamp((time_t)when, out);
}
