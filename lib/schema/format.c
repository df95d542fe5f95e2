#include "schema/format.h"

#include <arpa/inet.h>
#include <string.h>

#include "number.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* '9' in the picture is a digit, 'x' a hex digit; anything else is itself.  The length must be the same. */
static bool like(const char *text, size_t len, const char *picture)
{
    if (strlen(picture) != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        bool ok = picture[i] == '9'   ? is_digit(text[i])
                  : picture[i] == 'x' ? number_hex(text[i]) >= 0
                                      : picture[i] == text[i];
        if (!ok)
            return false;
    }
    return true;
}

static int two(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

static bool is_date(const char *text, size_t len)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (!like(text, len, "9999-99-99"))
        return false;
    int year = two(text) * 100 + two(text + 2), month = two(text + 5), day = two(text + 8);
    if (month < 1 || month > 12)
        return false;
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day >= 1 && day <= days[month - 1] + (month == 2 && leap ? 1 : 0);
}

static bool is_time(const char *text, size_t len)
{
    if (len < 9 || !like(text, 8, "99:99:99"))
        return false;
    int hour = two(text), minute = two(text + 3), second = two(text + 6);
    size_t i = 8;
    if (text[i] == '.')
        for (i++; i < len && is_digit(text[i]); i++)
            continue;
    if (text[8] == '.' && i == 9)
        return false;
    int shift = 0;
    if (len - i == 6 && (text[i] == '+' || text[i] == '-') && like(text + i + 1, 5, "99:99")) {
        shift = two(text + i + 1) * 60 + two(text + i + 4);
        if (two(text + i + 1) > 23 || two(text + i + 4) > 59)
            return false;
        shift = text[i] == '+' ? -shift : shift;
    } else if (len - i != 1 || (text[i] != 'Z' && text[i] != 'z')) {
        return false;
    }
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    /* A leap second is the last of a day in UTC. */
    return second < 60 || (hour * 60 + minute + shift + 2 * 1440) % 1440 == 1439;
}

static bool is_date_time(const char *text, size_t len)
{
    return len > 11 && (text[10] == 'T' || text[10] == 't') && is_date(text, 10) &&
           is_time(text + 11, len - 11);
}

static bool is_uuid(const char *text, size_t len)
{
    return like(text, len, "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx");
}

/* A label of RFC 1123.  One that begins with xn-- is not looked into. */
static bool is_label(const char *text, size_t len)
{
    if (len == 0 || len > 63 || text[0] == '-' || text[len - 1] == '-')
        return false;
    for (size_t i = 0; i < len; i++)
        if (!is_alpha(text[i]) && !is_digit(text[i]) && text[i] != '-')
            return false;
    return true;
}

static bool is_hostname(const char *text, size_t len)
{
    if (len > 253)
        return false;
    for (const char *end = text + len;;) {
        const char *dot = memchr(text, '.', (size_t)(end - text));
        if (!is_label(text, (size_t)((dot == NULL ? end : dot) - text)))
            return false;
        if (dot == NULL)
            return true;
        text = dot + 1;
    }
}

static bool is_address(int family, const char *text, size_t len)
{
    unsigned char out[16];
    char copy[64];
    if (len >= sizeof copy || memchr(text, '\0', len) != NULL)
        return false;
    memcpy(copy, text, len);
    copy[len] = '\0';
    return inet_pton(family, copy, out) == 1;
}

static bool is_ipv4(const char *text, size_t len)
{
    return is_address(AF_INET, text, len);
}

static bool is_ipv6(const char *text, size_t len)
{
    return is_address(AF_INET6, text, len);
}

static bool is_literal(const char *text, size_t len)
{
    if (len < 2 || text[0] != '[' || text[len - 1] != ']')
        return false;
    if (len > 7 && memcmp(text + 1, "IPv6:", 5) == 0)
        return is_ipv6(text + 6, len - 7);
    return is_ipv4(text + 1, len - 2);
}

