#include "secret.h"

#include <string.h>

#include "number.h"

static size_t backslashes(const char *text, size_t len)
{
    size_t n = 0;
    while (n < len && text[n] == '\\')
        n++;
    return n;
}

/* How many bytes stand for c: itself, behind backslashes or not, or \u00XX.  0: they do not. */
static size_t spelled(const char *text, size_t len, char c)
{
    size_t n = backslashes(text, len);
    text += n;
    if (len - n >= 1 && *text == c)
        return n + 1;
    if (n == 0 || len - n < 5 || memcmp(text, "u00", 3) != 0)
        return 0;
    int high = number_hex(text[3]), low = number_hex(text[4]);
    return high >= 0 && low >= 0 && high * 16 + low == c ? n + 5 : 0;
}

/* How many bytes of the text, from its beginning, are the key; 0: they are not. */
static size_t length_of(const char *text, size_t len, const char *key)
{
    size_t at = 0;
    for (; *key != '\0'; key++) {
        size_t n = *key == '\\' ? 0 : spelled(text + at, len - at, *key);
        if (n == 0 && *key != '\\')
            return 0;
        at += n;
    }
    return at;
}

void secret_hide(char *text, size_t len, const char *key)
{
    if (key == NULL || strlen(key) < SECRET_LEAST)
        return;
    for (size_t at = 0; at < len;) {
        size_t n = length_of(text + at, len - at, key);
        memset(text + at, '*', n);
        n += n == 0 ? backslashes(text + at, len - at) : 0;
        at += n > 0 ? n : 1;
    }
}
