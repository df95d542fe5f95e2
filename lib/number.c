#include "number.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int number_parse(const char *text, long long min, long long max, long long *out)
{
    if (text[0] != '-' && (text[0] < '0' || text[0] > '9'))
        return -1;
    char *end;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    if (end == text || *end != '\0' || errno != 0 || value < min || value > max)
        return -1;
    *out = value;
    return 0;
}

int number_parse_real(const char *text, double min, double max, double *out)
{
    size_t len = strlen(text);
    if (len == 0 || len > 32 || strspn(text, "-.0123456789") != len ||
        strpbrk(text, "0123456789") == NULL)
        return -1;
    char *end;
    double value = strtod(text, &end);
    if (*end != '\0' || value < min || value > max)
        return -1;
    *out = value;
    return 0;
}

/* Exponents beyond it are taken as this one. */
enum { MOST = 1000 * 1000 };

/* A number text taken apart: sign, digits before and after the point, exponent. */
struct parts {
    bool negative;
    const char *whole, *fraction;
    size_t wholes, fractions;
    long exponent;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct parts take_apart(const char *text, size_t len)
{
    const char *end = text + len;
    struct parts p = {.negative = len > 0 && *text == '-'};
    text += p.negative;
    for (p.whole = text; text < end && is_digit(*text); text++)
        p.wholes++;
    p.fraction = text;
    if (text < end && *text == '.') {
        p.fraction = ++text;
        for (; text < end && is_digit(*text); text++)
            p.fractions++;
    }
    if (text < end && (*text == 'e' || *text == 'E')) {
        text++;
        bool down = text < end && *text == '-';
        text += text < end && (*text == '-' || *text == '+');
        for (; text < end && is_digit(*text) && p.exponent < MOST; text++)
            p.exponent = p.exponent * 10 + (*text - '0');
        p.exponent = p.exponent < MOST ? p.exponent : MOST;
        p.exponent = down ? -p.exponent : p.exponent;
    }
    return p;
}

/* The digit that stands for 10 to the power of `place`. */
static int digit_at(const struct parts *p, long place)
{
    long at = place - p->exponent;
    if (at >= 0)
        return (unsigned long)at < p->wholes ? p->whole[p->wholes - 1 - (size_t)at] - '0' : 0;
    return (unsigned long)(-at) <= p->fractions ? p->fraction[-at - 1] - '0' : 0;
}

static long highest(const struct parts *p)
{
    return (long)p->wholes + p->exponent;
}

static long lowest(const struct parts *p)
{
    return p->exponent - (long)p->fractions;
}

/* Whether every digit is 0. */
static bool is_zero(const struct parts *p)
{
    for (size_t i = 0; i < p->wholes; i++)
        if (p->whole[i] != '0')
            return false;
    for (size_t i = 0; i < p->fractions; i++)
        if (p->fraction[i] != '0')
            return false;
    return true;
}

static int compare_size(const struct parts *a, const struct parts *b)
{
    long high = highest(a) > highest(b) ? highest(a) : highest(b);
    long low = lowest(a) < lowest(b) ? lowest(a) : lowest(b);
    for (long place = high; place >= low; place--) {
        int difference = digit_at(a, place) - digit_at(b, place);
        if (difference != 0)
            return difference;
    }
    return 0;
}

/* The value of a text that is nothing but a sign and up to 18 digits; false for any other. */
static bool read_short(const char *text, size_t len, long long *out)
{
    const bool negative = len > 0 && *text == '-';
    *out = 0;
    if (len > 18)
        return false;
    for (size_t i = negative; i < len; i++) {
        if (!is_digit(text[i]))
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    *out = negative ? -*out : *out;
    return true;
}

int number_compare(const char *a, size_t alen, const char *b, size_t blen)
{
    long long m, n;
    if (read_short(a, alen, &m) && read_short(b, blen, &n))
        return m < n ? -1 : m > n ? 1 : 0;
    struct parts x = take_apart(a, alen), y = take_apart(b, blen);
    bool xzero = is_zero(&x), yzero = is_zero(&y);
    if (xzero || yzero) {
        int xsign = xzero ? 0 : x.negative ? -1 : 1;
        int ysign = yzero ? 0 : y.negative ? -1 : 1;
        return xsign - ysign;
    }
    if (x.negative != y.negative)
        return x.negative ? -1 : 1;
    int size = compare_size(&x, &y);
    return x.negative ? -size : size;
}

bool number_is_integer(const char *text, size_t len)
{
    struct parts p = take_apart(text, len);
    for (size_t i = 0; i < p.wholes; i++)
        if (p.whole[p.wholes - 1 - i] != '0' && (long)i + p.exponent < 0)
            return false;
    for (size_t i = 0; i < p.fractions; i++)
        if (p.fraction[i] != '0' && p.exponent - (long)i - 1 < 0)
            return false;
    return true;
}

long long number_to_count(const char *text, size_t len)
{
    struct parts p = take_apart(text, len);
    long long value = 0;
    if (is_zero(&p))
        return 0;
    for (long place = highest(&p); place >= 0; place--) {
        int digit = p.negative ? -digit_at(&p, place) : digit_at(&p, place);
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return p.negative ? -LLONG_MAX - 1 : LLONG_MAX;
    }
    return value;
}

long long number_sum(long long a, long long b)
{
    long long sum;
    return __builtin_add_overflow(a, b, &sum) ? LLONG_MAX : sum;
}

int number_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    char low = (char)(c | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

int number_percent(const char *text, size_t len)
{
    const int high = len > 2 && text[0] == '%' ? number_hex(text[1]) : -1;
    const int low = high >= 0 ? number_hex(text[2]) : -1;
    return low >= 0 ? high * 16 + low : -1;
}

void number_grouped(long long n, char out[NUMBER_GROUPED])
{
    char plain[NUMBER_GROUPED];
    snprintf(plain, sizeof plain, "%lld", n);
    size_t at = 0, left = strlen(plain);
    for (const char *c = plain; left > 0; c++) {
        out[at++] = *c;
        left--;
        if (*c != '-' && left > 0 && left % 3 == 0)
            out[at++] = ',';
    }
    out[at] = '\0';
}