static bool is_email(const char *text, size_t len)
{
    size_t at = len;
    for (size_t i = 0; i < len; i++)
        if (text[i] == '@')
            at = i;
    if (at == len || at == 0 || at > 64)
        return false;
    if (!is_hostname(text + at + 1, len - at - 1) && !is_literal(text + at + 1, len - at - 1))
        return false;
    if (at > 1 && text[0] == '"' && text[at - 1] == '"')
        return true;
    for (size_t i = 0; i < at; i++) {
        bool dot = text[i] == '.' && i > 0 && i + 1 < at && text[i - 1] != '.';
        if (!dot && !is_alpha(text[i]) && !is_digit(text[i]) &&
            (text[i] == '\0' || strchr("!#$%&'*+/=?^_`{|}~-", text[i]) == NULL))
            return false;
    }
    return true;
}

/* Letters, digits, those of `more`, and percent-encoding that is whole. */
static bool has_only(const char *text, size_t len, const char *more)
{
    for (size_t i = 0; i < len; i++) {
        if (number_percent(text + i, len - i) >= 0)
            i += 2;
        else if (!is_alpha(text[i]) && !is_digit(text[i]) &&
                 (text[i] == '\0' || strchr(more, text[i]) == NULL))
            return false;
    }
    return true;
}

/* [user@]host[:port] (RFC 3986, section 3.2). */
static bool is_authority(const char *text, size_t len)
{
    const char *end = text + len, *at = memchr(text, '@', len);
    if (at != NULL && !has_only(text, (size_t)(at - text), "-._~!$&'()*+,;=:"))
        return false;
    const char *host = at == NULL ? text : at + 1;
    const char *close = host < end && *host == '[' ? memchr(host, ']', (size_t)(end - host)) : NULL;
    const char *behind = close == NULL ? host : close + 1;
    if (close != NULL && host[1] != 'v' && !is_ipv6(host + 1, (size_t)(close - host - 1)))
        return false;
    const char *colon = memchr(behind, ':', (size_t)(end - behind));
    const char *port = colon == NULL ? end : colon + 1;
    for (const char *p = port; p < end; p++)
        if (!is_digit(*p))
            return false;
    const size_t name = (size_t)((colon == NULL ? end : colon) - behind);
    return close != NULL ? name == 0 : has_only(behind, name, "-._~!$&'()*+,;=");
}

/* RFC 3986, with a scheme. */
static bool is_uri(const char *text, size_t len)
{
    const char *end = text + len, *colon = memchr(text, ':', len);
    if (colon == NULL || colon == text || !is_alpha(text[0]) ||
        !has_only(text, (size_t)(colon - text), "+-."))
        return false;
    const char *p = colon + 1;
    if (end - p >= 2 && p[0] == '/' && p[1] == '/') {
        const char *from = p += 2;
        while (p < end && *p != '/' && *p != '?' && *p != '#')
            p++;
        if (!is_authority(from, (size_t)(p - from)))
            return false;
    }
    const char *fragment = memchr(p, '#', (size_t)(end - p));
    const char *rest = fragment == NULL ? end : fragment + 1;
    const char *path_end = fragment == NULL ? end : fragment;
    return memchr(text, '%', (size_t)(colon - text)) == NULL &&
           has_only(p, (size_t)(path_end - p), "-._~!$&'()*+,;=:@/?") &&
           has_only(rest, (size_t)(end - rest), "-._~!$&'()*+,;=:@/?");
}

static bool is_base64(const char *text, size_t len)
{
    size_t pad = 0;
    while (pad < 2 && pad < len && text[len - 1 - pad] == '=')
        pad++;
    for (size_t i = 0; i + pad < len; i++)
        if (!is_alpha(text[i]) && !is_digit(text[i]) && text[i] != '+' && text[i] != '/')
            return false;
    return len % 4 == 0;
}

