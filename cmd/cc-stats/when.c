#include "when.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/* The number in n digits, or -1. */
static int digits(const char *text, size_t n)
{
    int value = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return -1;
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

/* Days since 1970-01-01.  Years are taken to begin in March, so that the leap day is the last. */
static long long days(int year, int month, int day)
{
    int y = month > 2 ? year : year - 1;
    int shifted = month > 2 ? month - 3 : month + 9;
    return 365LL * y + y / 4 - y / 100 + y / 400 + (153 * shifted + 2) / 5 + day - 1 - 719468;
}

/* ".5" and ".123456" in milliseconds; *text is left behind it. */
static int fraction(const char **text)
{
    int ms = 0, scale = 100;
    if (**text != '.')
        return 0;
    for (++*text; **text >= '0' && **text <= '9'; ++*text, scale /= 10)
        ms += (**text - '0') * scale;
    return ms;
}

int when_parse(const char *text, long long *ms)
{
    static const char shape[] = "0000-00-00T00:00:00";
    if (strlen(text) < sizeof shape)
        return -1;
    for (size_t i = 0; i < sizeof shape - 1; i++)
        if (shape[i] == '0' ? digits(text + i, 1) < 0 : text[i] != shape[i])
            return -1;
    int year = digits(text, 4), month = digits(text + 5, 2), day = digits(text + 8, 2);
    int hour = digits(text + 11, 2), minute = digits(text + 14, 2), second = digits(text + 17, 2);
    bool bad = year < 1970 || month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 ||
               minute > 59 || second > 60;
    const char *rest = text + sizeof shape - 1;
    int part = fraction(&rest);
    if (bad || strcmp(rest, "Z") != 0)
        return -1;
    *ms = (((days(year, month, day) * 24 + hour) * 60 + minute) * 60 + second) * 1000 + part;
    return 0;
}
