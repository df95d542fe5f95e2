#include "yamlscalar.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "buf.h"
#include "number.h"

/* A 0x or 0o number has at most this many digits: 1024 bits. */
enum { BASED_DIGITS = 256, LIMB = 1000000000, LIMBS = 36 };

/* A decimal number taken apart; the parts point into its text. */
struct decimal {
    bool minus, plus, point;
    const char *whole, *fraction, *exponent; /* exponent: with its e, or NULL */
    size_t wholes, fractions, exponents;
};

/* Whether it is one of the three ways to write a word; they are of one length. */
static inline bool is_word(const char *text, size_t len, const char *const way[3])
{
    return len == strlen(way[0]) &&
           (memcmp(text, way[0], len) == 0 || memcmp(text, way[1], len) == 0 ||
            memcmp(text, way[2], len) == 0);
}

static bool is_null(const char *text, size_t len)
{
    static const char *const way[] = {"null", "Null", "NULL"};
    return len == 0 || (len == 1 && *text == '~') || is_word(text, len, way);
}

static bool is_true(const char *text, size_t len)
{
    static const char *const way[] = {"true", "True", "TRUE"};
    return is_word(text, len, way);
}

static bool is_false(const char *text, size_t len)
{
    static const char *const way[] = {"false", "False", "FALSE"};
    return is_word(text, len, way);
}

static bool is_not_finite(const char *text, size_t len)
{
    static const char *const inf[] = {".inf", ".Inf", ".INF"};
    static const char *const nan[] = {".nan", ".NaN", ".NAN"};
    size_t sign = len > 0 && (text[0] == '-' || text[0] == '+');
    return is_word(text, len, nan) || is_word(text + sign, len - sign, inf);
}

static size_t digits(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && text[n] >= '0' && text[n] <= '9')
        n++;
    return n;
}

/* The base of 0x1F or 0o17, or 0. */
static int based(const char *text, size_t len)
{
    if (len < 3 || text[0] != '0' || (text[1] != 'x' && text[1] != 'o'))
        return 0;
    int base = text[1] == 'x' ? 16 : 8;
    for (size_t i = 2; i < len; i++) {
        int digit = number_hex(text[i]);
        if (digit < 0 || digit >= base)
            return 0;
    }
    return base;
}

/* Whether all of text is [-+]? (\.[0-9]+ | [0-9]+(\.[0-9]*)?) ([eE][-+]?[0-9]+)?, and its parts. */
static bool decimal(const char *text, size_t len, struct decimal *d)
{
    *d = (struct decimal){0};
    const char *at = text, *end = text + len;
    if (at < end && (*at == '-' || *at == '+')) {
        d->minus = *at == '-';
        d->plus = *at++ == '+';
    }
    d->whole = at;
    d->wholes = digits(at, (size_t)(end - at));
    at += d->wholes;
    if (at < end && *at == '.') {
        d->point = true;
        d->fraction = ++at;
        d->fractions = digits(at, (size_t)(end - at));
        at += d->fractions;
    }
    if (d->wholes == 0 && d->fractions == 0)
        return false;
    if (at < end && (*at == 'e' || *at == 'E')) {
        d->exponent = at++;
        at += at < end && (*at == '-' || *at == '+');
        size_t n = digits(at, (size_t)(end - at));
        at += n;
        d->exponents = (size_t)(at - d->exponent);
        if (n == 0)
            return false;
    }
    return at == end;
}

static enum yamlscalar_type number_type(const char *text, size_t len)
{
    struct decimal d;
    if (decimal(text, len, &d))
        return d.point || d.exponent != NULL ? YAMLSCALAR_FLOAT : YAMLSCALAR_INT;
    if (based(text, len) != 0)
        return YAMLSCALAR_INT;
    return is_not_finite(text, len) ? YAMLSCALAR_FLOAT : YAMLSCALAR_TEXT;
}

enum yamlscalar_type yamlscalar_type(const char *text, size_t len)
{
    if (len == 0)
        return YAMLSCALAR_NULL;
    switch (text[0]) {
    case 'n':
    case 'N':
    case '~':
        return is_null(text, len) ? YAMLSCALAR_NULL : YAMLSCALAR_TEXT;
    case 't':
    case 'T':
        return is_true(text, len) ? YAMLSCALAR_BOOL : YAMLSCALAR_TEXT;
    case 'f':
    case 'F':
        return is_false(text, len) ? YAMLSCALAR_BOOL : YAMLSCALAR_TEXT;
    case '+':
    case '-':
    case '.':
        return number_type(text, len);
    default:
        return text[0] >= '0' && text[0] <= '9' ? number_type(text, len) : YAMLSCALAR_TEXT;
    }
}