struct schema_format {
    const char *name;
    /* NULL: a format of JSON Schema's that we do not check, or one of numbers. */
    bool (*check)(const char *text, size_t len);
    const char *example, *violation;
    const char *low, *high; /* of numbers */
};

static bool is_anything(const char *text, size_t len)
{
    (void)text;
    (void)len;
    return true;
}

static const struct schema_format formats[] = {
    {"date", is_date, "2025-06-15", "2025-13-45", NULL, NULL},
    {"date-time", is_date_time, "2025-06-15T12:30:00Z", "15 June 2025, half past noon", NULL, NULL},
    {"time", is_time, "12:30:00Z", "25:61:00", NULL, NULL},
    {"email", is_email, "alex.morgan@example.com", "not-an-email", NULL, NULL},
    {"uuid", is_uuid, "3f2b8c1e-5d47-4a9b-9c0e-1a2b3c4d5e6f", "not-a-uuid", NULL, NULL},
    {"uri", is_uri, "https://example.com/resource", "not a uri", NULL, NULL},
    {"hostname", is_hostname, "api.example.com", "-not-a-hostname-", NULL, NULL},
    {"ipv4", is_ipv4, "192.0.2.10", "192.0.2.999", NULL, NULL},
    {"ipv6", is_ipv6, "2001:db8::10", "2001:db8::zz", NULL, NULL},
    {"byte", is_base64, "Y2FzZWNyYWZ0", "***", NULL, NULL},
    {"url", is_uri, "https://example.com/resource", NULL, NULL, NULL},
    {"uri-reference", NULL, "/resource", NULL, NULL, NULL},
    {"iri", NULL, "https://example.com/resource", NULL, NULL, NULL},
    {"iri-reference", NULL, "/resource", NULL, NULL, NULL},
    {"idn-email", NULL, "alex.morgan@example.com", NULL, NULL, NULL},
    {"idn-hostname", NULL, "api.example.com", NULL, NULL, NULL},
    {"duration", NULL, "P1DT12H", NULL, NULL, NULL},
    {"json-pointer", NULL, "/items/0", NULL, NULL, NULL},
    {"relative-json-pointer", NULL, "0", NULL, NULL, NULL},
    {"uri-template", NULL, "https://example.com/{id}", NULL, NULL, NULL},
    {"regex", NULL, "^[a-z]+$", NULL, NULL, NULL},
    {"int32", is_anything, NULL, NULL, "-2147483648", "2147483647"},
    {"int64", is_anything, NULL, NULL, "-9223372036854775808", "9223372036854775807"},
    {"uint32", is_anything, NULL, NULL, "0", "4294967295"},
    {"uint64", is_anything, NULL, NULL, "0", "18446744073709551615"},
};

const struct schema_format *schema_format_find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

enum schema_verdict schema_format_test(const struct schema_format *f, const char *text, size_t len)
{
    if (f == NULL)
        return SCHEMA_VALID;
    return f->check == NULL ? SCHEMA_UNKNOWN : schema_verdict_of(f->check(text, len));
}

enum schema_verdict schema_format_test_number(const struct schema_format *f, const char *raw,
                                              size_t len)
{
    if (f == NULL || f->low == NULL)
        return SCHEMA_VALID;
    return schema_verdict_of(number_compare(raw, len, f->low, strlen(f->low)) >= 0 &&
                             number_compare(raw, len, f->high, strlen(f->high)) <= 0);
}

const char *schema_format_example(const char *format)
{
    const struct schema_format *f = schema_format_find(format);
    return f == NULL ? NULL : f->example;
}

const char *schema_format_violation(const char *format)
{
    const struct schema_format *f = schema_format_find(format);
    return f == NULL ? NULL : f->violation;
}

bool schema_format_range(const char *format, const char **low, const char **high)
{
    const struct schema_format *f = schema_format_find(format);
    if (f == NULL || f->low == NULL)
        return false;
    *low = f->low;
    *high = f->high;
    return true;
}
