#include "schema/decimal.h"

/* 10^37 is the largest power of ten whose tenfold a 128-bit integer still holds. */
#define DIGITS 37
/* Exponents beyond it cannot fit whatever the digits are. */
#define EXPONENT 400
/* Exponents are not read any further: a text has fewer digits. */
#define FAR 100000000
/* More zeros than that behind a number change nothing for what a 128-bit one divides: it holds 2 and 5 less
 * often. */
#define ZEROS 128

static __int128 largest(void)
{
    __int128 limit = 1;
    for (int i = 0; i < DIGITS; i++)
        limit *= 10;
    return limit;
}

static bool times_ten(__int128 *n)
{
    const __int128 limit = largest();
    if (*n > limit || *n < -limit)
        return false;
    *n *= 10;
    return true;
}

static bool read_exponent(const char *text, size_t len, size_t *at, int *out)
{
    bool minus = false;
    int value = 0;
    (*at)++;
    if (*at < len && (text[*at] == '-' || text[*at] == '+'))
        minus = text[(*at)++] == '-';
    for (; *at < len && text[*at] >= '0' && text[*at] <= '9'; (*at)++)
        if (value <= EXPONENT)
            value = value * 10 + (text[*at] - '0');
    *out = minus ? -value : value;
    return value <= EXPONENT;
}

static void trim(struct schema_decimal *d)
{
    while (d->scale > 0 && d->digits % 10 == 0) {
        d->digits /= 10;
        d->scale--;
    }
}

bool schema_decimal_read(const char *text, size_t len, struct schema_decimal *out)
{
    struct schema_decimal d = {0, 0};
    bool minus = len > 0 && text[0] == '-', fraction = false;
    int exponent = 0;
    for (size_t i = minus ? 1 : 0; i < len; i++) {
        if (text[i] == '.') {
            fraction = true;
        } else if (text[i] == 'e' || text[i] == 'E') {
            if (!read_exponent(text, len, &i, &exponent))
                return false;
        } else if (text[i] < '0' || text[i] > '9' || !times_ten(&d.digits)) {
            return false;
        } else {
            d.digits += text[i] - '0';
            d.scale += fraction ? 1 : 0;
        }
    }
    d.digits = minus ? -d.digits : d.digits;
    d.scale -= exponent;
    for (; d.scale < 0; d.scale++)
        if (!times_ten(&d.digits))
            return false;
    if (exponent != 0)
        trim(&d);
    *out = d;
    return d.scale <= DIGITS;
}

void schema_decimal_print(struct schema_decimal d, char out[SCHEMA_DECIMAL_TEXT])
{
    char back[SCHEMA_DECIMAL_TEXT];
    size_t n = 0, len = 0;
    bool minus = d.digits < 0;
    unsigned __int128 rest = minus ? -(unsigned __int128)d.digits : (unsigned __int128)d.digits;
    for (int place = 0; rest > 0 || place <= d.scale; place++) {
        if (place == d.scale && place > 0)
            back[n++] = '.';
        back[n++] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    }
    if (minus)
        out[len++] = '-';
    while (n > 0)
        out[len++] = back[--n];
    out[len] = '\0';
}

/* Brings both to one scale. */
static bool align(struct schema_decimal *a, struct schema_decimal *b)
{
    for (; a->scale < b->scale; a->scale++)
        if (!times_ten(&a->digits))
            return false;
    for (; b->scale < a->scale; b->scale++)
        if (!times_ten(&b->digits))
            return false;
    return true;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* How many digits a number text has, and the power of ten of the last one. */
static long count_digits(const char *text, size_t len, long *power)
{
    long count = 0, exponent = 0;
    bool fraction = false;
    size_t i = 0;
    *power = 0;
    for (; i < len && text[i] != 'e' && text[i] != 'E'; i++) {
        fraction = fraction || text[i] == '.';
        count += is_digit(text[i]) ? 1 : 0;
        *power -= fraction && is_digit(text[i]) ? 1 : 0;
    }
    const bool minus = i + 1 < len && text[i + 1] == '-';
    for (i++; i < len; i++)
        if (is_digit(text[i]) && exponent < FAR)
            exponent = exponent * 10 + (text[i] - '0');
    *power += minus ? -exponent : exponent;
    return count;
}

int schema_decimal_divides(const char *value, size_t len, const char *unit, size_t unit_len)
{
    struct schema_decimal u;
    if (!schema_decimal_read(unit, unit_len, &u) || u.digits <= 0 || u.digits > largest())
        return -1;
    /* value / unit = its digits * 10^power / u.digits; where power is negative, so many digits must be 0. */
    long power, left = count_digits(value, len, &power);
    power += u.scale;
    left += power < 0 ? power : 0;
    __int128 rest = 0;
    for (size_t i = 0; i < len && value[i] != 'e' && value[i] != 'E'; i++) {
        if (!is_digit(value[i]))
            continue;
        if (left-- > 0)
            rest = (rest * 10 + (value[i] - '0')) % u.digits;
        else if (value[i] != '0')
            return 0;
    }
    for (long i = 0; i < power && i < ZEROS; i++)
        rest = rest * 10 % u.digits;
    return rest == 0 ? 1 : 0;
}

bool schema_decimal_multiple(const struct schema_decimal *value, const struct schema_decimal *unit,
                             bool up, bool beyond, struct schema_decimal *out)
{
    struct schema_decimal v = *value, u = *unit;
    if (!align(&v, &u) || u.digits <= 0)
        return false;
    __int128 rest = v.digits % u.digits;
    if (rest < 0)
        rest += u.digits;
    __int128 move = -rest;
    if (up && (rest != 0 || beyond))
        move += u.digits;
    else if (!up && rest == 0 && beyond)
        move -= u.digits;
    if (__builtin_add_overflow(v.digits, move, &v.digits))
        return false;
    *out = v;
    trim(out);
    return true;
}

int schema_decimal_compare(struct schema_decimal a, struct schema_decimal b, bool *ok)
{
    *ok = align(&a, &b);
    return a.digits < b.digits ? -1 : a.digits > b.digits ? 1 : 0;
}

bool schema_decimal_middle(struct schema_decimal a, struct schema_decimal b,
                           struct schema_decimal *out)
{
    if (!align(&a, &b))
        return false;
    a.digits = a.digits / 2 + b.digits / 2 + (a.digits % 2 + b.digits % 2) / 2;
    *out = a;
    return true;
}

bool schema_decimal_step(struct schema_decimal *d, bool whole, int direction)
{
    __int128 one = 1;
    if (whole) {
        trim(d);
        if (d->scale > 0)
            return false;
    }
    for (int places = whole ? 0 : 2; d->scale < places; d->scale++)
        if (!times_ten(&d->digits))
            return false;
    d->digits += direction > 0 ? one : -one;
    return true;
}