/* Schoolbook change of base, in limbs of nine decimal digits, lowest first. */
static size_t to_decimal(int base, const char *text, size_t len, uint32_t limb[LIMBS])
{
    size_t limbs = 1;
    limb[0] = 0;
    for (size_t i = 0; i < len;) {
        uint64_t carry = 0, scale = 1;
        for (; i < len && scale < (1 << 28); i++, scale *= (uint64_t)base)
            carry = carry * (uint64_t)base + (uint64_t)number_hex(text[i]);
        for (size_t n = 0; n < limbs; n++) {
            carry += limb[n] * scale;
            limb[n] = (uint32_t)(carry % LIMB);
            carry /= LIMB;
        }
        if (carry > 0)
            limb[limbs++] = (uint32_t)carry;
    }
    return limbs;
}

static int write_based(struct jsonwrite *w, int base, const char *text, size_t len,
                       struct diag_error *err)
{
    if (len > BASED_DIGITS)
        return diag_fail(err, "a number of %zu digits; put it in quotes if it is text", len);
    uint32_t limb[LIMBS];
    size_t limbs = to_decimal(base, text, len, limb);
    struct buf number;
    buf_init(&number, (size_t)LIMBS * 9);
    buf_format(&number, "%u", limb[limbs - 1]);
    for (size_t n = limbs - 1; n-- > 0;)
        buf_format(&number, "%09u", limb[n]);
    jsonwrite_raw(w, number.data, number.len);
    buf_free(&number);
    return 0;
}

static void write_decimal(struct jsonwrite *w, const struct decimal *d, const char *text,
                          size_t len)
{
    bool zeros = d->wholes > 1 && d->whole[0] == '0';
    if (!d->plus && !zeros && d->wholes > 0 && (!d->point || d->fractions > 0)) {
        jsonwrite_raw(w, text, len);
        return;
    }
    size_t skip = 0;
    while (skip + 1 < d->wholes && d->whole[skip] == '0')
        skip++;
    struct buf number;
    buf_init(&number, len + 2);
    if (d->minus)
        buf_char(&number, '-');
    if (d->wholes == 0)
        buf_char(&number, '0');
    buf_add(&number, d->whole + skip, d->wholes - skip);
    if (d->point) {
        buf_char(&number, '.');
        buf_add(&number, d->fractions > 0 ? d->fraction : "0", d->fractions > 0 ? d->fractions : 1);
    }
    if (d->exponent != NULL)
        buf_add(&number, d->exponent, d->exponents);
    jsonwrite_raw(w, number.data, number.len);
    buf_free(&number);
}

static int write_number(struct jsonwrite *w, enum yamlscalar_type type, const char *text,
                        size_t len, struct diag_error *err)
{
    struct decimal d;
    bool whole = type == YAMLSCALAR_INT;
    if (decimal(text, len, &d) && !(whole && (d.point || d.exponent != NULL))) {
        write_decimal(w, &d, text, len);
        return 0;
    }
    int base = whole ? based(text, len) : 0;
    if (base != 0)
        return write_based(w, base, text + 2, len - 2, err);
    if (!whole && is_not_finite(text, len))
        return diag_fail(err,
                         "%.*s is a number that JSON cannot say; put it in quotes if it is text",
                         (int)len, text);
    return diag_fail(err, "the tag says %s, but the value is none", whole ? "!!int" : "!!float");
}

int yamlscalar_write(struct jsonwrite *w, enum yamlscalar_type type, const char *text, size_t len,
                     struct diag_error *err)
{
    switch (type) {
    case YAMLSCALAR_NULL:
        if (!is_null(text, len))
            return diag_fail(err, "the tag says !!null, but there is a value");
        jsonwrite_null(w);
        return 0;
    case YAMLSCALAR_BOOL:
        if (!is_true(text, len) && !is_false(text, len))
            return diag_fail(err, "the tag says !!bool, but the value is neither true nor false");
        jsonwrite_bool(w, is_true(text, len));
        return 0;
    case YAMLSCALAR_INT:
    case YAMLSCALAR_FLOAT:
        return write_number(w, type, text, len, err);
    case YAMLSCALAR_TEXT:
        break;
    }
    jsonwrite_bytes(w, text, len);
    return 0;
}
