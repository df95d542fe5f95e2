#include "schema/format.h"

#include <arpa/inet.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alpha(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_hex(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* '9' in the picture is a digit, 'x' a hex digit; anything else is itself.  The length must be the same. */
static bool like(const char *text, size_t len, const char *picture)
{
    if (strlen(picture) != len)
        return false;
    for (size_t i = 0; i < len; i++) {
        bool ok = picture[i] == '9'   ? is_digit(text[i])
                  : picture[i] == 'x' ? is_hex(text[i])
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

static bool is_hostname(const char *text, size_t len)
{
    size_t label = 0;
    if (len == 0 || len > 253)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '.') {
            if (label == 0 || text[i - 1] == '-' || i + 1 == len)
                return false;
            label = 0;
        } else if ((!is_alpha(text[i]) && !is_digit(text[i]) && (text[i] != '-' || label == 0)) ||
                   ++label > 63) {
            return false;
        }
    }
    return text[len - 1] != '-';
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

/* The characters of RFC 3986, and percent-encoding that is whole. */
static bool has_uri_characters(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '%' && (i + 2 >= len || !is_hex(text[i + 1]) || !is_hex(text[i + 2])))
            return false;
        if (!is_alpha(text[i]) && !is_digit(text[i]) &&
            (text[i] == '\0' || strchr("-._~:/?#[]@!$&'()*+,;=%", text[i]) == NULL))
            return false;
    }
    return true;
}

static bool is_uri(const char *text, size_t len)
{
    const char *colon = memchr(text, ':', len);
    if (colon == NULL || colon == text || !is_alpha(text[0]) || !has_uri_characters(text, len))
        return false;
    for (const char *p = text; p < colon; p++)
        if (!is_alpha(*p) && !is_digit(*p) && strchr("+-.", *p) == NULL)
            return false;
    size_t rest = len - (size_t)(colon + 1 - text);
    const char *fragment = memchr(text, '#', len);
    if (fragment != NULL && memchr(fragment + 1, '#', len - (size_t)(fragment + 1 - text)) != NULL)
        return false;
    if (rest < 2 || colon[1] != '/' || colon[2] != '/')
        return memchr(text, '[', len) == NULL && memchr(text, ']', len) == NULL;
    return true;
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

static const struct format {
    const char *name;
    bool (*check)(const char *text,
                  size_t len); /* NULL: a format of JSON Schema's we do not check */
    const char *example, *violation;
} formats[] = {
    {"date", is_date, "2025-06-15", "2025-13-45"},
    {"date-time", is_date_time, "2025-06-15T12:30:00Z", "15 June 2025, half past noon"},
    {"time", is_time, "12:30:00Z", "25:61:00"},
    {"email", is_email, "alex.morgan@example.com", "not-an-email"},
    {"uuid", is_uuid, "3f2b8c1e-5d47-4a9b-9c0e-1a2b3c4d5e6f", "not-a-uuid"},
    {"uri", is_uri, "https://example.com/resource", "not a uri"},
    {"hostname", is_hostname, "api.example.com", "-not-a-hostname-"},
    {"ipv4", is_ipv4, "192.0.2.10", "192.0.2.999"},
    {"ipv6", is_ipv6, "2001:db8::10", "2001:db8::zz"},
    {"byte", is_base64, "Y2FzZWNyYWZ0", "***"},
    {"url", is_uri, "https://example.com/resource", NULL},
    {"uri-reference", NULL, "/resource", NULL},
    {"iri", NULL, "https://example.com/resource", NULL},
    {"iri-reference", NULL, "/resource", NULL},
    {"idn-email", NULL, "alex.morgan@example.com", NULL},
    {"idn-hostname", NULL, "api.example.com", NULL},
    {"duration", NULL, "P1DT12H", NULL},
    {"json-pointer", NULL, "/items/0", NULL},
    {"relative-json-pointer", NULL, "0", NULL},
    {"uri-template", NULL, "https://example.com/{id}", NULL},
    {"regex", NULL, "^[a-z]+$", NULL},
};

static const struct format *find(const char *name)
{
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        if (strcmp(formats[i].name, name) == 0)
            return &formats[i];
    return NULL;
}

enum schema_verdict schema_format_check(const char *format, const char *text, size_t len)
{
    const struct format *f = find(format);
    if (f == NULL)
        return SCHEMA_VALID;
    if (f->check == NULL)
        return SCHEMA_UNKNOWN;
    return schema_verdict_of(f->check(text, len));
}

const char *schema_format_example(const char *format)
{
    const struct format *f = find(format);
    return f == NULL ? NULL : f->example;
}

const char *schema_format_violation(const char *format)
{
    const struct format *f = find(format);
    return f == NULL ? NULL : f->violation;
}

bool schema_format_range(const char *format, const char **low, const char **high)
{
    static const struct {
        const char *name, *low, *high;
    } ranges[] = {
        {"int32", "-2147483648", "2147483647"},
        {"int64", "-9223372036854775808", "9223372036854775807"},
        {"uint32", "0", "4294967295"},
        {"uint64", "0", "18446744073709551615"},
    };
    for (size_t i = 0; i < sizeof ranges / sizeof *ranges; i++) {
        if (strcmp(ranges[i].name, format) != 0)
            continue;
        *low = ranges[i].low;
        *high = ranges[i].high;
        return true;
    }
    return false;
}
